using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Campaign.Bench.Hostile;

/// <summary>One way to get in, tried over and over with something else each time.</summary>
/// <param name="Name">In words.</param>
/// <param name="Make">The request of the n-th try.</param>
/// <param name="Expected">What a registry that lets nobody in may answer. Anything else is a hole.</param>
/// <param name="MayPass">So many answers "in" are no hole: what a quota lets through.</param>
internal sealed record Attack(string Name, Func<int, HttpRequestMessage> Make, IReadOnlySet<string> Expected, string? In = null, int MayPass = 0)
{
    public static Attack Of(string name, Func<int, HttpRequestMessage> make, params string[] expected) => new(name, make, expected.ToHashSet());
}

internal static class Requests
{
    public static HttpRequestMessage Graph(Uri address, string? token, string query, object? input) =>
        GraphBody(address, token, JsonSerializer.SerializeToUtf8Bytes(new { query, variables = input is null ? null : new { input } }));

    public static HttpRequestMessage GraphBody(Uri address, string? token, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql"))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    public static HttpRequestMessage Token(Uri address, string client, string secret) => new(HttpMethod.Post, new Uri(address, "/connect/token"))
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret }),
    };
}

/// <summary>An answer in one word: a refusal's type, an error's code with the status, "null" for what does not exist, or the status alone.</summary>
internal static class Outcome
{
    public static string Of(int status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
            {
                return $"{status} {(errors[0].TryGetProperty("extensions", out var extensions) ? extensions.GetProperty("code").GetString() : "error")}";
            }

            if (root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
            {
                var field = data.EnumerateObject().First().Value;
                return field.ValueKind switch
                {
                    JsonValueKind.Null => "null",
                    JsonValueKind.Object when field.TryGetProperty("replayed", out var replayed) && replayed.ValueKind == JsonValueKind.True => "replayed",
                    JsonValueKind.Object when field.TryGetProperty("valid", out var valid) => valid.GetBoolean() ? "valid" : "not valid",
                    JsonValueKind.Object when field.TryGetProperty("totalCount", out var count) => $"{count} rows",
                    JsonValueKind.Object when field.TryGetProperty("__typename", out var type) => type.GetString()!,
                    _ => "data",
                };
            }

            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) ? $"{status} {error}" : $"{status}";
        }
        catch (JsonException)
        {
            return $"{status} {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 20)))}".Trim();
        }
    }
}
