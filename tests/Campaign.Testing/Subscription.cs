using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;

namespace Campaign.Testing;

/// <summary>One server-sent event. <paramref name="Name"/> is empty for a comment.</summary>
internal sealed record ServerSentEvent(string Name, string Data)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Data);
}

/// <summary>A subscription as a provider's system holds it: events are read as they come, and wait here until a test asks for them.</summary>
internal sealed class Subscription : IAsyncDisposable
{
    public const string NeedChanged = """
        subscription($campaign: String!) { needChanged(campaign: $campaign) {
          id campaign provider { code } mode state registeredAt dueAt contact { name phone wardCode address } } }
        """;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage response;
    private readonly Channel<ServerSentEvent> events = Channel.CreateUnbounded<ServerSentEvent>();
    private readonly CancellationTokenSource hangUp = new();
    private readonly Task reading;

    private Subscription(HttpResponseMessage response)
    {
        this.response = response;
        reading = Task.Run(ReadAsync);
    }

    public HttpResponseMessage Response => response;

    /// <summary>Asks with these headers; whatever is answered, its headers have come.</summary>
    public static async Task<HttpResponseMessage> AskAsync(
        TestRegistry registry, string? client, string query, object? variables = null, string? accept = "text/event-stream", bool byGet = false)
    {
        using var request = byGet
            ? new HttpRequestMessage(
                HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}&variables={Uri.EscapeDataString(JsonSerializer.Serialize(variables))}")
            : new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (client is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await registry.TokenAsync(client));
        }

        return await registry.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Opens a stream; what changes from then on comes.</summary>
    public static async Task<Subscription> OpenAsync(TestRegistry registry, string client, string campaign = "hue", string query = NeedChanged, bool byGet = false)
    {
        var response = await AskAsync(registry, client, query, new { campaign }, byGet: byGet);
        return response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? new(response)
            : throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>All events of an answer that ends.</summary>
    public static async Task<IReadOnlyList<ServerSentEvent>> ReadToEndAsync(HttpResponseMessage response)
    {
        await using var stream = new Subscription(response);
        return await stream.RestAsync();
    }

    public async Task<ServerSentEvent> NextEventAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await events.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The next event but for comments.</summary>
    public async Task<ServerSentEvent> NextMessageAsync()
    {
        ServerSentEvent next;
        do
        {
            next = await NextEventAsync();
        }
        while (next.Name.Length == 0);
        return next;
    }

    /// <summary>The need that the next event bears.</summary>
    public async Task<JsonElement> NextNeedAsync()
    {
        var next = await NextMessageAsync();
        return next.Name == "next" && next.Json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? data.GetProperty("needChanged")
            : throw new InvalidOperationException($"{next.Name}: {next.Data}");
    }

    /// <summary>All that still comes, but for comments, until the answer ends.</summary>
    public async Task<IReadOnlyList<ServerSentEvent>> RestAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var rest = new List<ServerSentEvent>();
        await foreach (var next in events.Reader.ReadAllAsync(patience.Token))
        {
            if (next.Name.Length > 0)
            {
                rest.Add(next);
            }
        }

        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        await hangUp.CancelAsync();
        response.Dispose();
        await reading;
        hangUp.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(hangUp.Token);
            using var lines = new StreamReader(body);
            string name = "", data = "";
            var any = false;
            while (await lines.ReadLineAsync(hangUp.Token) is { } line)
            {
                any |= line.Length > 0;
                if (line.Length == 0 && any)
                {
                    await events.Writer.WriteAsync(new(name, data), hangUp.Token);
                    (name, data, any) = ("", "", false);
                }

                name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
                data = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : data;
            }

            events.Writer.TryComplete();
        }
        catch (Exception e)
        {
            events.Writer.TryComplete(e);
        }
    }
}
