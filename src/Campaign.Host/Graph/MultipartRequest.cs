using System.Text;
using System.Text.Json;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Campaign.Host.Graph;

/// <summary>
/// A request with a file (the GraphQL multipart request specification): the parts operations, map and the one file, in this order. The file is handed on as a stream, and read
/// by whoever takes it; nothing of it is gathered here.
/// </summary>
internal static class MultipartRequest
{
    private const int MaxMapBytes = 1_000;
    private const int MaxPathSteps = 4;

    public static bool Is(HttpRequest http) =>
        HttpMethods.IsPost(http.Method) && MediaTypeHeaderValue.TryParse(http.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="HttpRequestRefused">It is not such a request.</exception>
    public static async Task<GraphQLRequest> ReadAsync(HttpRequest http, IGraphQLTextSerializer serializer, CancellationToken cancel)
    {
        try
        {
            var parts = PartsOf(http);
            var request = RequestReader.FromJson(await TextAsync(parts, "operations", RequestReader.MaxBodyBytes, cancel), serializer);
            var (name, path) = MapOf(await TextAsync(parts, "map", MaxMapBytes, cancel));
            var part = await NextAsync(parts, name, cancel);
            var file = new UploadedContent(FileNameOf(part.Disposition), part.Section.Body);
            return request with { Variables = new Inputs(With(request.Variables, path, file)) };
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Bad("The multipart body is cut off or malformed.");
        }
    }

    public static MultipartReader PartsOf(HttpRequest http)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.ContentType).Boundary).Value;
        return boundary is { Length: > 0 and <= 100 } ? new(boundary, http.Body) { HeadersLengthLimit = 4_096 } : throw Bad("multipart/form-data needs a boundary.");
    }

    /// <summary>The next part, which must bear this name.</summary>
    public static async Task<(MultipartSection Section, ContentDispositionHeaderValue Disposition)> NextAsync(MultipartReader parts, string name, CancellationToken cancel)
    {
        var section = await parts.ReadNextSectionAsync(cancel);
        return section is not null && ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            && HeaderUtilities.RemoveQuotes(disposition.Name).Value == name
                ? (section, disposition)
                : throw Bad($"The part {name} is missing here. Send operations, map and the file, in this order.");
    }

    public static async Task<string> TextAsync(MultipartReader parts, string name, int mostBytes, CancellationToken cancel)
    {
        var (section, _) = await NextAsync(parts, name, cancel);
        var buffer = new byte[mostBytes + 1];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length > mostBytes ? throw Bad($"The part {name} is larger than {mostBytes} bytes.") : Encoding.UTF8.GetString(buffer, 0, length);
    }

    public static string FileNameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "?";

    /// <summary>One file at one place: {"0": ["variables.input.file"]}.</summary>
    private static (string Name, string[] Path) MapOf(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string[]>>(text) is { Count: 1 } map && map.Single() is { Key.Length: > 0 and < 50, Value: [{ } place] }
                && place.Split('.') is ["variables", .. { Length: > 0 and <= MaxPathSteps } path]
                    ? (map.Single().Key, path)
                    : throw Bad("map must name one file and its one place, e.g. {\"0\": [\"variables.input.file\"]}.");
        }
        catch (JsonException)
        {
            throw Bad("map is not JSON.");
        }
    }

    /// <summary>The same variables with the file at its place, where null stood.</summary>
    private static Dictionary<string, object?> With(IReadOnlyDictionary<string, object?> variables, ReadOnlySpan<string> path, UploadedContent file)
    {
        var changed = new Dictionary<string, object?>(variables);
        changed[path[0]] = (path.Length, changed.GetValueOrDefault(path[0])) switch
        {
            (1, null) => file,
            (not 1, IReadOnlyDictionary<string, object?> inner) => With(inner, path[1..], file),
            _ => throw Bad("At the place that map names, the variables must have null."),
        };
        return changed;
    }

    private static HttpRequestRefused Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
