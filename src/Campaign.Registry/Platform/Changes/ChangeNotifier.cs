using System.Threading.Channels;
using Campaign.Registry.Platform.Data;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Campaign.Registry.Platform.Changes;

/// <summary>
/// Wakes the followers on all hosts when a change was committed on this one, followed here or not: at once, and then at most every 20 ms, in a transaction of its
/// own. Inside the transactions that write, NOTIFY would let their commits pass one at a time. One that is lost costs its followers a second.
/// </summary>
internal sealed class ChangeNotifier(ChangeSignal signal, ChangeConnections connections, TimeProvider time, ILogger<ChangeNotifier> log) : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        using var listening = signal.OnRaised(() => raised.Writer.TryWrite(true));
        await foreach (var _ in raised.Reader.ReadAllAsync(stoppingToken))
        {
            await NotifyAsync(stoppingToken);
            await Task.Delay(Spacing, time, stoppingToken);
        }
    }

    private async Task NotifyAsync(CancellationToken cancel)
    {
        try
        {
            await using var notify = connections.Source.CreateCommand($"notify {ChangeConnections.Channel}");
            await notify.ExecuteNonQueryAsync(cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && (e is NpgsqlException || Faults.IsUnavailability(e)))
        {
            log.LogDebug("Followers were not woken: {Fault}; they look by themselves each second", e.GetType().Name);
        }
    }
}
