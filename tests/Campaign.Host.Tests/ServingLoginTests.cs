using System.Net;
using Campaign.Registry;
using Campaign.Registry.Platform.Keys;
using Campaign.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Host.Tests;

/// <summary>A host that was given the serving login alone: it serves what somebody else has migrated, and starts on nothing else.</summary>
public sealed class ServingLoginTests(TestPostgres postgres)
{
    [Fact]
    public async Task It_serves_a_database_that_is_at_its_schema_and_holds_no_other_login()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await database.ExecuteAsync("delete from registry.key_checks");

        await using var started = await StartAsync(database);

        started.Owner.ShouldBeNull();
        (await database.CountAsync("registry.key_checks")).ShouldBeGreaterThan(0, "the keys were held against the database");
    }

    [Theory]
    [InlineData("delete from registry.schema_versions where schemaversionsid = (select max(schemaversionsid) from registry.schema_versions)")]
    [InlineData("drop schema registry cascade")]
    public async Task It_does_not_start_on_another_schema_and_changes_nothing(string breaking)
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await database.ExecuteAsync(breaking);
        var before = await StateAsync(database);

        var refused = await Should.ThrowAsync<StartupException>(() => StartAsync(database));

        refused.Message.ShouldContain("campaign migrate");
        (await StateAsync(database)).ShouldBe(before);
    }

    [Fact]
    public async Task It_puts_no_demo_in()
    {
        await using var database = await postgres.CreateAsync(demo: false);

        (await Should.ThrowAsync<StartupException>(() => StartAsync(database, demo: true))).Message.ShouldContain("seed-demo");

        (await database.CountAsync("registry.providers")).ShouldBe(0);
    }

    private static async Task<StartedDatabase> StartAsync(TestDatabase database, bool demo = false)
    {
        var settings = new HostSettings
        {
            Address = IPAddress.Loopback,
            Port = 0,
            DataDirectory = Path.GetTempPath(),
            Demo = demo,
            RuntimeDatabase = database.ConnectionString,
            KeysJson = Keyring.GenerateJson(DateTimeOffset.UnixEpoch),
        };
        settings.IsPrivate.ShouldBeFalse();
        var start = new StartUp(settings, TimeProvider.System, NullLoggerFactory.Instance);
        var keys = await start.KeysAsync(TestContext.Current.CancellationToken);
        var started = await start.DatabaseAsync(TestContext.Current.CancellationToken);
        await start.PrepareAsync(started, keys.Held, TestContext.Current.CancellationToken);
        return started;
    }

    private static Task<string> StateAsync(TestDatabase database) =>
        database.ScalarAsync<string>("select string_agg(oid || ' ' || relname || ' ' || xmin, ',' order by oid) from pg_class where relnamespace::regnamespace::text in ('registry', 'jobs', 'signin')");
}
