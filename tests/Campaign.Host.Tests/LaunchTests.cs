using System.Diagnostics;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>
/// <c>up</c> as an operator meets it: in a process of its own, with a private PostgreSQL, killed, stopped, started twice, as root and as a plain user. After each
/// nothing is lost and nothing is left running.
/// </summary>
public sealed class LaunchTests(UsedHome used) : IClassFixture<UsedHome>, IDisposable
{
    /// <summary>Nothing promises how fast it stops: as long as a busy machine may need.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string home = MakeHome();

    public void Dispose()
    {
        ServersIn(home).ShouldBeEmpty("a PostgreSQL was left running");
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Killed_and_started_again_nothing_is_lost_and_nothing_is_left_running()
    {
        var input = Make.Record();
        string receipt;
        await using (var first = await StartUsedAsync())
        {
            receipt = await RecordAsync(first, input);
            first.Kill();
            await first.ExitCodeAsync(Patience);
        }

        // At once: the server may still be stopping, and is waited for.
        await using var second = await StartAsync();
        (await RecordAsync(second, input)).ShouldBe(receipt);
        second.Signal("INT");
        (await second.ExitCodeAsync(Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task Variables_of_another_PostgreSQL_are_not_heeded()
    {
        await using var host = await HostProcess.Start(HostProcess.FreePort(), ["--data", home], HostProcess.AnotherServer).UntilReadyAsync();

        host.Signal("INT");
        (await host.ExitCodeAsync(Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task A_host_that_is_killed_takes_its_PostgreSQL_with_it()
    {
        await using var host = await StartUsedAsync();
        ServersIn(home).ShouldNotBeEmpty();

        host.Kill();

        await NobodyIsLeftAsync();
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_takes_the_PostgreSQL_and_the_host_with_it()
    {
        await using var host = await StartUsedAsync();

        HostProcess.Run("pkill", "-KILL", "-P", host.Process.Id.ToString());

        (await host.ExitCodeAsync(Patience)).ShouldBe(3);
        await NobodyIsLeftAsync();
    }

    [Fact]
    public async Task A_PostgreSQL_that_dies_ends_the_host_with_a_clear_line()
    {
        await using var host = await StartUsedAsync();

        HostProcess.Run("kill", "-KILL", File.ReadLines(Path.Combine(home, "postgres", "postmaster.pid")).First());

        (await host.ExitCodeAsync(Patience)).ShouldBe(3, host.Output);
        host.Output.ShouldContain("the private PostgreSQL has ended");
        await NobodyIsLeftAsync();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Told_to_stop_it_ends_everything_that_it_started(string signal)
    {
        await using var host = await StartUsedAsync();

        host.Signal(signal);

        (await host.ExitCodeAsync(Patience)).ShouldBe(0);
        ServersIn(home).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_says_so_and_ends()
    {
        await using var first = await StartUsedAsync();
        await using var second = HostProcess.Start(HostProcess.FreePort(), ["--data", home]);

        (await second.ExitCodeAsync(Patience)).ShouldBe(1);

        second.Output.ShouldContain("is in use by another registry");
        second.Output.ShouldContain($"process {first.Process.Id}");
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(first.Address, "/health/ready"))).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_before_anything_is_started()
    {
        await using var first = await StartUsedAsync();
        await using var second = HostProcess.Start(first.Address.Port, ["--data", Path.Combine(home, "other")]);

        (await second.ExitCodeAsync(Patience)).ShouldBe(1);

        second.Output.ShouldContain($"Port {first.Address.Port}");
        Directory.Exists(Path.Combine(home, "other")).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_demo_it_makes_keys_of_its_own_and_has_no_default_secret()
    {
        await using (var host = await StartAsync("--no-demo"))
        {
            using var http = new HttpClient();
            using var refused = await http.PostAsync(new Uri(host.Address, "/connect/token"), new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "vnpt-ca",
                ["client_secret"] = "vnpt-ca-demo",
            }));
            refused.IsSuccessStatusCode.ShouldBeFalse();
            File.GetUnixFileMode(Path.Combine(home, "keys.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            foreach (var process in ServersIn(home).Append($"/proc/{host.Process.Id}"))
            {
                (await File.ReadAllTextAsync(Path.Combine(process, "limits"))).ShouldMatch(@"Max core file size\s+0\s+0 ", "a dump would hold keys and numbers");
            }
        }

        await using (var dumping = HostProcess.Start(
            HostProcess.FreePort(), ["--data", home, "--no-demo"], new Dictionary<string, string?> { ["DOTNET_DbgEnableMiniDump"] = "1" }))
        {
            (await dumping.ExitCodeAsync(Patience)).ShouldBe(1);
            dumping.Output.ShouldContain("DOTNET_DbgEnableMiniDump");
        }

        // With other keys it would find nobody under any number, so it does not start; and does no harm by trying.
        await using (var demo = HostProcess.Start(HostProcess.FreePort(), ["--data", home]))
        {
            (await demo.ExitCodeAsync(Patience)).ShouldBe(1);
            demo.Output.ShouldContain("key");
        }

        await using var again = await StartAsync("--no-demo");
    }

    [Fact]
    public async Task Without_demo_it_refuses_a_database_that_holds_the_demos_clients()
    {
        used.CopyTo(home);

        await using var refused = HostProcess.Start(HostProcess.FreePort(), ["--data", home, "--no-demo"]);

        (await refused.ExitCodeAsync(Patience)).ShouldBe(1);
        refused.Output.ShouldContain("holds the demo's clients");
    }

    [Fact]
    public async Task A_home_below_a_folder_that_only_root_may_enter_serves_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can start it for another user.");
        var closed = Path.Combine(home, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(closed, "data");
        var input = Make.Record();
        string receipt;

        await using (var host = await HostProcess.Start(HostProcess.FreePort(), ["--data", data]).UntilReadyAsync())
        {
            receipt = await RecordAsync(host, input);
        }

        await using (var again = await HostProcess.Start(HostProcess.FreePort(), ["--data", data]).UntilReadyAsync())
        {
            (await RecordAsync(again, input)).ShouldBe(receipt);
        }

        // Whoever removes the home starts afresh.
        var elsewhere = (await File.ReadAllTextAsync(Path.Combine(data, "postgres.location"))).Trim();
        Directory.Delete(data, recursive: true);
        await using (var afresh = await HostProcess.Start(HostProcess.FreePort(), ["--data", data]).UntilReadyAsync())
        {
            (await RecordAsync(afresh, input)).ShouldNotBe(receipt);
        }

        var newer = (await File.ReadAllTextAsync(Path.Combine(data, "postgres.location"))).Trim();
        newer.ShouldNotBe(elsewhere);
        Directory.Delete(Path.GetDirectoryName(elsewhere)!, recursive: true);
        Directory.Delete(Path.GetDirectoryName(newer)!, recursive: true);
    }

    [Fact]
    public async Task A_plain_user_starts_it_and_kills_it_like_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        // The binaries may lie where only root may go; a plain user has them where it can.
        var binaries = Path.Combine(home, "bin");
        HostProcess.Run("cp", "-r", Path.GetDirectoryName(typeof(HostSettings).Assembly.Location)!, binaries);
        var data = Path.Combine(home, "plain");
        Directory.CreateDirectory(data);
        HostProcess.Run("chown", "-R", "nobody", data);
        var environment = new Dictionary<string, string?> { ["HOME"] = data, ["DOTNET_CLI_HOME"] = data };

        await using (var host = await StartAsNobodyAsync(binaries, data, environment))
        {
            host.Kill();
            await host.ExitCodeAsync(Patience);
        }

        await using var again = await StartAsNobodyAsync(binaries, data, environment);
        again.Signal("TERM");
        (await again.ExitCodeAsync(Patience)).ShouldBe(0);
        ServersIn(data).ShouldBeEmpty();
    }

    private static Task<HostProcess> StartAsNobodyAsync(string binaries, string data, Dictionary<string, string?> environment) =>
        HostProcess.Start(
            HostProcess.FreePort(), ["--data", data], environment, asUser: "nobody", host: Path.Combine(binaries, "Campaign.Host.dll")).UntilReadyAsync();

    private static string MakeHome()
    {
        var home = Directory.CreateTempSubdirectory("campaign-launch-").FullName;
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        return home;
    }

    /// <summary>In a home that a host has had before.</summary>
    private Task<HostProcess> StartUsedAsync()
    {
        used.CopyTo(home);
        return StartAsync();
    }

    private Task<HostProcess> StartAsync(params string[] arguments) =>
        HostProcess.Start(HostProcess.FreePort(), ["--data", home, .. arguments]).UntilReadyAsync();

    /// <summary>Records through this host and answers the receipt.</summary>
    private static async Task<string> RecordAsync(HostProcess host, RecordInput input)
    {
        await using var client = new ProcessClient(host.Address);
        var answer = await client.RecordAsync("vnpt-ca", input);
        answer.TypeName().ShouldBe("IssuanceRecorded");
        return answer.At("receipt").ToString();
    }

    private async Task NobodyIsLeftAsync()
    {
        var waited = Stopwatch.StartNew();
        while (ServersIn(home).Count > 0)
        {
            waited.Elapsed.ShouldBeLessThan(Patience, "a PostgreSQL outlived its host");
            await Task.Delay(50);
        }
    }

    /// <summary>Processes that live in a data directory below this one.</summary>
    private static List<string> ServersIn(string directory) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Where(p =>
        {
            try
            {
                return new FileInfo(Path.Combine(p, "cwd")).LinkTarget?.StartsWith(directory, StringComparison.Ordinal) == true;
            }
            catch (IOException)
            {
                return false;
            }
        }),
    ];
}
