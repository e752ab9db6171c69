using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Campaign.Registry;

namespace Campaign.Demo.Day;

/// <summary>The registry answered outside its contract, or not at all however often it was asked.</summary>
internal sealed class NoUsableAnswerException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// One OAuth client that talks to the registry by HTTP alone. An answer that never came is asked for again with the very same bytes, as the contract says:
/// every operation either bears a requestId or repeats safely.
/// </summary>
internal sealed class RegistryClient(HttpClient http, string clientId, Tally tally, TimeProvider time)
{
    private const int MaxTries = 7;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private AuthenticationHeaderValue? authorization;

    public string ClientId => clientId;

    /// <exception cref="StartupException">Nobody listens, or whoever does has no such client.</exception>
    public async Task SignInAsync(CancellationToken cancel)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = DemoProviders.SecretOf(clientId),
        });
        try
        {
            using var response = await http.PostAsync("connect/token", form, cancel);
            if (!response.IsSuccessStatusCode)
            {
                throw new StartupException(
                    $"{http.BaseAddress} does not sign in the demo's client {clientId} (HTTP {(int)response.StatusCode}). Is it a registry with demo data?");
            }

            using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
            authorization = new("Bearer", json.RootElement.GetProperty("access_token").GetString());
        }
        catch (HttpRequestException e)
        {
            throw new StartupException($"Nothing listens at {http.BaseAddress}. Start the registry first, in another terminal: ./campaign up", e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new StartupException($"What answers at {http.BaseAddress} is no campaign registry.", e);
        }
    }

    /// <summary>Asks, and gives the answer if it is of this type.</summary>
    /// <exception cref="NoUsableAnswerException">There was no answer, or one of another type.</exception>
    public async Task<JsonElement> AskForAsync(RegistryOperation operation, string type, object variables, CancellationToken cancel)
    {
        var answer = await AskAsync(operation, variables, cancel);
        return RegistryOperation.TypeOf(answer) == type
            ? answer
            : throw new NoUsableAnswerException($"{operation.Field} was answered {RegistryOperation.TypeOf(answer)}, where only {type} was expected.");
    }

    /// <summary>Asks until there is an answer in the contract's terms, and gives it.</summary>
    /// <param name="language">What texts for people are wanted in; the registry's own first language when nothing is said.</param>
    /// <exception cref="NoUsableAnswerException">There was none.</exception>
    public async Task<JsonElement> AskAsync(RegistryOperation operation, object variables, CancellationToken cancel, string? language = null)
    {
        var body = BodyOf(operation, variables);
        for (var attempt = 1; ; attempt++)
        {
            var (answer, fault) = await TryAsync(operation, body, language, cancel);
            if (answer is { } found)
            {
                return found;
            }

            if (attempt == MaxTries)
            {
                throw new NoUsableAnswerException($"{operation.Field} had no answer in {MaxTries} tries; at last: {fault}.");
            }

            tally.AskedAgain(fault);
            await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), time, cancel);
        }
    }

    /// <summary>Sends the request whole, and hangs up after that long at the latest; whatever was answered is not read.</summary>
    public async Task SendAndHangUpAsync(RegistryOperation operation, object variables, TimeSpan after, CancellationToken cancel)
    {
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        hangUp.CancelAfter(after);
        try
        {
            using var unread = await SendAsync(BodyOf(operation, variables), HttpCompletionOption.ResponseHeadersRead, null, hangUp.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Hung up while the registry was at work: what this is for.
        }
        catch (HttpRequestException)
        {
            // The connection went before its time; all the same here.
        }
    }

    private async Task<(JsonElement? Answer, string Fault)> TryAsync(RegistryOperation operation, byte[] body, string? language, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        try
        {
            using var response = await SendAsync(body, HttpCompletionOption.ResponseContentRead, language, cancel);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                // A long day outlives its token.
                await SignInAsync(cancel);
                return (null, "UNAUTHENTICATED");
            }

            using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
            tally.Answered(operation.Name, time.GetElapsedTime(started));
            return Read(operation, json.RootElement, response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            return (null, e.HttpRequestError.ToString());
        }
        catch (JsonException)
        {
            return (null, "an answer that is no JSON");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, "no answer in time");
        }
    }

    private static (JsonElement? Answer, string Fault) Read(RegistryOperation operation, JsonElement body, HttpStatusCode status)
    {
        if (!body.TryGetProperty("errors", out var errors))
        {
            return (body.GetProperty("data").GetProperty(operation.Field).Clone(), "");
        }

        var code = errors[0].TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var given) ? given.GetString() : null;
        return code is "OVERLOADED" or "IN_DOUBT"
            ? (null, code)
            : throw new NoUsableAnswerException($"{operation.Field} was answered with the error {code ?? "without a code"} (HTTP {(int)status}).");
    }

    private static byte[] BodyOf(RegistryOperation operation, object variables) =>
        JsonSerializer.SerializeToUtf8Bytes(new { query = operation.Document, variables }, JsonSerializerOptions.Web);

    private async Task<HttpResponseMessage> SendAsync(byte[] body, HttpCompletionOption completion, string? language, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Authorization = authorization;
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        return await http.SendAsync(request, completion, cancel);
    }
}
