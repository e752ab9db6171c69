using System.Text.Json;
using Campaign.Registry.Platform.Changes;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>needChanged: a provider's inbox as it changes, on whichever host the change was made, each change once.</summary>
public sealed class SubscriptionTests(RegistryFixture fixture, TestPostgres postgres) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_change_reaches_subscribers_of_both_hosts_exactly_once_with_what_stands()
    {
        await using var other = await TestRegistry.StartAsync(fixture.Database);
        await using var here = await Subscription.OpenAsync(registry, "vnpt-ca");
        await using var there = await Subscription.OpenAsync(other, "vnpt-ca");

        var id = await RegisterAsync(registry, "vnpt-ca");
        foreach (var subscriber in new[] { here, there })
        {
            var need = await subscriber.NextNeedAsync();
            need.Text("id").ShouldBe(id);
            need.Text("state").ShouldBe("WAITING");
            need.Text("campaign").ShouldBe("hue");
            need.Text("contact", "phone").ShouldBe("0905000111");
        }

        (await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: await fixture.Database.NowAsync())).TypeName().ShouldBe("NeedSupportStarted");
        (await here.NextNeedAsync()).Text("state").ShouldBe("IN_SUPPORT");
        (await there.NextNeedAsync()).Text("state").ShouldBe("IN_SUPPORT");
        (await other.CancelNeedAsync(id)).TypeName().ShouldBe("NeedCancelled");
        (await here.NextNeedAsync()).Text("state").ShouldBe("CANCELLED");
        (await there.NextNeedAsync()).Text("state").ShouldBe("CANCELLED");

        // Nothing came twice: the next that comes is the next that was made.
        var last = await RegisterAsync(other, "vnpt-ca");
        (await here.NextNeedAsync()).Text("id").ShouldBe(last);
        (await there.NextNeedAsync()).Text("id").ShouldBe(last);
    }

    [Fact]
    public async Task A_provider_is_told_of_its_own_needs_in_the_campaign_that_it_asked_for_alone()
    {
        await using var own = await Subscription.OpenAsync(registry, "vnpt-ca");
        await using var competitor = await Subscription.OpenAsync(registry, "bkav-ca");
        await using var elsewhere = await Subscription.OpenAsync(registry, "vnpt-ca", campaign: "none");

        var first = await RegisterAsync(registry, "vnpt-ca");
        var second = await RegisterAsync(registry, "bkav-ca");
        (await own.NextNeedAsync()).Text("id").ShouldBe(first);
        (await competitor.NextNeedAsync()).Text("id").ShouldBe(second);

        await registry.CancelNeedAsync(second);
        await registry.CancelNeedAsync(first);
        (await own.NextNeedAsync()).Text("id").ShouldBe(first);
        var third = await RegisterAsync(registry, "bkav-ca");
        (await competitor.NextNeedAsync()).Text("state").ShouldBe("CANCELLED");
        (await competitor.NextNeedAsync()).Text("id").ShouldBe(third);
    }

    [Fact]
    public async Task A_flag_reaches_the_department_on_another_host_once_and_nobody_else_may_ask()
    {
        const string Flagged = "subscription($campaign: String!) { violationFlagged(campaign: $campaign) { id kind clause provider { code } evidence { summary } } }";
        // A database of its own: the needs of the other tests, many from one phone, are flagged too.
        await using var database = await postgres.CreateAsync();
        await using var here = await TestRegistry.StartAsync(database);
        await using var other = await TestRegistry.StartAsync(database);
        await using var there = await Subscription.OpenAsync(other, "department", query: Flagged);
        await Should.ThrowAsync<InvalidOperationException>(() => Subscription.OpenAsync(other, "vnpt-ca", query: Flagged));

        foreach (var provider in new[] { "viettel-ca", "misa-ca" })
        {
            (await here.RecordAsync(provider, Make.Record())).TypeName().ShouldBe("IssuanceRecorded");
            await here.RunJobAsync("detect-violations");
            await here.RunJobAsync("detect-violations");
            var flag = (await there.NextMessageAsync()).Json.At("data", "violationFlagged");
            (flag.Text("kind"), flag.Text("clause"), flag.Text("provider", "code")).ShouldBe(("RECORD_WITHOUT_CHECK", "HUE-1.3", provider));
            flag.At("evidence").GetArrayLength().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task A_change_comes_well_within_a_second()
    {
        await using var other = await TestRegistry.StartAsync(fixture.Database);
        await using var there = await Subscription.OpenAsync(other, "fpt-ca");
        var latencies = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            await RegisterAsync(registry, "fpt-ca");
            var answered = System.Diagnostics.Stopwatch.StartNew();
            await there.NextNeedAsync();
            latencies.Add(answered.Elapsed.TotalMilliseconds);
        }

        latencies.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"median {latencies[20]:0.0} ms, 90 % {latencies[36]:0.0} ms, worst {latencies[^1]:0.0} ms");
        latencies[20].ShouldBeLessThan(500);
    }

    [Fact]
    public async Task A_burst_comes_whole_and_without_duplicates_in_the_order_of_each_need()
    {
        var needs = Thorough.Or(1_000, 250);
        await using var database = await postgres.CreateAsync();
        await using var host = await TestRegistry.StartAsync(database);
        await using var other = await TestRegistry.StartAsync(database);
        await using var subscription = await Subscription.OpenAsync(other, "vnpt-ca");

        await Parallel.ForEachAsync(Enumerable.Range(0, needs), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => await RegisterAsync(host, "vnpt-ca"));
        var registered = await TakeAsync(subscription, needs);
        await database.ShiftAsync(TimeSpan.FromHours(49));
        await host.RunJobAsync("lapse-needs");
        var lapsed = await TakeAsync(subscription, needs);
        await other.DisposeAsync();

        registered.Select(n => n.Text("id")).ShouldBeUnique();
        lapsed.Select(n => n.Text("id")).ShouldBeUnique();
        lapsed.ShouldAllBe(n => n.Text("state") == "LAPSED");
        lapsed.Select(n => n.Text("id")).ShouldBe(registered.Select(n => n.Text("id")), ignoreOrder: true);
        (await subscription.RestAsync()).Select(e => e.Name).ShouldBe(["complete"]);
    }

    [Fact]
    public async Task What_is_committed_long_after_its_number_was_given_out_is_not_lost()
    {
        var late = await RegisterAsync(registry, "misa-ca");
        await using var subscription = await Subscription.OpenAsync(registry, "misa-ca");
        await using var connection = await fixture.Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await LeafAsync(connection, late);

        for (var i = 0; i < 50; i++)
        {
            var id = await RegisterAsync(registry, "misa-ca");
            (await subscription.NextNeedAsync()).Text("id").ShouldBe(id);
        }

        await transaction.CommitAsync(CancellationToken.None);
        (await subscription.NextNeedAsync()).Text("id").ShouldBe(late);
        var last = await RegisterAsync(registry, "misa-ca");
        (await subscription.NextNeedAsync()).Text("id").ShouldBe(last);
    }

    [Fact]
    public async Task A_broken_connection_is_made_anew_and_what_changed_meanwhile_comes()
    {
        await using var subscription = await Subscription.OpenAsync(registry, "ca2");
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            (await fixture.Database.CountAsync(
                "(select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1) killed",
                RegistryInside.ChangesApplication)).ShouldBeGreaterThan(0);
            ids.Add(await RegisterAsync(registry, "ca2"));
            ids.Add(await RegisterAsync(registry, "ca2"));
            (await subscription.NextNeedAsync()).Text("id").ShouldBe(ids[^2]);
            (await subscription.NextNeedAsync()).Text("id").ShouldBe(ids[^1]);
        }
    }

    [Fact]
    public async Task Nothing_listens_while_nobody_follows()
    {
        await using var host = await TestRegistry.StartAsync(fixture.Database);
        host.FollowsChanges().ShouldBeFalse();
        await using (await Subscription.OpenAsync(host, "vnpt-ca"))
        {
            host.FollowsChanges().ShouldBeTrue();
        }

        await Eventually.HoldsAsync(() => !host.FollowsChanges(), "the feed stops with its last follower");
        await using var again = await Subscription.OpenAsync(host, "vnpt-ca");
        var id = await RegisterAsync(registry, "vnpt-ca");
        (await again.NextNeedAsync()).Text("id").ShouldBe(id);
    }

    private static async Task<string> RegisterAsync(TestRegistry host, string provider) =>
        (await host.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = provider })).Text("need", "id");

    private static async Task<List<JsonElement>> TakeAsync(Subscription subscription, int count)
    {
        var needs = new List<JsonElement>(count);
        while (needs.Count < count)
        {
            needs.Add(await subscription.NextNeedAsync());
        }

        return needs;
    }

    /// <summary>A leaf as a change of this need writes it, in the connection's transaction.</summary>
    private static async Task LeafAsync(NpgsqlConnection connection, string needId)
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash)
            values (registry.registry_now(), 'NEED_TESTED', $1, 'test', '{}', sha256('salt'), sha256('leaf'))
            """,
            connection);
        insert.Parameters.AddWithValue(Guid.Parse(needId));
        await insert.ExecuteNonQueryAsync();
    }
}
