using Microsoft.Net.Http.Headers;

namespace Campaign.Host.Graph;

/// <summary>The form in which a caller wants its answer.</summary>
/// <param name="MediaType">What it likes best of what there is.</param>
/// <param name="TakesEvents">It names text/event-stream, liked best or not.</param>
/// <param name="DocumentFault">
/// The status of what is wrong with the document or its variables: 400; but 200 with errors for who names application/json alone, as the draft asks for older
/// clients.
/// </param>
internal sealed record AnswerForm(string MediaType, bool TakesEvents, int DocumentFault)
{
    public const string GraphQL = "application/graphql-response+json";
    public const string Json = "application/json";
    public const string Events = "text/event-stream";

    public bool IsEvents => MediaType == Events;

    /// <summary>Null when the caller takes nothing of what there is. Without a preference the older one, which every client knows.</summary>
    public static AnswerForm? Of(HttpRequest request)
    {
        var documentFault = request.Headers.Accept.ToString().StartsWith(Json, StringComparison.OrdinalIgnoreCase)
            ? StatusCodes.Status200OK
            : StatusCodes.Status400BadRequest;
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return new(Json, TakesEvents: false, documentFault);
        }

        var known = accepted.Where(t => (t.Quality ?? 1) > 0 && IsUtf8(t)).OrderByDescending(t => t.Quality ?? 1).Select(Known).OfType<string>().ToList();
        return known.Count == 0 ? null : new(known[0], known.Contains(Events), documentFault);
    }

    private static string? Known(MediaTypeHeaderValue type)
    {
        bool Is(string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
        return Is(GraphQL) ? GraphQL
            : Is(Events) ? Events
            : Is(Json) || type.MatchesAllTypes || Is("application/*") ? Json
            : null;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) => !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
