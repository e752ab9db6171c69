using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Campaign.Host.Jobs;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>The registry's jobs as hosts run them: one run of a name at a time over all hosts, whatever becomes of a host.</summary>
public sealed class JobsTests(TestPostgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_hosts_run_a_job_one_at_a_time()
    {
        await using var database = await postgres.CreateAsync();
        var probe = new ProbeJob("probe-alone", (_, cancel) => Task.Delay(1_500, cancel));
        await using var first = await HostAsync(database, probe);
        await using var second = await HostAsync(database, probe);

        await probe.UntilDoneAsync(4);

        probe.MostAtOnce.ShouldBe(1);
        // Those that came while it ran ended at once.
        (await MetricsAsync(first)).ShouldContain("campaign_job_runs_total{job=\"probe-alone\",outcome=\"ELSEWHERE\"}");
        (await MetricsAsync(first)).ShouldContain("campaign_job_last_duration_seconds{job=\"probe-alone\"}");
    }

    [Fact]
    public async Task A_run_whose_lock_is_lost_is_stopped_and_another_begins()
    {
        await using var database = await postgres.CreateAsync();
        var probe = new ProbeJob("probe-lock", (run, cancel) => run == 1 ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask);
        await using var host = await HostAsync(database, probe);
        await probe.UntilBegunAsync(1);

        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'campaign-job probe-lock'");
        await probe.UntilDoneAsync(1);

        probe.Stopped.ShouldBe(1);
        probe.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_stops_tells_its_jobs_and_waits_for_them()
    {
        await using var database = await postgres.CreateAsync();
        var probe = new ProbeJob("probe-stop", async (_, cancel) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }
            finally
            {
                await Task.Delay(500, CancellationToken.None);
            }
        });
        var host = await HostAsync(database, probe);
        await probe.UntilBegunAsync(1);
        var begun = TimeProvider.System.GetTimestamp();

        await host.DisposeAsync();

        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(RegistryHost.DrainPatience);
        probe.Stopped.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_fails_is_counted_and_not_told_of_and_runs_at_its_next_tick()
    {
        await using var database = await postgres.CreateAsync();
        var probe = new ProbeJob("probe-fails", (run, _) => run == 1 ? throw new InvalidOperationException("046203000001") : Task.CompletedTask);
        await using var host = await HostAsync(database, probe);

        await probe.UntilDoneAsync(1);

        (await MetricsAsync(host)).ShouldContain("campaign_job_runs_total{job=\"probe-fails\",outcome=\"FAILED\"} 1");
        (await UntilAsync(() => database.CountAsync("jobs.state where data::text like '%probe-fails: InvalidOperationException%'"), n => n > 0)).ShouldBePositive();
        (await database.CountAsync("jobs.state where data::text like '%046203000001%'")).ShouldBe(0);
        (await database.CountAsync("jobs.job where arguments::text not like '%probe-fails%' and arguments::text not similar to '%\"[a-z-]+\\\\\"%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_host_that_is_killed_leaves_its_jobs_to_the_other()
    {
        await using var database = await postgres.CreateAsync();
        var environment = new Dictionary<string, string?> { [HostSettings.DatabaseVariable] = database.ConnectionString };
        var killed = await HostProcess.Start(HostProcess.FreePort(), ["--demo"], environment).UntilReadyAsync();
        await using var other = await HostProcess.Start(HostProcess.FreePort(), ["--demo"], environment).UntilReadyAsync();
        await UntilSentAsync(database, await WriteMessageAsync(database));

        killed.Kill();
        await killed.ExitCodeAsync(Patience);

        await UntilSentAsync(database, await WriteMessageAsync(database));
        await killed.DisposeAsync();
    }

    [Fact]
    public async Task A_lock_is_taken_on_the_one_of_several_servers_that_takes_writes()
    {
        await using var database = await postgres.CreateAsync();
        var jobs = new NpgsqlConnectionStringBuilder(database.Started.Jobs);
        jobs.Host = $"/nowhere,{jobs.Host}";
        var several = (database.Started with { Jobs = jobs.ConnectionString }).JobsConnectionString;

        await using var held = await JobLock.TryTakeAsync(several, "probe", TestContext.Current.CancellationToken);
        await using var second = await JobLock.TryTakeAsync(several, "probe", TestContext.Current.CancellationToken);

        held.ShouldNotBeNull();
        second.ShouldBeNull();
    }

    [Fact]
    public async Task Metrics_tell_how_many_differences_the_nightly_check_found()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);

        await registry.RecordAsync("vnpt-ca", Make.Record());

        await database.ExecuteAsync("update registry.free_periods set ends_on = ends_on + 1");
        await registry.CheckInvariantsAtNightAsync(cancel: TestContext.Current.CancellationToken);
        (await MetricsAsync(registry)).ShouldContain("campaign_invariant_differences 1");

        await database.ExecuteAsync("update registry.free_periods set ends_on = ends_on - 1");
        await registry.CheckInvariantsAtNightAsync(RegistryJobs.Night.AddDays(1), TestContext.Current.CancellationToken);
        (await MetricsAsync(registry)).ShouldContain("campaign_invariant_differences 0");
    }

    [Fact]
    public async Task The_dashboard_is_the_departments_alone()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);

        (await StatusAsync(registry, null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(registry, "no-token-at-all")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(registry, await registry.TokenAsync("vnpt-ca"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(registry, await registry.TokenAsync("department"))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(registry, null, "/jobs/recurring")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(registry, await registry.TokenAsync("department"), "/jobs/recurring")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(registry, null, "/jobs/css18200")).ShouldBe(HttpStatusCode.Unauthorized);
        // It is there to be looked at.
        using var trigger = new HttpRequestMessage(HttpMethod.Post, "/jobs/recurring/trigger")
        {
            Content = new FormUrlEncodedContent([new("jobs[]", "deliver-messages")]),
        };
        trigger.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await registry.TokenAsync("department"));
        using var refused = await registry.Http.SendAsync(trigger, TestContext.Current.CancellationToken);
        ((int)refused.StatusCode).ShouldBeInRange(400, 499);
    }

    [Theory]
    [InlineData("0:00:01", "*/1 * * * * *")]
    [InlineData("0:00:05", "*/5 * * * * *")]
    [InlineData("0:01:00", "0 */1 * * * *")]
    [InlineData("0:15:00", "0 */15 * * * *")]
    [InlineData("6:00:00", "0 0 */6 * * *")]
    [InlineData("1.0:00:00", "0 0 0 * * *")]
    public void A_job_runs_at_a_whole_part_of_a_minute_an_hour_or_a_day(string every, string cron) =>
        JobSchedule.CronOf(TimeSpan.Parse(every)).ShouldBe(cron);

    [Theory]
    [InlineData("0:00:00")]
    [InlineData("0:00:07")]
    [InlineData("0:01:30")]
    [InlineData("0:00:00.5")]
    [InlineData("2.0:00:00")]
    public void No_job_runs_at_another_pace(string every) =>
        Should.Throw<ArgumentOutOfRangeException>(() => JobSchedule.CronOf(TimeSpan.Parse(every)));

    [Fact]
    public async Task Hangfires_role_reads_nothing_of_the_registry_and_the_registrys_nothing_of_Hangfire()
    {
        await using var database = await postgres.CreateAsync();

        await RefusedAsync(database, Migrations.JobsRole, "select count(*) from registry.issuances");
        await RefusedAsync(database, Migrations.JobsRole, "select count(*) from signin.applications");
        await RefusedAsync(database, Migrations.RuntimeRole, "select count(*) from jobs.job");
    }

    private static async Task RefusedAsync(TestDatabase database, string role, string sql)
    {
        await using var connection = await database.ConnectAsync(role);
        await using var command = new NpgsqlCommand(sql, connection);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private static Task<TestRegistry> HostAsync(TestDatabase database, ProbeJob probe) => TestRegistry.StartAsync(
        database, services => services.AddSingleton<IRegistryJob>(probe), settings: TestRegistry.Settings with { RunsJobs = true });

    private static Task<string> MetricsAsync(TestRegistry registry) => registry.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

    private static async Task<HttpStatusCode> StatusAsync(TestRegistry registry, string? token, string path = "/jobs")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await registry.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<Guid> WriteMessageAsync(TestDatabase database)
    {
        var id = Guid.NewGuid();
        await database.ExecuteAsync("""
            insert into registry.messages (id, written_at, recipient, kind, subject_id, next_attempt_at)
            values ($1, registry.registry_now(), 'DEPARTMENT', 'PROBE', $1, registry.registry_now())
            """, id);
        return id;
    }

    private static async Task UntilSentAsync(TestDatabase database, Guid message) => (await UntilAsync(
        () => database.CountAsync("registry.messages where id = $1 and sent_at is not null", message), n => n == 1)).ShouldBe(1);

    private static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> enough)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (enough(value) || TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                return value;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A job that counts its runs, and how many there are at once.</summary>
    private sealed class ProbeJob(string name, Func<int, CancellationToken, Task> act) : IRegistryJob
    {
        private readonly ConcurrentBag<int> atOnce = [];
        private int running;
        private int begun;
        private int done;
        private int stopped;

        public string Name => name;

        public TimeSpan Every => TimeSpan.FromSeconds(1);

        public int MostAtOnce => atOnce.Max();

        public int Stopped => stopped;

        public async Task RunAsync(CancellationToken cancel)
        {
            atOnce.Add(Interlocked.Increment(ref running));
            try
            {
                await act(Interlocked.Increment(ref begun), cancel);
                Interlocked.Increment(ref done);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref stopped);
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }

        public async Task UntilBegunAsync(int runs) => (await UntilAsync(() => Task.FromResult(begun), n => n >= runs)).ShouldBeGreaterThanOrEqualTo(runs);

        public async Task UntilDoneAsync(int runs) => (await UntilAsync(() => Task.FromResult(done), n => n >= runs)).ShouldBeGreaterThanOrEqualTo(runs);
    }
}
