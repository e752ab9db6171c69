using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.Pages;

/// <summary>What the host serves under /tablet, how small it is, and what it may do in a browser.</summary>
public sealed class TabletFilesTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    /// <summary>Until the first screen is there: shell, program, style and the fonts that it names.</summary>
    private const int MaxBytesToFirstUse = 150_000;

    private HttpClient Http => fixture.Registry.Http;

    [Fact]
    public async Task Up_to_the_first_use_it_is_small()
    {
        var shell = await GetAsync("/tablet/", "br");
        var text = await TextAsync(shell, s => new BrotliStream(s, CompressionMode.Decompress));
        var sum = shell.Length;
        foreach (var path in Regex.Matches(text, "(?:src|href)=\"(/tablet/tablet-[^\"]+)\"").Select(m => m.Groups[1].Value))
        {
            var part = await GetAsync(path, "gzip, deflate, br");
            part.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
            sum += part.Length;
            if (path.EndsWith(".css", StringComparison.Ordinal))
            {
                var style = await TextAsync(part, s => new BrotliStream(s, CompressionMode.Decompress));
                foreach (var font in Regex.Matches(style, @"/assets/[a-z0-9-]+\.woff2").Select(m => m.Value).Distinct())
                {
                    sum += (await GetAsync(font, "br")).Length;
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{sum} bytes, compressed, to first use");
        sum.ShouldBeLessThan(MaxBytesToFirstUse);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br;q=0", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task A_caller_gets_the_form_that_it_takes(string accepts, string? given)
    {
        var answer = await GetAsync("/tablet/sw.js", accepts);
        answer.Encoding.ShouldBe(given);
        var text = await TextAsync(answer, s => given switch
        {
            "br" => new BrotliStream(s, CompressionMode.Decompress),
            "gzip" => new GZipStream(s, CompressionMode.Decompress),
            _ => s,
        });
        text.ShouldContain("/tablet/");
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue("a new version is looked for at each start");
    }

    [Fact]
    public async Task Only_the_tablet_may_use_the_camera_and_only_it_has_workers()
    {
        var tablet = (await GetAsync("/tablet/", "")).Headers;
        tablet.GetValues("Permissions-Policy").Single().ShouldContain("camera=(self)");
        var policy = tablet.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("worker-src 'self' blob:");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldNotContain("unsafe");
        var signIn = (await GetAsync("/signin", "")).Headers;
        signIn.GetValues("Permissions-Policy").Single().ShouldContain("camera=()");
        signIn.GetValues("Content-Security-Policy").Single().ShouldNotContain("worker-src");
        (await Http.GetAsync("/tablet/nothing.js")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_needs_no_browser_holds()
    {
        using var node = Process.Start(new ProcessStartInfo("node", "test.mjs")
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src/Campaign.Web/Staff"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = node.StandardOutput.ReadToEndAsync();
        var faults = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.ShouldBe(0, await said + await faults);
    }

    private async Task<Answer> GetAsync(string path, string accepts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepts.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        }

        using var response = await Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return new(await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.ContentEncoding.SingleOrDefault(), response.Headers);
    }

    private static async Task<string> TextAsync(Answer answer, Func<Stream, Stream> open)
    {
        using var reader = new StreamReader(open(new MemoryStream(answer.Bytes)));
        return await reader.ReadToEndAsync();
    }

    private sealed record Answer(byte[] Bytes, string? Encoding, HttpResponseHeaders Headers)
    {
        public int Length => Bytes.Length;
    }
}
