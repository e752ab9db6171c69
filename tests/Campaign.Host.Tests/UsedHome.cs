using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>
/// The home of a registry that was started once, with the demo's data, and stopped: tests of what becomes of a running host begin with a copy of it, for the first start
/// of each would cost more than what it tests. The first start itself is tested by those that begin with none.
/// </summary>
public sealed class UsedHome : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("campaign-used-").FullName;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        await using var host = await HostProcess.Start(HostProcess.FreePort(), ["--data", home]).UntilReadyAsync();
        host.Signal("TERM");
        (await host.ExitCodeAsync(TimeSpan.FromMinutes(2))).ShouldBe(0, host.Output);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(home, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>With its owners, for the server's files are not ours.</summary>
    public void CopyTo(string other) => HostProcess.Run("cp", "-a", Path.Combine(home, "."), other);
}
