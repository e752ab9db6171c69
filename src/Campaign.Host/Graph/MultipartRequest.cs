using System.Text.Json;
using Campaign.Registry.Platform.Graph;
using Campaign.Web.Files;
using GraphQL;

namespace Campaign.Host.Graph;

/// <summary>
/// A request with a file (the GraphQL multipart request specification): the parts operations, map and the one file, in this order. The file is handed on as a stream, and read
/// by whoever takes it; nothing of it is gathered here.
/// </summary>
internal static class MultipartRequest
{
    private const int MaxMapBytes = 1_000;
    private const int MaxPathSteps = 4;

    /// <exception cref="HttpRequestRefused">It is not such a request.</exception>
    public static async Task<GraphQLRequest> ReadAsync(HttpRequest http, IGraphQLTextSerializer serializer, CancellationToken cancel)
    {
        try
        {
            var parts = MultipartParts.Of(http);
            var request = RequestReader.FromJson(await MultipartParts.TextAsync(parts, "operations", RequestReader.MaxBodyBytes, cancel), serializer);
            var (name, path) = MapOf(await MultipartParts.TextAsync(parts, "map", MaxMapBytes, cancel));
            var part = await MultipartParts.NextAsync(parts, name, cancel);
            var file = new UploadedContent(MultipartParts.FileNameOf(part.Disposition), part.Section.Body);
            return request with { Variables = new Inputs(With(request.Variables, path, file)) };
        }
        catch (MalformedPartsException e)
        {
            throw Bad(e.Message);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Bad("The multipart body is cut off or malformed.");
        }
    }

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
