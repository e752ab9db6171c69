using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Campaign.Bench;

/// <summary>Whether an answer is the success that was meant.</summary>
internal delegate ReadOnlySpan<byte> Success();

/// <summary>
/// So many connections, each kept alive, each with one request under way at a time: as many at once as there are connections, and never more.
/// </summary>
internal sealed class LoadClient(Uri address, string[] tokens, HostProcess host)
{
    private readonly AuthenticationHeaderValue[] authorizations = [.. tokens.Select(t => new AuthenticationHeaderValue("Bearer", t))];

    /// <summary>Asks for a second without measuring, and then for so many seconds with.</summary>
    public async Task MeasureAsync(Func<byte[]> next, Success success, int connections, int seconds, Sample sample, CancellationToken cancel)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        });
        var begin = Stopwatch.GetTimestamp() + Stopwatch.Frequency;
        var end = begin + (seconds * Stopwatch.Frequency);
        var workers = Enumerable.Range(0, connections)
            .Select(w => Task.Run(() => WorkAsync(http, authorizations[w % authorizations.Length], next, success, begin, end, cancel), cancel))
            .ToArray();
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        using var self = Process.GetCurrentProcess();
        var (clientBefore, hostBefore) = (self.TotalProcessorTime, host.ProcessorTime);
        var results = await Task.WhenAll(workers);
        self.Refresh();
        var processor = ((self.TotalProcessorTime - clientBefore).TotalSeconds, (host.ProcessorTime - hostBefore).TotalSeconds);
        sample.Add([.. results.SelectMany(r => r.Latencies)], seconds, results.Sum(r => r.Failures), processor);
    }

    private async Task<(List<double> Latencies, int Failures)> WorkAsync(
        HttpMessageInvoker http, AuthenticationHeaderValue authorization, Func<byte[]> next, Success success, long begin, long end, CancellationToken cancel)
    {
        var latencies = new List<double>(20_000);
        var failures = 0;
        while (Stopwatch.GetTimestamp() is var sent && sent < end)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql"))
            {
                Content = new ByteArrayContent(next()) { Headers = { ContentType = new("application/json") } },
            };
            request.Headers.Authorization = authorization;
            using var response = await http.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            var answered = Stopwatch.GetTimestamp();
            if (body.AsSpan().IndexOf(success()) < 0)
            {
                failures++;
            }
            else if (sent >= begin && answered <= end)
            {
                latencies.Add((answered - sent) * 1_000.0 / Stopwatch.Frequency);
            }
        }

        return (latencies, failures);
    }
}
