using Campaign.Registry.Kernel;
using GraphQL;

namespace Campaign.Registry.Graph;

/// <summary>What a resolver knows of the request that it serves.</summary>
/// <param name="caller">Null for the public.</param>
public sealed class RegistryCall(Caller? caller, Language language, string requestId) : Dictionary<string, object?>
{
    public Caller? Caller => caller;

    public Language Language => language;

    public string RequestId => requestId;
}

internal static class RegistryCallExtensions
{
    /// <summary>The caller of a field that is not public; the endpoint let nobody else through.</summary>
    public static Caller Caller(this IResolveFieldContext context) =>
        ((RegistryCall)context.UserContext).Caller ?? throw new InvalidOperationException($"{context.FieldDefinition.Name} was reached without sign-in.");

    public static string Say(this IResolveFieldContext context, Text text) => text.In(((RegistryCall)context.UserContext).Language);
}
