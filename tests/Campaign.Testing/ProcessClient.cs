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

    /// <summary>The registry's instant, as a check tells it.</summary>
    public async Task<DateTimeOffset> CheckedAtAsync(string token)
    {
        var (_, body) = await CheckAsync(token);
        return body.Time("data", "checkCitizen", "checkedAt");
    }

    /// <summary>Asks about somebody with this access token.</summary>
    public Task<(HttpStatusCode Status, JsonElement Body)> CheckAsync(string token) =>
        SendAsync(token, Operations.CheckCitizen, new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" });

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string token, string query, object input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables = new { input } }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
