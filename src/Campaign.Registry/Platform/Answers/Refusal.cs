using System.Text.RegularExpressions;

namespace Campaign.Registry.Platform.Answers;

/// <summary>
/// A rule said no. A refusal is a value, an expected answer of a command, never an exception: what, why (the clause) and what to do next.
/// The type's name is the fact and, in SCREAMING_SNAKE_CASE, its stable code.
/// </summary>
public abstract partial record Refusal
{
    public string Code => CodeOf(GetType());

    /// <summary>For a person: what is refused, why, and what to do next.</summary>
    public abstract Text Message { get; }

    /// <summary>The clause that demands it, when one does.</summary>
    public virtual Clause? Clause => null;

    /// <summary>The stable code of a refusal type, e.g. AlreadyIssued → ALREADY_ISSUED.</summary>
    public static string CodeOf(Type type) => WordStart().Replace(type.Name, "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}

/// <summary>What a command answers: its success, or one of its refusals; never both, never neither.</summary>
public readonly record struct Answer<TSuccess>
    where TSuccess : class
{
    private Answer(TSuccess? success, Refusal? refusal) => (Success, Refusal) = (success, refusal);

    public TSuccess? Success { get; }

    public Refusal? Refusal { get; }

    /// <summary>The one object of the two: what the GraphQL union shows.</summary>
    public object Value => (object?)Success ?? Refusal ?? throw new InvalidOperationException("An answer must be made from a success or a refusal.");

#pragma warning disable CA2225 // The conversions are the constructors; a second spelling of each would only be noise.
    public static implicit operator Answer<TSuccess>(TSuccess success) => new(success, null);

    public static implicit operator Answer<TSuccess>(Refusal refusal) => new(null, refusal);
#pragma warning restore CA2225
}
