using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>How the tests wait for a host in a process of its own: on a busy machine too, and without leaving it behind.</summary>
public sealed class HostProcessTests
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_slow_answer_is_asked_for_again()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerTheSecondAsync(listener);

        await using var host = Sleeping(((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        (await host.UntilReadyAsync(answerPatience: AnswerPatience)).ShouldBeSameAs(host);
        using var first = await answering;
    }

    [Fact]
    public async Task A_host_that_does_not_get_ready_is_ended()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var host = Sleeping(((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        var id = host.Process.Id;

        await Should.ThrowAsync<InvalidOperationException>(() => host.UntilReadyAsync(patience: TimeSpan.FromSeconds(1), answerPatience: AnswerPatience));

        Directory.Exists($"/proc/{id}").ShouldBeFalse();
    }

    /// <summary>A process that stays until it is told to go; what it would answer, the test does.</summary>
    private static HostProcess Sleeping(int port) => new(
        Process.Start(new ProcessStartInfo("sleep", ["600"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!, port);

    /// <summary>Leaves the first that asks without an answer, and says yes to the second; answers the first's connection.</summary>
    private static async Task<TcpClient> AnswerTheSecondAsync(TcpListener listener)
    {
        var first = await listener.AcceptTcpClientAsync();
        using var second = await listener.AcceptTcpClientAsync();
        await second.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return first;
    }
}
