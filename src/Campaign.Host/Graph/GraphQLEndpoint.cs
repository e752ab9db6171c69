using System.Text.Json;
using Campaign.Host.Limits;
using Campaign.Host.Operations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.SignIn;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Campaign.Host.Graph;

/// <summary>
/// GraphQL over HTTP (the draft of 2025): POST, and GET for queries alone; <c>application/graphql-response+json</c> and <c>application/json</c>; one operation a
/// request. Who may ask is decided for the whole request before anything runs, from the top-level fields of its operation. Subscriptions, and whatever is asked with
/// <c>text/event-stream</c>, are answered as <see cref="EventStream"/> says.
/// </summary>
internal sealed class GraphQLEndpoint(
    RegistrySchema schema,
    IDocumentExecuter executer,
    IGraphQLTextSerializer serializer,
    DocumentCache documents,
    ICallers callers,
    EventStreams streams,
    ErrorPresenter errors,
    HostLimits limits,
    TrustedDocuments trusted,
    FileTransfers transfers,
    HostSettings settings)
{
    public const string Path = "/graphql";

    private const int RetryAfterSeconds = 2;

    /// <summary>More at once only wait for the pool until they time out.</summary>
    private const int MaxInFlight = 1_000;

    /// <summary>
    /// For everything before COMMIT, the caller's identification and all tries included. A COMMIT that began in the last moment takes no token and has its own bound; with it, and half a second for a
    /// busy machine, a database that hangs is an error within 10 s.
    /// </summary>
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(9.5) - RegistryDatabase.StatementWait;

    private int inFlight;

    public async Task ServeAsync(HttpContext http)
    {
        var requestId = http.TraceIdentifier;
        var form = AnswerForm.Of(http.Request);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept, Accept-Language, Authorization";
        if (form is null)
        {
            await WriteAsync(http, AnswerForm.Json, StatusCodes.Status406NotAcceptable, Refused(
                ErrorPresenter.BadRequest, $"Accept {AnswerForm.GraphQL} or {AnswerForm.Json}, or {AnswerForm.Events}.", requestId));
            return;
        }

        if (Interlocked.Increment(ref inFlight) > MaxInFlight)
        {
            Interlocked.Decrement(ref inFlight);
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
            await WriteAsync(http, form.MediaType, StatusCodes.Status503ServiceUnavailable, Refused(
                ErrorPresenter.Overloaded, "Too many requests at once; nothing was done. Try again after Retry-After seconds.", requestId));
            return;
        }

        EventStream? stream = null;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(MultipartParts.Is(http.Request) ? FileTransfers.Patience : RequestPatience);
            stream = await AnswerAsync(http, form, requestId, patience.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; nobody is there to answer.
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }

        if (stream is not null)
        {
            await using (stream)
            {
                await stream.RunAsync();
            }
        }
    }

    /// <summary>Answers, or opens the stream that is the answer; what is refused on the way is answered as such.</summary>
    private async Task<EventStream?> AnswerAsync(HttpContext http, AnswerForm form, string requestId, CancellationToken cancel)
    {
        var mediaType = form.MediaType;
        try
        {
            return await ExecuteAsync(http, form, requestId, cancel);
        }
        catch (TooManyRequestsException tooMany)
        {
            http.Response.Headers.RetryAfter = tooMany.RetryAfterSeconds.ToString();
            await WriteAsync(http, mediaType, StatusCodes.Status429TooManyRequests, Refused(
                ErrorPresenter.TooManyRequests, $"Too many requests; nothing was done. Try again in {tooMany.RetryAfterSeconds} seconds.", requestId));
        }
        catch (HttpRequestRefused refused)
        {
            refused.SetHeaders(http.Response.Headers, RetryAfterSeconds);
            await WriteAsync(http, mediaType, refused.Status, Refused(refused.Code, refused.Message, requestId));
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Its time is up. What it wanted to write was not committed, unless that was done and only the answer was still being put together.
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
            await WriteAsync(http, mediaType, StatusCodes.Status503ServiceUnavailable, Refused(
                ErrorPresenter.Overloaded, "The request took too long and was given up. Ask again after Retry-After seconds: with the same requestId nothing is done twice.", requestId));
        }
        catch (BadRequestError error)
        {
            await WriteAsync(http, mediaType, StatusCodes.Status400BadRequest, Refused(ErrorPresenter.BadRequest, error.Message, requestId));
        }
        catch (GraphQLParserException error) when (form.IsEvents)
        {
            await EventStream.WriteOneAsync(http, PresentedResult.Of(Refused(ErrorPresenter.BadRequest, error.Message, requestId)), serializer);
        }
        catch (GraphQLParserException error)
        {
            await WriteAsync(http, mediaType, form.DocumentFault, Refused(ErrorPresenter.BadRequest, error.Message, requestId));
        }

        return null;
    }

    /// <summary>In this order: the address's quota, the document and its cost, who asks, what the caller may ask, the caller's quota; then it is executed.</summary>
    private async Task<EventStream?> ExecuteAsync(HttpContext http, AnswerForm form, string requestId, CancellationToken cancel)
    {
        if (!callers.Remembers(http))
        {
            limits.CountAddress(http);
        }

        using var transfer = await EnterWithFileAsync(http);
        var request = transfer is null ? await RequestReader.ReadAsync(http.Request, serializer, cancel) : await MultipartRequest.ReadAsync(http.Request, serializer, cancel);
        var query = trusted.TextOf(request);
        var document = documents.Parse(query);
        var operation = OperationOf(document.Document, request.OperationName);
        var shape = RequestLimits.Measure(document.Document, operation, request.Variables);
        RequireFittingMethod(http, operation);
        RequestReader.RequireNoNumberInTheAddress(http.Request);
        if (operation.Operation == OperationType.Subscription)
        {
            RequireOneStream(form, shape);
        }

        var identification = await callers.IdentifyAsync(http);
        if (!await AuthoriseAsync(http, form.MediaType, requestId, identification, operation, shape))
        {
            return null;
        }

        if (identification.Caller is not { IsDepartment: true } && !trusted.Holds(query))
        {
            throw new HttpRequestRefused(
                StatusCodes.Status403Forbidden, "This document is not on the registry's list. Send one that is, by its documentId; new ones are handed in to the department.");
        }

        using var entered = identification.Caller is { } caller ? limits.Enter(caller) : null;
        var options = new ExecutionOptions
        {
            Schema = schema,
            Document = document.Document,
            Query = query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            ValidationRules = document.Validated ? [] : null,
            RequestServices = http.RequestServices,
            UserContext = new RegistryCall(identification.Caller, RequestLanguage.Liked(http.Request), requestId),
            CancellationToken = cancel,
            ThrowOnUnhandledException = false,
        };
        if (operation.Operation == OperationType.Subscription)
        {
            return await SubscribeAsync(http, requestId, identification, document, shape, options);
        }

        var result = await executer.ExecuteAsync(options);
        document.Validated |= result.Executed;
        var presented = PresentedResult.Of(result, shape, requestId, errors);
        await (form.IsEvents ? EventStream.WriteOneAsync(http, presented, serializer) : WriteAsync(http, form.MediaType, presented, form.DocumentFault));
        return null;
    }

    private static void RequireFittingMethod(HttpContext http, GraphQLOperationDefinition operation)
    {
        if (HttpMethods.IsGet(http.Request.Method) && operation.Operation == OperationType.Mutation)
        {
            http.Response.Headers.Allow = "POST";
            throw new HttpRequestRefused(StatusCodes.Status405MethodNotAllowed, "GET is for queries and subscriptions; send mutations by POST.");
        }
    }

    /// <summary>Only who is known may send a file, and so more than a request's bytes. Null for a request without one.</summary>
    private async ValueTask<IDisposable?> EnterWithFileAsync(HttpContext http)
    {
        if (!MultipartParts.Is(http.Request))
        {
            return null;
        }

        if (http.Request.ContentLength > FileTransfers.MaxBodyBytes)
        {
            throw new HttpRequestRefused(StatusCodes.Status413PayloadTooLarge, "The file is larger than 1 GiB.");
        }

        return await callers.IdentifyAsync(http) switch
        {
            { Caller: { } caller } => transfers.Enter(http, caller.RequestOwner),
            { Unavailable: true } => throw new HttpRequestRefused(StatusCodes.Status503ServiceUnavailable, "Who asks cannot be told now; nothing was done. Try again after Retry-After seconds."),
            _ => throw new HttpRequestRefused(StatusCodes.Status401Unauthorized, "A file needs sign-in. Get an access token from /connect/token and send it as Authorization: Bearer."),
        };
    }

    /// <summary>Opens the stream of a subscription; null when it was answered with what is wrong.</summary>
    private async Task<EventStream?> SubscribeAsync(
        HttpContext http, string requestId, Identification identification, CachedDocument document, OperationShape shape, ExecutionOptions options)
    {
        if (streams.TryOpen(http, identification, shape, requestId) is not { } stream)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
            await WriteAsync(http, AnswerForm.Json, StatusCodes.Status503ServiceUnavailable, Refused(
                ErrorPresenter.Overloaded, "Too many streams at once. Close one, or try again after Retry-After seconds.", requestId));
            return null;
        }

        try
        {
            options.UserContext = new RegistryCall(identification.Caller, RequestLanguage.Liked(http.Request), requestId, stream.Pace);
            options.CancellationToken = stream.Ended;
            var result = await executer.ExecuteAsync(options);
            document.Validated |= result.Executed;
            if (result.Streams?.Values.SingleOrDefault() is { } results)
            {
                stream.Follow(results);
                return stream;
            }

            await stream.DisposeAsync();
            var presented = PresentedResult.Of(result, shape, requestId, errors);
            await (presented.Codes.Contains(ErrorPresenter.Overloaded)
                ? WriteAsync(http, AnswerForm.Json, presented, StatusCodes.Status503ServiceUnavailable)
                : EventStream.WriteOneAsync(http, presented, serializer));
            return null;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static void RequireOneStream(AnswerForm form, OperationShape shape)
    {
        if (!form.TakesEvents)
        {
            throw new HttpRequestRefused(
                StatusCodes.Status406NotAcceptable, $"Subscriptions are answered as server-sent events: send Accept: {AnswerForm.Events}.");
        }

        // A document that was validated is not validated again, and what is skipped by a variable leaves no stream.
        if (shape.TopLevel is not [{ Directives: null or { Count: 0 } } field] || field.Name.StringValue.StartsWith("__", StringComparison.Ordinal))
        {
            throw new BadRequestError("A subscription asks for exactly one field, without directives.");
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
        var root = operation.Operation switch
        {
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            _ => schema.Query,
        };
        var needed = shape.TopLevel
            .Select(f => root?.GetField(f.Name.Value))
            .OfType<FieldType>()
            .Select(f => (f.Name, Scopes: Access.ScopesOf(f)))
            .Where(f => f.Scopes is not { Count: 0 })
            .ToList();
        if (identification.Unavailable)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
            await WriteAsync(http, mediaType, StatusCodes.Status503ServiceUnavailable, Refused(
                ErrorPresenter.Overloaded, "Who asks cannot be told now; nothing was done. Try again after Retry-After seconds.", requestId));
            return false;
        }

        if (identification.Rejected || (needed.Count > 0 && identification.Caller is null))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            RefusedRequests.Count(StatusCodes.Status401Unauthorized);
            await WriteAsync(http, mediaType, StatusCodes.Status401Unauthorized, Refused(
                ErrorPresenter.Unauthenticated,
                identification.Rejected
                    ? "The access token is not valid here or has expired. Get a new one from /connect/token."
                    : "This needs sign-in. Get an access token from /connect/token and send it as Authorization: Bearer.",
                requestId));
            return false;
        }

        var asksForSchema = shape.TopLevel.Any(f => f.Name.StringValue is "__schema" or "__type");
        if (asksForSchema && (settings.Introspection == Introspection.Nobody || (settings.Introspection == Introspection.Callers && identification.Caller is null)))
        {
            await WriteAsync(http, mediaType, StatusCodes.Status403Forbidden, Refused(
                ErrorPresenter.Forbidden, "This registry does not answer what its schema is; it stands in the contract.", requestId));
            return false;
        }

        if (needed.FirstOrDefault(f => f.Scopes?.Any(identification.Caller!.May) != true) is { Name: { } forbidden })
        {
            RefusedRequests.Count(StatusCodes.Status403Forbidden);
            await WriteAsync(http, mediaType, StatusCodes.Status403Forbidden, Refused(
                ErrorPresenter.Forbidden, $"{forbidden} is beyond the scope of this access token; nothing of the request was done.", requestId));
            return false;
        }

        return true;
    }

    private async Task WriteAsync(HttpContext http, string mediaType, PresentedResult result, int documentFault)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        if (result.Codes.Contains(ErrorPresenter.Overloaded))
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
        }
        else if (!result.Executed || result.Codes.Contains(ErrorPresenter.BadRequest))
        {
            http.Response.StatusCode = documentFault;
        }

        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        await result.WriteAsync(http.Response.Body, serializer);
    }

    private static async Task WriteAsync(HttpContext http, string mediaType, int status, Dictionary<string, object?> body)
    {
        http.Response.StatusCode = status;
        // Of a stream, only what the protocol wants inside it is; the rest is plain to every client.
        http.Response.ContentType = $"{(mediaType == AnswerForm.Events ? AnswerForm.Json : mediaType)}; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, body, ResponseJson.Options, CancellationToken.None);
    }

    private static Dictionary<string, object?> Refused(string code, string message, string requestId) =>
        new() { ["errors"] = new[] { ErrorPresenter.Make(code, message, requestId) } };
}
