using System.IO.Compression;
using Campaign.Testing;
using Campaign.Web.Citizen.Reports;

namespace Campaign.Host.Tests;

/// <summary>How the page of a scanned code is sent to a slow phone (ADR 0033).</summary>
public sealed class BadgeAnswerTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Badge = "/v/made-up-by-somebody";

    [Fact]
    public async Task It_comes_packed_when_the_phone_can_unpack_it_and_says_the_same()
    {
        var plain = await BytesAsync(Badge, null);
        foreach (var (coding, unpacked) in new (string, Func<Stream, Stream>)[]
        {
            ("br", packed => new BrotliStream(packed, CompressionMode.Decompress)),
            ("gzip", packed => new GZipStream(packed, CompressionMode.Decompress)),
        })
        {
            var packed = await BytesAsync(Badge, coding);
            packed.Length.ShouldBeLessThan(plain.Length * 6 / 10, coding);
            await using var reading = unpacked(new MemoryStream(packed));
            using var page = new MemoryStream();
            await reading.CopyToAsync(page, TestContext.Current.CancellationToken);
            page.ToArray().ShouldBe(plain, coding);
        }
    }

    [Fact]
    public async Task No_other_page_is_packed_and_no_other_stays_in_the_window_that_opened_it()
    {
        foreach (var path in (string[])["/", ReportEndpoints.KindStep, "/signin", "/me", "/health/live"])
        {
            using var answer = await AskAsync(path, "br");
            answer.Content.Headers.ContentEncoding.ShouldBeEmpty(path);
            answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"], path);
        }

        using var badge = await AskAsync(Badge, "br");
        badge.Headers.Contains("Cross-Origin-Opener-Policy").ShouldBeFalse();
        badge.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
    }

    private async Task<byte[]> BytesAsync(string path, string? coding)
    {
        using var answer = await AskAsync(path, coding);
        answer.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (coding is not null)
        {
            request.Headers.Add("Accept-Encoding", coding);
        }

        return await fixture.Registry.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
