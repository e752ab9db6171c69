using System.Net;
using System.Text;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary><c>clock</c> as an operator meets it: a simulation in a process of its own, moved while it runs and while it does not.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly string home = Directory.CreateTempSubdirectory("campaign-clock-").FullName;

    public ClockTests() => File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task While_it_runs_the_hosts_clock_and_the_databases_move_together()
    {
        await using var host = await StartAsync("--simulation");
        await using var client = new ProcessClient(host.Address);
        var token = await client.TokenAsync("vnpt-ca");
        var (signedInAt, checkedAt) = (IssuedAt(token), await client.CheckedAtAsync(token));
        host.Output.ShouldContain("whose clock is level with the machine's");
        host.Output.ShouldContain($"./campaign clock +P30D --data {home}");

        // By a command that stands in an environment of another PostgreSQL.
        var (exitCode, output) = await HostProcess.CommandAsync(HostProcess.AnotherServer, "clock", "+P30D", "--data", home);

        exitCode.ShouldBe(0, output);
        output.ShouldContain("30 days ahead of the machine's");
        output.ShouldContain("The running host follows");
        // At once, for the command has waited: the old token has expired by the host's clock, though it was found good a moment ago.
        (await client.CheckAsync(token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var newToken = await client.TokenAsync("vnpt-ca");
        (IssuedAt(newToken) - signedInAt).ShouldBeInRange(Month, Month + Moment);
        var checkedLater = await client.CheckedAtAsync(newToken);
        (checkedLater - checkedAt).ShouldBeInRange(Month, Month + Moment);
        output.ShouldContain($"Vietnam  {checkedLater.ToOffset(TimeSpan.FromHours(7)):yyyy-MM-dd}");
        output.ShouldContain($"UTC      {checkedLater.UtcDateTime:yyyy-MM-dd}T");
    }

    [Fact]
    public async Task While_none_runs_the_next_one_starts_at_the_new_time_whatever_its_options()
    {
        TimeSpan behind;
        await using (var host = await StartAsync("--simulation"))
        {
            behind = await AheadAsync(host);
        }

        // Two at once: the second finds the server of the first, or starts one after it.
        var moves = await Task.WhenAll(
            HostProcess.CommandAsync("clock", "+P30D", "--data", home), HostProcess.CommandAsync("clock", "+PT6H", "--data", home));

        moves.ShouldAllBe(move => move.ExitCode == 0, string.Join('\n', moves.Select(m => m.Output)));
        moves.Select(m => m.Output).ShouldContain(output => output.Contains("30 days and 06:00:00 ahead of", StringComparison.Ordinal));
        await using var again = await StartAsync();
        (await AheadAsync(again) - behind).ShouldBeInRange(Month + TimeSpan.FromHours(6) - Moment, Month + TimeSpan.FromHours(6) + Moment);
        again.Output.ShouldContain("A simulation, whose clock is 30 days and 06:00:00 ahead of the machine's");
    }

    [Fact]
    public async Task Data_that_is_no_simulation_is_refused_by_one_line()
    {
        await using (var host = await StartAsync())
        {
            await RefusedAsync(["clock", "+P30D", "--data", home], "is no simulation");
            host.Output.ShouldNotContain("simulation");
        }

        await RefusedAsync(["clock", "+P30D", "--data", home], "is no simulation");
        await RefusedAsync(["up", "--simulation", "--port", "0", "--data", home], "is no simulation");
    }

    [Fact]
    public async Task A_folder_without_a_registry_is_refused_and_left_as_it_is()
    {
        await RefusedAsync(["clock", "+P30D", "--data", Path.Combine(home, "nothing")], "holds no registry");
        await RefusedAsync(["clock", "+P30D", "--data", home], "holds no registry");

        Directory.EnumerateFileSystemEntries(home).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-P1D", "forward only")]
    [InlineData("P30D", "leading plus")]
    [InlineData("+P4000D", "at most 3660 days")]
    public async Task A_move_that_is_none_is_not_understood(string duration, string reason)
    {
        var (exitCode, output) = await HostProcess.CommandAsync("clock", duration, "--data", home);

        exitCode.ShouldBe(2);
        output.ShouldContain(reason);
    }

    private static async Task RefusedAsync(string[] arguments, string reason)
    {
        var (exitCode, output) = await HostProcess.CommandAsync(arguments);

        exitCode.ShouldBe(1);
        var line = output.Trim().Split('\n')[^1];
        line.ShouldStartWith("campaign: ");
        line.ShouldContain(reason);
        output.ShouldNotContain("   at ");
    }

    /// <summary>How far the registry is ahead of this machine, by a check and by a token, which agree.</summary>
    private static async Task<TimeSpan> AheadAsync(HostProcess host)
    {
        await using var client = new ProcessClient(host.Address);
        var token = await client.TokenAsync("vnpt-ca");
        var checkedAt = await client.CheckedAtAsync(token);
        (checkedAt - IssuedAt(token)).Duration().ShouldBeLessThan(Moment);
        return checkedAt - TimeProvider.System.GetUtcNow();
    }

    private static DateTimeOffset IssuedAt(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
        return DateTimeOffset.FromUnixTimeSeconds(JsonDocument.Parse(json).RootElement.GetProperty("iat").GetInt64());
    }

    private Task<HostProcess> StartAsync(params string[] arguments) =>
        HostProcess.Start(HostProcess.FreePort(), ["--data", home, .. arguments]).UntilReadyAsync();
}
