using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Host;
using Campaign.Registry.Platform.Keys;
using Campaign.SignIn.Citizens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>One host over a test database: the real web server on a port of its own, asked by real HTTP.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly Dictionary<string, string> tokens = [];
    private readonly SemaphoreSlim signingIn = new(1);

    private TestRegistry(WebApplication app, TestDatabase database, TimeProvider time)
    {
        this.app = app;
        Database = database;
        this.time = time;
        Address = RegistryHost.AddressOf(app);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public static HostSettings Settings { get; } = new()
    {
        Address = IPAddress.Loopback,
        Port = 0,
        DataDirectory = "/nonexistent",
        Demo = true,
        RunsJobs = false,
    };

    public TestDatabase Database { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<TestRegistry> StartAsync(
        TestDatabase database, Action<IServiceCollection>? adjust = null, TimeProvider? time = null, HostSettings? settings = null, KeysInUse? keys = null)
    {
        var app = RegistryHost.Build(settings ?? Settings, database.Started, keys ?? Keyring.Demo(), time ?? TimeProvider.System, services =>
        {
            services.AddSingleton<KeptCodes>();
            services.AddSingleton<ICodeGateway>(provider => provider.GetRequiredService<KeptCodes>());
            adjust?.Invoke(services);
        });
        await app.StartAsync();
        return new(app, database, time ?? TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>An access token of one of the demo's clients; kept for further use.</summary>
    public async Task<string> TokenAsync(string client)
    {
        await signingIn.WaitAsync();
        try
        {
            if (!tokens.TryGetValue(client, out var token))
            {
                using var response = await UntilServedAsync(() => Http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = client,
                    ["client_secret"] = $"{client}-demo",
                })));
                response.EnsureSuccessStatusCode();
                tokens[client] = token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
            }

            return token;
        }
        finally
        {
            signingIn.Release();
        }
    }

    /// <summary>An access token of one of the demo's people; kept for further use.</summary>
    internal async Task<string> TokenOfPersonAsync(string name, string client)
    {
        await signingIn.WaitAsync();
        try
        {
            if (!tokens.TryGetValue(name, out var token))
            {
                using var person = new Person(this, name, client, time);
                tokens[name] = token = (await person.SignInForTokensAsync()).Access;
            }

            return token;
        }
        finally
        {
            signingIn.Release();
        }
    }

    /// <summary>An access token of a citizen, by a code to a phone that is the number's from then on; kept for further use.</summary>
    public async Task<string> TokenAsCitizenAsync(string number)
    {
        await signingIn.WaitAsync();
        try
        {
            var key = $"citizen {number}";
            return tokens.TryGetValue(key, out var known) ? known : tokens[key] = (await this.SignInAsCitizenAsync(number, $"09{number[^8..]}")).Access;
        }
        finally
        {
            signingIn.Release();
        }
    }

    /// <summary>Sends a GraphQL request as this client (null: as nobody) and answers status and body.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string? client, string query, object? variables = null, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (client is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
        }

        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>
    /// The data of one top-level field; fails with the whole answer when there are errors. Told that nothing was done and to try again, it does, as a client does: a busy machine keeps a database waiting.
    /// </summary>
    public async Task<JsonElement> AskAsync(string client, string field, string query, object? variables = null)
    {
        var (status, body) = await SendAsync(client, query, variables);
        for (var tries = 1; tries < 5 && status == HttpStatusCode.ServiceUnavailable; tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            (status, body) = await SendAsync(client, query, variables);
        }

        return body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && !body.TryGetProperty("errors", out _)
            ? data.GetProperty(field)
            : throw new InvalidOperationException($"{(int)status}: {body}");
    }

    /// <summary>Asks again, as a client does, while the answer is that nothing was done for now.</summary>
    internal static async Task<HttpResponseMessage> UntilServedAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var response = await ask();
        for (var tries = 1; tries < 5 && response.StatusCode == HttpStatusCode.ServiceUnavailable; tries++)
        {
            response.Dispose();
            await Task.Delay(TimeSpan.FromSeconds(1));
            response = await ask();
        }

        return response;
    }
}
