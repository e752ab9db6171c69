using System.Net.Http.Headers;
using System.Text;
using Sent = Campaign.Testing.Operations;

namespace Campaign.Host.Tests;

/// <summary>One row of the table of malformed requests.</summary>
/// <param name="Group">What of the request is malformed.</param>
/// <param name="Name">How.</param>
/// <param name="Expected">The status of the answer; after it the code of its errors, when that status is 200; or the name of the refusal that answers.</param>
/// <param name="Make">Makes the request; each one is sent once.</param>
/// <param name="Client">Who sends it; null for nobody, or for what the request itself says.</param>
internal sealed record MalformedRequest(string Group, string Name, string Expected, Func<HttpRequestMessage> Make, string? Client = "vnpt-ca")
{
    public const string Bad = "400";
    public const string Citizen = "046200000001";

    public static string OfAnyLength(int length) => new('a', length);

    /// <summary>JSON text of a string that needs no escapes.</summary>
    public static string Quoted(string text) => $"\"{text}\"";

    /// <summary>One operation with input that would be served, but for one field: its JSON text, or null to leave it out.</summary>
    public static MalformedRequest Of(string group, string operation, string field, string? json, string expected, string? name = null) => new(
        group, $"{operation}.{field} {name ?? json ?? "is missing"}", expected, () => Post(Body(operation, [(field, json)])));

    /// <summary>One operation whose input has several fields of this JSON text.</summary>
    public static MalformedRequest OfFields(string group, string name, string operation, (string Field, string? Json)[] fields, string expected) => new(
        group, name, expected, () => Post(Body(operation, fields)));

    /// <summary>A whole body as it is.</summary>
    public static MalformedRequest OfBody(string group, string name, string body, string expected = Bad, string mediaType = "application/json") => new(
        group, name, expected, () => Post(body, mediaType));

