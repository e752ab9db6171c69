using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Graph;

/// <summary>What a resolver knows of the request that it serves.</summary>
/// <param name="caller">Null for the public.</param>
/// <param name="language">What refusals are said in.</param>
/// <param name="requestId">The server's id of the request.</param>
/// <param name="pace">How fast a subscription's results are taken; null for what is answered once.</param>
public sealed class RegistryCall(Caller? caller, Language language, string requestId, StreamPace? pace = null) : Dictionary<string, object?>
{
    public StreamPace? Pace => pace;

    public Caller? Caller => caller;

    public Language Language => language;

    public string RequestId => requestId;
}

internal static class RegistryCallExtensions
{
    /// <summary>The caller of a field that is not public; the endpoint let nobody else through.</summary>
    public static Caller Caller(this IResolveFieldContext context) =>
        ((RegistryCall)context.UserContext).Caller ?? throw new InvalidOperationException($"{context.FieldDefinition.Name} was reached without sign-in.");

    /// <summary>The caller of a public field; null when nobody signed in.</summary>
    public static Caller? CallerOrPublic(this IResolveFieldContext context) => ((RegistryCall)context.UserContext).Caller;

    public static T Service<T>(this IResolveFieldContext context)
        where T : notnull => context.RequestServices!.GetRequiredService<T>();

    /// <summary>A subscription's source, drawn from no faster than its reader takes what comes of it.</summary>
    public static IObservable<object?> Paced<T>(this IResolveFieldContext context, IAsyncEnumerable<T> source) => new PacedSource<T>(
        source,
        ((RegistryCall)context.UserContext).Pace ?? throw new InvalidOperationException($"{context.FieldDefinition.Name} was asked without a stream."),
        context.CancellationToken);

    public static string Say(this IResolveFieldContext context, Text text) => text.In(((RegistryCall)context.UserContext).Language);
}
