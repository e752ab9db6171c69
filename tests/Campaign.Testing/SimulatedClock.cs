using Campaign.Host;
using Campaign.Host.Clock;
using Campaign.Host.Commands;

namespace Campaign.Testing;

/// <summary>What <c>campaign clock</c> does, without a process for each move.</summary>
internal static class SimulatedClock
{
    /// <summary>Moves the clock of the simulation whose data is in this folder forward, and comes back when its hosts follow.</summary>
    public static async Task ForwardAsync(string home, string duration)
    {
        var (by, refusal) = ForwardDuration.Read(duration);
        using var said = new StringWriter();
        var settings = TestRegistry.Settings with { DataDirectory = home };
        var exitCode = await ClockCommand.RunAsync(settings, by ?? throw new ArgumentException(refusal), said, said, CancellationToken.None);
        if (exitCode != 0)
        {
            throw new InvalidOperationException(said.ToString());
        }
    }
}
