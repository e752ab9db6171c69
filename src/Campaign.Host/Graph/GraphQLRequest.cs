using System.Text;
using System.Text.Json;
using Campaign.Registry.Platform.Values;
using GraphQL;
using Microsoft.Net.Http.Headers;

namespace Campaign.Host.Graph;

/// <summary>One request of GraphQL over HTTP, as read from a body or a query string.</summary>
/// <param name="Query">The document; null when <paramref name="DocumentId"/> names it.</param>
/// <param name="DocumentId">The id of a trusted document; null when the document itself was sent.</param>
internal sealed record GraphQLRequest(string? Query, string? DocumentId, string? OperationName, Inputs Variables);

/// <summary>The request is not one of GraphQL over HTTP. Status: what HTTP says of it.</summary>
internal sealed class HttpRequestRefused(int status, string message) : Exception(message)
{
    public int Status => status;

    public string Code => Status switch
    {
        StatusCodes.Status401Unauthorized => ErrorPresenter.Unauthenticated,
        StatusCodes.Status403Forbidden => ErrorPresenter.Forbidden,
        StatusCodes.Status503ServiceUnavailable => ErrorPresenter.Overloaded,
        _ => ErrorPresenter.BadRequest,
    };

    /// <summary>What HTTP wants said beside this status.</summary>
    public void SetHeaders(IHeaderDictionary headers, int retryAfterSeconds)
    {
        switch (Status)
        {
            case StatusCodes.Status405MethodNotAllowed when headers.Allow.Count == 0:
                headers.Allow = "GET, POST";
                break;
            case StatusCodes.Status401Unauthorized:
                headers.WWWAuthenticate = "Bearer";
                break;
            case StatusCodes.Status503ServiceUnavailable:
                headers.RetryAfter = retryAfterSeconds.ToString();
                break;
            case StatusCodes.Status413PayloadTooLarge:
                // The web server cuts a connection on which the rest of such a body would come; untold, the caller would lose its next request there.
                headers.Connection = "close";
                break;
        }
    }
}

/// <summary>Reads requests strictly: one at a time, JSON in UTF-8, each parameter of its type.</summary>
internal static class RequestReader
{
    public const int MaxBodyBytes = 64 * 1024;
    private const int MaxJsonDepth = 32;

    private static readonly string[] InAnAddress = ["query", "variables", "operationName"];

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static async Task<GraphQLRequest> ReadAsync(HttpRequest http, IGraphQLTextSerializer serializer, CancellationToken cancel)
    {
        if (HttpMethods.IsGet(http.Method))
        {
            return FromQueryString(http, serializer);
        }

        if (!HttpMethods.IsPost(http.Method))
        {
            throw new HttpRequestRefused(StatusCodes.Status405MethodNotAllowed, "GraphQL is served by POST, and queries by GET too.");
        }

        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new HttpRequestRefused(StatusCodes.Status415UnsupportedMediaType, "The body must be application/json in UTF-8, or multipart/form-data with a file.");
        }

        return FromJson(await ReadTextAsync(http, cancel), serializer);
    }

    /// <summary>An address is kept by whoever stands between; what is in one is not to be taken for kept secret (I11).</summary>
    public static void RequireNoNumberInTheAddress(HttpRequest http)
    {
        if (InAnAddress.Any(name => NumbersInText.StandsAlone(http.Query[name].ToString())))
        {
            throw Bad("An address holds no citizen number, telephone number or other long number. Send it by POST.");
        }
    }

    private static async Task<string> ReadTextAsync(HttpRequest http, CancellationToken cancel)
    {
        if (http.ContentLength > MaxBodyBytes)
        {
            throw new HttpRequestRefused(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaxBodyBytes} bytes.");
        }

        using var buffer = new MemoryStream((int)(http.ContentLength ?? 2_000));
        try
        {
            await http.Body.CopyToAsync(buffer, cancel);
            return StrictUtf8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (BadHttpRequestException e)
        {
            throw new HttpRequestRefused(e.StatusCode, "The body could not be read whole.");
        }
        catch (DecoderFallbackException)
        {
            throw new HttpRequestRefused(StatusCodes.Status400BadRequest, "The body is not UTF-8.");
        }
    }

    public static GraphQLRequest FromJson(string text, IGraphQLTextSerializer serializer)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Bad("The body must be one JSON object; several requests at once are not taken.");
            }

            string? query = null, operationName = null, documentId = null;
            string? variables = null;
            foreach (var property in json.RootElement.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "query":
                        query = TextOf(property);
                        break;
                    case "documentId":
                        documentId = property.Value.ValueKind == JsonValueKind.Null ? null : TextOf(property);
                        break;
                    case "operationName":
                        operationName = property.Value.ValueKind == JsonValueKind.Null ? null : TextOf(property);
                        break;
                    case "variables":
                        variables = MapOf(property);
                        break;
                    case "extensions":
                        _ = MapOf(property);
                        break;
                }
            }

            return Make(query, documentId, operationName, variables, serializer);
        }
        catch (JsonException)
        {
            throw Bad("The body is not JSON, or is cut off or nested too deep.");
        }
        catch (InvalidOperationException)
        {
            throw Bad("The body holds text that is not well-formed Unicode.");
        }
    }

    private static GraphQLRequest FromQueryString(HttpRequest http, IGraphQLTextSerializer serializer)
    {
        if (http.QueryString.Value is { Length: > 16_000 })
        {
            throw new HttpRequestRefused(StatusCodes.Status414UriTooLong, "The query string is too long; use POST.");
        }

        static string? One(HttpRequest http, string name) => http.Query.TryGetValue(name, out var values) ? values[^1] : null;
        try
        {
            var variables = One(http, "variables");
            if (variables is { Length: > 0 })
            {
                using var json = JsonDocument.Parse(variables, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
                if (json.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
                {
                    throw Bad("variables must be a JSON object.");
                }
            }

            return Make(One(http, "query"), One(http, "documentId"), One(http, "operationName"), variables is { Length: > 0 } ? variables : null, serializer);
        }
        catch (JsonException)
        {
            throw Bad("variables is not JSON, or is nested too deep.");
        }
    }

    private static GraphQLRequest Make(string? query, string? documentId, string? operationName, string? variables, IGraphQLTextSerializer serializer)
    {
        if (string.IsNullOrWhiteSpace(query) == string.IsNullOrEmpty(documentId))
        {
            throw Bad(documentId is null ? "The parameter query is missing." : "Send either query or documentId.");
        }

        return new(
            string.IsNullOrEmpty(documentId) ? query : null, string.IsNullOrEmpty(documentId) ? null : documentId, string.IsNullOrEmpty(operationName) ? null : operationName, variables is null ? Inputs.Empty : serializer.Deserialize<Inputs>(variables) ?? Inputs.Empty);
    }

    private static string TextOf(JsonProperty property) => property.Value.ValueKind == JsonValueKind.String
        ? property.Value.GetString()!
        : throw Bad($"{property.Name} must be a string.");

    private static string? MapOf(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => property.Value.GetRawText(),
        _ => throw Bad($"{property.Name} must be a JSON object."),
    };

    private static HttpRequestRefused Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