    public static MalformedRequest OfBytes(string group, string name, byte[] body, string expected = Bad) => new(group, name, expected, () =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    });

    /// <summary>A document, with variables as JSON text.</summary>
    public static MalformedRequest OfQuery(string group, string name, string query, string? variables = null, string expected = Bad) => new(
        group, name, expected, () => Post(BodyOf(query, variables)));

    public static MalformedRequest OfGet(string group, string name, string queryString, string expected = Bad) => new(
        group, name, expected, () => new HttpRequestMessage(HttpMethod.Get, "/graphql?" + queryString));

    /// <summary>A request for a token: a form, or Basic credentials with the grant type alone.</summary>
    public static MalformedRequest OfToken(
        string name, string form, string expected = Bad, string? authorization = null, string mediaType = "application/x-www-form-urlencoded") => new(
        "token request", name, expected, () => With(Post(form, mediaType, "/connect/token"), "Authorization", authorization), Client: null);

    public static HttpRequestMessage Post(string body, string mediaType = "application/json", string path = "/graphql")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return request;
    }

    public static HttpRequestMessage With(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return request;
    }

    public static string BodyOf(string query, string? variables = null, string? rest = null) =>
        $$"""{"query":{{System.Text.Json.JsonSerializer.Serialize(query)}},"variables":{{variables ?? "null"}}{{rest}}}""";

    /// <summary>The body of an operation with input that would be served, with these fields in place of its own.</summary>
    public static string Body(string operation, params (string Field, string? Json)[] instead)
    {
        var fields = Served(operation);
        foreach (var (field, json) in instead)
        {
            fields[field] = json;
        }

        return BodyOf(DocumentOf(operation), $$"""{"input":{{Render(fields)}}}""");
    }

    public static string DocumentOf(string operation) => operation switch
    {
        "checkCitizen" => Sent.CheckCitizen,
        "recordIssuance" => Sent.RecordIssuance,
        "replaceCertificate" => Sent.ReplaceCertificate,
        "activateIssuance" => Sent.ActivateIssuance,
        "endIssuance" => Sent.EndIssuance,
        "confirmRevocation" => Sent.ConfirmRevocation,
        "registerNeed" => Sent.RegisterNeed,
        "startNeedSupport" => Sent.StartNeedSupport,
        "noteCallNotReached" => Sent.NoteCallNotReached,
        "cancelNeed" => Sent.CancelNeed,
        "denyNeedSupport" => Sent.DenyNeedSupport,
        "consentToSwitch" => Sent.ConsentToSwitch,
        "switchProvider" => Sent.SwitchProvider,
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private static Dictionary<string, string?> Served(string operation)
    {
        var now = Quoted(DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        var id = Quoted(Guid.NewGuid().ToString());
        return operation switch
        {
            "checkCitizen" => new() { ["campaign"] = "\"hue\"", ["citizenId"] = Quoted(Citizen), ["channel"] = "\"PROVIDER_APP\"" },
            "recordIssuance" => new()
            {
                ["requestId"] = id,
                ["campaign"] = "\"hue\"",
                ["citizenId"] = Quoted(Citizen),
                ["channel"] = "\"PROVIDER_APP\"",
                ["certificate.serialNumber"] = "\"AB12CD34\"",
                ["certificate.issuedAt"] = now,
            },
            "replaceCertificate" => new()
            {
                ["requestId"] = id,
                ["issuanceId"] = id,
                ["reason"] = "\"KEY_LOST\"",
                ["certificate.serialNumber"] = "\"AB12CD34\"",
                ["certificate.issuedAt"] = now,
            },
            "activateIssuance" => new() { ["issuanceId"] = id, ["activatedAt"] = now },
            "endIssuance" => new() { ["requestId"] = id, ["issuanceId"] = id, ["reason"] = "\"REVOKED\"", ["effectiveAt"] = now },
            "confirmRevocation" => new() { ["requestId"] = id, ["campaign"] = "\"hue\"", ["serialNumber"] = "\"AB12CD34\"", ["revokedAt"] = now },
            "registerNeed" => new()
            {
                ["requestId"] = id,
                ["campaign"] = "\"hue\"",
                ["citizenId"] = Quoted(Citizen),
                ["providerCode"] = "\"vnpt-ca\"",
                ["mode"] = "\"BY_PHONE\"",
                ["contactName"] = "\"Lành\"",
                ["phone"] = "\"0905000111\"",
            },
            "startNeedSupport" => new() { ["needId"] = id, ["staff"] = "\"vnpt-ca-staff-1\"", ["evidence.calledAt"] = now },
            "noteCallNotReached" => new() { ["requestId"] = id, ["needId"] = id, ["calledAt"] = now, ["staff"] = "\"vnpt-ca-staff-1\"" },
            "cancelNeed" or "denyNeedSupport" => new() { ["needId"] = id },
            "consentToSwitch" => new() { ["campaign"] = "\"hue\"", ["citizenId"] = Quoted(Citizen), ["providerCode"] = "\"vnpt-ca\"" },
            "switchProvider" => new()
            {
                ["requestId"] = id,
                ["campaign"] = "\"hue\"",
                ["citizenId"] = Quoted(Citizen),
                ["consentCode"] = "\"00000-00000\"",
                ["channel"] = "\"PROVIDER_APP\"",
                ["certificate.serialNumber"] = "\"AB12CD34\"",
                ["certificate.issuedAt"] = now,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    /// <summary>JSON of the fields that are not left out; those named with a dot stand in an object, unless the object itself is given.</summary>
    private static string Render(Dictionary<string, string?> fields)
    {
        var plain = fields.Where(f => !f.Key.Contains('.', StringComparison.Ordinal) && f.Value is not null).Select(f => $"\"{f.Key}\":{f.Value}");
        var nested = fields
            .Where(f => f.Key.Contains('.', StringComparison.Ordinal) && f.Value is not null)
            .GroupBy(f => f.Key.Split('.')[0])
            .Where(g => !fields.ContainsKey(g.Key))
            .Select(g => $$"""
                "{{g.Key}}":{{{string.Join(',', g.Select(f => $"\"{f.Key.Split('.')[1]}\":{f.Value}"))}}}
                """);
        return $"{{{string.Join(',', plain.Concat(nested))}}}";
    }
}
