using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Races;

/// <summary>
/// No answer is not "free": a database that hangs, dies, takes no writes, or cannot say whether a commit holds gives an error within 10 seconds, never a standing
/// and never a success. Each test has a server of its own to mistreat.
/// </summary>
public sealed class FaultyDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_database_that_hangs_gives_an_error_within_10_seconds_and_serves_on_when_it_wakes()
    {
        await using var server = await TestPostgres.StartAloneAsync();
        await using var database = await server.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        await registry.CheckAsync("vnpt-ca", Make.Citizen());
        var record = Make.Record();

        SignalAll("STOP", server.ServerProcessId);
        var tokens = Enumerable.Range(0, 4).Select(_ => AskForATokenAsync(registry)).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            var waited = Stopwatch.StartNew();
            var (status, body) = i % 2 == 0
                ? await registry.SendAsync("vnpt-ca", Operations.CheckCitizen, new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" } })
                : await registry.SendAsync("vnpt-ca", Operations.RecordIssuance, new { input = i == 1 ? record : Make.Record() });
            return (status, body, waited.Elapsed);
        }));
        var unsigned = await Task.WhenAll(tokens);
        SignalAll("CONT", server.ServerProcessId);

        foreach (var (status, body, elapsed) in answers)
        {
            ShouldBeAnError(status, body);
            elapsed.ShouldBeLessThan(Patience);
        }

        unsigned.ShouldAllBe(status => status == HttpStatusCode.ServiceUnavailable);

        (await registry.RecordAsync("vnpt-ca", record)).TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task A_host_that_starts_while_its_database_hangs_waits_for_it()
    {
        await using var server = await TestPostgres.StartAloneAsync();
        await using var database = await server.CreateAsync();
        SignalAll("STOP", server.ServerProcessId);

        await using var host = HostProcess.Start(HostProcess.FreePort(), ["--demo"], new Dictionary<string, string?> { ["CAMPAIGN_DATABASE"] = database.ConnectionString });
        await host.UntilOutputAsync("Trying again (2 of ");
        SignalAll("CONT", server.ServerProcessId);

        await host.UntilReadyAsync();
    }

    [Fact]
    public async Task A_database_that_dies_gives_an_error_and_the_host_is_not_ready()
    {
        await using var server = await TestPostgres.StartAloneAsync();
        await using var database = await server.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        await registry.CheckAsync("vnpt-ca", Make.Citizen());

        SignalAll("KILL", server.ServerProcessId);
        await server.Exited;
        var waited = Stopwatch.StartNew();
        var (status, body) = await registry.SendAsync(
            "vnpt-ca", Operations.CheckCitizen, new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" } });

        ShouldBeAnError(status, body);
        waited.Elapsed.ShouldBeLessThan(Patience);
        (await AskForATokenAsync(registry)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await registry.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await registry.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Whoever scans a code in the doorway meanwhile reads that nobody was checked.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v/" + new string('A', 150));
        request.Headers.Add("Accept", "text/html");
        using var badge = await registry.Http.SendAsync(request);
        badge.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var page = WebUtility.HtmlDecode(await badge.Content.ReadAsStringAsync());
        page.ShouldContain("CHƯA kiểm tra được người này");
        page.ShouldNotContain("hợp lệ");
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_such_as_a_standby_gives_no_standing()
    {
        await using var server = await TestPostgres.StartAloneAsync();
        await using var database = await server.CreateAsync();
        await database.ExecuteAsync($"alter database {database.Name} set default_transaction_read_only = on");
        await using var registry = await TestRegistry.StartAsync(database);

        var (status, body) = await registry.SendAsync(
            "vnpt-ca", Operations.CheckCitizen, new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" } });

        ShouldBeAnError(status, body);
        (await registry.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_commit_that_only_one_machine_has_is_in_doubt_and_asked_again_gives_the_one_result()
    {
        await using var server = await TestPostgres.StartAloneAsync();
        await using var database = await server.CreateAsync();
        // Tests do not wait for the disk; here the wait is the point.
        await database.ExecuteAsync($"alter database {database.Name} set synchronous_commit = on");
        await using var registry = await TestRegistry.StartAsync(database);
        await registry.CheckAsync("vnpt-ca", Make.Citizen());
        var record = Make.Record();
        // Every commit now waits for a standby that never comes.
        await database.ExecuteAsync("alter system set synchronous_standby_names = 'nobody'");
        await database.ExecuteAsync("select pg_reload_conf()");
        await UntilAsync(database, "select current_setting('synchronous_standby_names') = 'nobody'");

        var asked = registry.SendAsync("vnpt-ca", Operations.RecordIssuance, new { input = record });
        await UntilAsync(database, "select exists (select from pg_stat_activity where wait_event = 'SyncRep')");
        // As a time-out or a cancellation would: PostgreSQL stops waiting, and reports a commit that the standby never had.
        await database.ExecuteAsync("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
        var (_, body) = await asked;

        body.GetProperty("errors")[0].Text("extensions", "code").ShouldBe("IN_DOUBT");
        await database.ExecuteAsync("alter system reset synchronous_standby_names");
        await database.ExecuteAsync("select pg_reload_conf()");
        await UntilAsync(database, "select current_setting('synchronous_standby_names') = ''");
        var again = await registry.RecordAsync("vnpt-ca", record);
        again.TypeName().ShouldBe("IssuanceRecorded");
        (await database.CountAsync("registry.issuances")).ShouldBe(1);
    }

    [Fact]
    public async Task A_lock_that_is_never_released_is_an_error_within_10_seconds_and_nothing_is_done()
    {
        await using var server = await TestPostgres.StartAloneAsync();
        await using var database = await server.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        var citizen = Make.Citizen();
        var first = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        await using var holder = await database.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var take = new Npgsql.NpgsqlCommand("select * from registry.persons for update", holder))
        {
            await take.ExecuteNonQueryAsync();
        }

        var waited = Stopwatch.StartNew();
        var (status, body) = await registry.SendAsync("ca2", Operations.RecordIssuance, new { input = Make.Record(citizen) });

        ShouldBeAnError(status, body);
        waited.Elapsed.ShouldBeLessThan(Patience);
        await transaction.RollbackAsync();
        (await registry.RecordAsync("ca2", Make.Record(citizen))).Text("holder", "recordedAt").ShouldBe(first.Text("issuance", "recordedAt"));
    }

    private static void ShouldBeAnError(HttpStatusCode status, JsonElement body)
    {
        status.ShouldBe(HttpStatusCode.ServiceUnavailable, body.ToString());
        body.GetProperty("errors")[0].Text("extensions", "code").ShouldBe("OVERLOADED");
        (body.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null).ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> AskForATokenAsync(TestRegistry registry)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "viettel-ca",
            ["client_secret"] = "viettel-ca-demo",
        });
        using var response = await registry.Http.PostAsync("/connect/token", form);
        return response.StatusCode;
    }

    /// <summary>Sends a signal to the server and all its children.</summary>
    private static void SignalAll(string signal, int server)
    {
        HostProcess.Run("pkill", $"-{signal}", "-P", server.ToString());
        HostProcess.Run("kill", $"-{signal}", server.ToString());
    }

    private static async Task UntilAsync(TestDatabase database, string sql)
    {
        while (!await database.ScalarAsync<bool>(sql))
        {
            await Task.Delay(20);
        }
    }
}
