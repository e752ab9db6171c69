using System.Text.Json;
using Campaign.Host.SignIn;
using Campaign.Registry.Graph;
using Campaign.Registry.Kernel;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Net.Http.Headers;

namespace Campaign.Host.Graph;

/// <summary>
/// GraphQL over HTTP (the draft of 2025): POST, and GET for queries alone; <c>application/graphql-response+json</c> and <c>application/json</c>; one operation a
/// request. Who may ask is decided for the whole request before anything runs, from the top-level fields of its operation.
/// </summary>
internal sealed class GraphQLEndpoint(
    RegistrySchema schema,
    IDocumentExecuter executer,
    IGraphQLTextSerializer serializer,
    DocumentCache documents,
    AccessTokens tokens,
    ErrorPresenter errors)
{
    public const string Path = "/graphql";

    private const string GraphQLMediaType = "application/graphql-response+json";
    private const string JsonMediaType = "application/json";
    private const int RetryAfterSeconds = 2;

    /// <summary>More at once only wait for the pool until they time out.</summary>
    private const int MaxInFlight = 1_000;

    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(9.5);

    private int inFlight;

    public async Task ServeAsync(HttpContext http)
    {
        var requestId = http.TraceIdentifier;
        var mediaType = Negotiate(http.Request);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept, Accept-Language, Authorization";
        if (mediaType is null)
        {
            await WriteAsync(http, JsonMediaType, StatusCodes.Status406NotAcceptable, Refused(
                ErrorPresenter.BadRequest, $"Accept {GraphQLMediaType} or {JsonMediaType}.", requestId));
            return;
        }

        if (Interlocked.Increment(ref inFlight) > MaxInFlight)
        {
            Interlocked.Decrement(ref inFlight);
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
            await WriteAsync(http, mediaType, StatusCodes.Status503ServiceUnavailable, Refused(
                ErrorPresenter.Overloaded, "Too many requests at once; nothing was done. Try again after Retry-After seconds.", requestId));
            return;
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(RequestPatience);
            await AnswerAsync(http, mediaType, requestId, patience.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; nobody is there to answer.
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    private async Task AnswerAsync(HttpContext http, string mediaType, string requestId, CancellationToken cancel)
    {
        // What is wrong with the document or its variables is 400; but 200 with errors for who names application/json alone, as the draft asks for older clients.
        var documentFault = AsksForPlainJson(http.Request) ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        try
        {
            var request = await RequestReader.ReadAsync(http.Request, serializer, cancel);
            var document = documents.Parse(request.Query);
            var operation = OperationOf(document.Document, request.OperationName);
            var shape = RequestLimits.Measure(document.Document, operation, request.Variables);
            if (HttpMethods.IsGet(http.Request.Method) && operation.Operation != OperationType.Query)
            {
                http.Response.Headers.Allow = "POST";
                throw new HttpRequestRefused(StatusCodes.Status405MethodNotAllowed, "GET is for queries alone; send mutations by POST.");
            }

            var identification = await tokens.IdentifyAsync(http);
            if (!await AuthoriseAsync(http, mediaType, requestId, identification, operation, shape))
            {
                return;
            }

            var result = await executer.ExecuteAsync(new ExecutionOptions
            {
                Schema = schema,
                Document = document.Document,
                Query = request.Query,
                OperationName = request.OperationName,
                Variables = request.Variables,
                ValidationRules = document.Validated ? [] : null,
                RequestServices = http.RequestServices,
                UserContext = new RegistryCall(identification.Caller, LanguageOf(http.Request), requestId),
                CancellationToken = cancel,
                ThrowOnUnhandledException = false,
            });
            document.Validated |= result.Executed;
            await WriteAsync(http, mediaType, result, shape, requestId, documentFault);
        }
        catch (HttpRequestRefused refused)
        {
            if (refused.Status == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow.Count == 0)
            {
                http.Response.Headers.Allow = "GET, POST";
            }

            if (refused.Status == StatusCodes.Status413PayloadTooLarge)
            {
                // The web server cuts a connection on which the rest of such a body would come; untold, the caller would lose its next request there.
                http.Response.Headers.Connection = "close";
            }

            await WriteAsync(http, mediaType, refused.Status, Refused(ErrorPresenter.BadRequest, refused.Message, requestId));
        }
        catch (BadRequestError error)
        {
            await WriteAsync(http, mediaType, StatusCodes.Status400BadRequest, Refused(ErrorPresenter.BadRequest, error.Message, requestId));
        }
        catch (GraphQLParserException error)
        {
            await WriteAsync(http, mediaType, documentFault, Refused(ErrorPresenter.BadRequest, error.Message, requestId));
        }
    }

    /// <summary>The one operation that is asked for.</summary>
    private static GraphQLOperationDefinition OperationOf(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>()
            .Where(o => name is null || o.Name?.StringValue == name)
            .ToList();
        return operations switch
        {
            [var one] => one,
            [] => throw new BadRequestError(name is null ? "The document has no operation." : "The document has no operation of that operationName."),
            _ => throw new BadRequestError("The document has several operations; name one by operationName."),
        };
    }

    /// <summary>False when the request was answered with 401 or FORBIDDEN. A field that the schema lacks is left to validation, which names it.</summary>
    private async Task<bool> AuthoriseAsync(
        HttpContext http, string mediaType, string requestId, Identification identification, GraphQLOperationDefinition operation, OperationShape shape)
    {
        var root = operation.Operation == OperationType.Mutation ? schema.Mutation : schema.Query;
        var needed = shape.TopLevel
            .Select(f => root?.GetField(f.Name.Value))
            .OfType<FieldType>()
            .Select(f => (f.Name, Scopes: Access.ScopesOf(f)))
            .Where(f => f.Scopes is not { Count: 0 })
            .ToList();
        if (identification.Rejected || (needed.Count > 0 && identification.Caller is null))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await WriteAsync(http, mediaType, StatusCodes.Status401Unauthorized, Refused(
                ErrorPresenter.Unauthenticated,
                identification.Rejected
                    ? "The access token is not valid here or has expired. Get a new one from /connect/token."
                    : "This needs sign-in. Get an access token from /connect/token and send it as Authorization: Bearer.",
                requestId));
            return false;
        }

        if (needed.FirstOrDefault(f => f.Scopes?.Any(identification.Caller!.May) != true) is { Name: { } forbidden })
        {
            await WriteAsync(http, mediaType, StatusCodes.Status403Forbidden, Refused(
                ErrorPresenter.Forbidden, $"{forbidden} is beyond the scope of this access token; nothing of the request was done.", requestId));
            return false;
        }

        return true;
    }

    private async Task WriteAsync(
        HttpContext http, string mediaType, ExecutionResult result, OperationShape shape, string requestId, int documentFault)
    {
        var presented = result.Errors?.Select(e => errors.Present(e, requestId)).ToList();
        var codes = presented?.Select(e => (string?)((Dictionary<string, object?>)e["extensions"]!)["code"]).ToHashSet() ?? [];
        var status = StatusCodes.Status200OK;
        if (codes.Contains(ErrorPresenter.Overloaded))
        {
            status = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
        }
        else if (!result.Executed || codes.Contains(ErrorPresenter.BadRequest))
        {
            status = documentFault;
        }

        result.Errors = null;
        result.Extensions = new Dictionary<string, object?> { ["cost"] = shape.Cost, ["requestId"] = requestId };
        http.Response.StatusCode = status;
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        if (presented is null)
        {
            await serializer.WriteAsync(http.Response.Body, result, CancellationToken.None);
            return;
        }

        // The library's own way of writing errors is replaced, so the three parts are put together here.
        var data = JsonSerializer.Deserialize<JsonElement>(serializer.Serialize(result));
        var body = new Dictionary<string, object?> { ["errors"] = presented };
        if (result.Executed)
        {
            body["data"] = data.TryGetProperty("data", out var value) ? value : null;
        }

        body["extensions"] = result.Extensions;
        await JsonSerializer.SerializeAsync(http.Response.Body, body, ResponseJson.Options, CancellationToken.None);
    }

    private static async Task WriteAsync(HttpContext http, string mediaType, int status, Dictionary<string, object?> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, body, ResponseJson.Options, CancellationToken.None);
    }

    private static Dictionary<string, object?> Refused(string code, string message, string requestId) =>
        new() { ["errors"] = new[] { ErrorPresenter.Make(code, message, requestId) } };

    /// <summary>The media type to answer in; null when the caller accepts neither. Without a preference the older one, which every client knows.</summary>
    private static string? Negotiate(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return JsonMediaType;
        }

        foreach (var type in accepted.Where(t => (t.Quality ?? 1) > 0 && IsUtf8(t)).OrderByDescending(t => t.Quality ?? 1))
        {
            if (type.MediaType.Equals(GraphQLMediaType, StringComparison.OrdinalIgnoreCase))
            {
                return GraphQLMediaType;
            }

            if (type.MediaType.Equals(JsonMediaType, StringComparison.OrdinalIgnoreCase) || type.MatchesAllTypes
                || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase))
            {
                return JsonMediaType;
            }
        }

        return null;
    }

    private static bool AsksForPlainJson(HttpRequest request) => request.Headers.Accept.ToString().StartsWith(JsonMediaType, StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(MediaTypeHeaderValue type) => !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>Vietnamese unless English is liked better.</summary>
    private static Language LanguageOf(HttpRequest request)
    {
        if (StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages))
        {
            foreach (var language in languages.OrderByDescending(l => l.Quality ?? 1))
            {
                if (language.Value.StartsWith("vi", StringComparison.OrdinalIgnoreCase))
                {
                    return Language.Vietnamese;
                }

                if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                {
                    return Language.English;
                }
            }
        }

        return Language.Vietnamese;
    }
}
