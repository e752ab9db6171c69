using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>
/// Whatever is sent, the registry refuses what is malformed in the way that the contract says, as the caller's fault; it does
/// nothing, and repeats no citizen's number.
/// </summary>
public sealed partial class MalformedRequestsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    /// <summary>What asks for too much is refused before it is done; most takes milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where a refusal leaves a trace, as it must: the ask, and the evidence of a certificate that was made in vain.</summary>
    private static readonly string[] KeptOfRefusals = ["citizen_asks", "refused_records", "revocation_tasks", "journal"];

    private static readonly Dictionary<string, MalformedRequest> Rows = MalformedRequests.All.ToDictionary(r => $"{r.Group}: {r.Name}".Truncated());

    private readonly TestRegistry registry = fixture.Registry;

    public static TheoryData<string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var (name, row) in Rows)
            {
                table.Add(name, row.Expected);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_malformed_request_is_refused_as_the_callers_fault(string request, string answer)
    {
        var clock = Stopwatch.StartNew();

        var (given, sent, received) = await SendAsync(Rows[request]);

        given.ShouldBe(answer, received);
        clock.Elapsed.ShouldBeLessThan(Patience);
        ShouldNotRepeatNumbers(sent, received);
        ShouldNotShowTheInside(received);
    }

    [Fact]
    public void The_table_has_at_least_200_rows() => MalformedRequests.All.Count.ShouldBeGreaterThanOrEqualTo(200);

    [Fact]
    public async Task All_of_them_together_change_nothing_that_is_kept()
    {
        var before = await CountsAsync();
        foreach (var table in new[] { "issuances", "persons", "number_keys", "request_claims", "free_periods", "serial_claims", "dossiers" })
        {
            before.ShouldContainKey(table);
        }

        await Parallel.ForEachAsync(Rows.Values, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (row, _) => await SendAsync(row));

        (await CountsAsync()).ShouldBe(before);
        (await registry.CheckAsync("vnpt-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck");
    }

    private async Task<(string Answer, string Sent, string Received)> SendAsync(MalformedRequest row)
    {
        using var request = row.Make();
        if (row.Client is { } client)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await registry.TokenAsync(client));
        }

        var path = request.RequestUri!.OriginalString;
        var sent = Uri.UnescapeDataString(path)
            + (request.Content is { } content ? Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync()) : "");
        using var response = await registry.Http.SendAsync(request);
        var received = await response.Content.ReadAsStringAsync();
        var isGraphQL = path.StartsWith("/graphql", StringComparison.Ordinal) && request.Method != HttpMethod.Head;
        return (isGraphQL ? AnswerOf(response.StatusCode, received) : ((int)response.StatusCode).ToString(), sent, received);
    }

    /// <summary>What kind of answer it is: a status whose errors all bear the code that belongs to it; 200 and the code of its errors; or a refusal.</summary>
    private static string AnswerOf(HttpStatusCode status, string received)
    {
        if (received.Length == 0)
        {
            // The web server itself refused what HTTP does not allow.
            return ((int)status).ToString();
        }

        var body = JsonDocument.Parse(received).RootElement;
        if (body.TryGetProperty("errors", out var errors))
        {
            var codes = errors.EnumerateArray().Select(e => e.Text("extensions", "code")).Distinct().ToList();
            errors.EnumerateArray().ShouldAllBe(e => e.Text("message").Length > 0 && e.Text("extensions", "requestId").Length > 0);
            return status == HttpStatusCode.OK ? $"200 {string.Join(' ', codes)}"
                : codes is [var code] && code == CodeOf(status) ? ((int)status).ToString()
                : $"{(int)status} {string.Join(' ', codes)}";
        }

        var answer = body.GetProperty("data").EnumerateObject().ShouldHaveSingleItem().Value;
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("message", out var message))
        {
            return $"{(int)status} and a success";
        }

        message.GetString().ShouldNotBeNullOrWhiteSpace();
        answer.Text("code").ShouldBe(WordStart().Replace(answer.TypeName(), "_").ToUpperInvariant());
        return status == HttpStatusCode.OK ? answer.TypeName() : $"{(int)status} {answer.TypeName()}";
    }

    private static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "UNAUTHENTICATED",
        HttpStatusCode.Forbidden => "FORBIDDEN",
        _ => "BAD_REQUEST",
    };

    /// <summary>No answer repeats a number in full (I11), however it was written.</summary>
    private static void ShouldNotRepeatNumbers(string sent, string received)
    {
        var shown = DigitsJoined(received);
        foreach (Match number in Number().Matches(DigitsJoined(sent)))
        {
            shown.ShouldNotContain(number.Value);
        }
    }

    private static void ShouldNotShowTheInside(string received)
    {
        foreach (var inside in new[] { "Exception", "Npgsql", "PostgreSQL", "   at ", "Campaign.Registry" })
        {
            received.ShouldNotContain(inside, Case.Sensitive);
        }
    }

    /// <summary>The text with digits of any script as ASCII, and nothing that a number may be written with between two of them.</summary>
    private static string DigitsJoined(string text)
    {
        var ascii = string.Concat(text.EnumerateRunes().Select(r =>
            Rune.GetNumericValue(r) is >= 0 and <= 9 and var n && double.IsInteger(n) ? ((int)n).ToString() : r.ToString()));
        return BetweenDigits().Replace(ascii, "");
    }

    private async Task<Dictionary<string, long>> CountsAsync()
    {
        var counts = new Dictionary<string, long>();
        var names = await fixture.Database.ScalarAsync<string[]>(
            "select array_agg(table_name::text) from information_schema.tables where table_schema = 'registry' and table_type = 'BASE TABLE'");
        foreach (var name in names.Except(KeptOfRefusals).Order(StringComparer.Ordinal))
        {
            counts[name] = await fixture.Database.CountAsync($"registry.{name}");
        }

        return counts;
    }

    [GeneratedRegex("(?<![0-9])([0-9]{9}|[0-9]{12})(?![0-9])")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[0-9])[ .\u00A0\u200B\u200D]+(?=[0-9])")]
    private static partial Regex BetweenDigits();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}

internal static class RowNames
{
    private const int Longest = 120;

    /// <summary>A name that can be read in a list.</summary>
    public static string Truncated(this string name) => name.Length <= Longest ? name : $"{name[..Longest]}…";
}
