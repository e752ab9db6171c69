using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Campaign.Testing;

/// <summary>A provider's system that asks a host in another process.</summary>
internal sealed class ProcessClient(Uri address) : IAsyncDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    public async Task<string> TokenAsync(string client)
    {
        using var response = await http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = $"{client}-demo",
        }));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async Task<JsonElement> RecordAsync(string client, RecordInput input)
    {
        var (_, body) = await SendAsync(await TokenAsync(client), Operations.RecordIssuance, input);
        return body.At("data", "recordIssuance");
    }

    /// <summary>One operation with a new token of this client's: the answer of its field; fails with the whole answer when there are errors.</summary>
    public async Task<JsonElement> AskAsync(string client, string field, string query, object input)
    {
        var (status, body) = await SendAsync(await TokenAsync(client), query, input);
        return body.TryGetProperty("errors", out _) ? throw new InvalidOperationException($"{(int)status}: {body}") : body.At("data", field);
    }

    /// <summary>The data of a query with a new token of this client's.</summary>
    public async Task<JsonElement> QueryAsync(string client, string query, object variables)
    {
        var (status, body) = await SendVariablesAsync(await TokenAsync(client), query, variables);
        return body.TryGetProperty("errors", out _) ? throw new InvalidOperationException($"{(int)status}: {body}") : body.At("data");
    }

    /// <summary>The registry's instant, as a check tells it.</summary>
    public async Task<DateTimeOffset> CheckedAtAsync(string token)
    {
        var (_, body) = await CheckAsync(token);
        return body.Time("data", "checkCitizen", "checkedAt");
    }

    /// <summary>Asks about somebody with this access token.</summary>
    public Task<(HttpStatusCode Status, JsonElement Body)> CheckAsync(string token) =>
        SendAsync(token, Operations.CheckCitizen, new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" });

    private Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string token, string query, object input) => SendVariablesAsync(token, query, new { input });

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendVariablesAsync(string token, string query, object variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
