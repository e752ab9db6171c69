using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>A registry on its first morning: no statistics yet, and none before a good many citizens have come.</summary>
public sealed class NewRegistryTests(TestPostgres postgres)
{
    private const int Records = 100;

    [Fact]
    public async Task A_record_and_a_check_read_no_table_or_index_of_citizens_from_end_to_end()
    {
        await using var database = await postgres.CreateAsync();
        await using (var connection = await database.ConnectAsync())
        await using (var never = new NpgsqlCommand(
            "do $$ declare t regclass; begin for t in select oid from pg_class where relnamespace = 'registry'::regnamespace and relkind = 'r' loop "
            + "execute format('alter table %s set (autovacuum_enabled = off)', t); end loop; end $$", connection))
        {
            await never.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using (var registry = await TestRegistry.StartAsync(database))
        {
            for (var i = 0; i < Records; i++)
            {
                var citizen = Make.Citizen();
                (await registry.RecordAsync("vnpt-ca", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
                (await registry.CheckAsync("viettel-ca", citizen)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
            }
        }

        await Eventually.HoldsAsync(
            async () => await database.CountAsync(
                "pg_stat_user_tables where schemaname = 'registry' and relname in ('number_keys', 'citizen_asks') and n_tup_ins >= $1", (long)Records) == 2,
            "a connection writes down what it has read when it closes");

        // From end to end each of the records would have read what those before it had written: 4,950 rows in all.
        (await database.ScalarAsync<string>(
            "select coalesce(string_agg(relname || ' ' || seq_tup_read, ', '), 'none') from pg_stat_user_tables "
            + "where schemaname = 'registry' and n_tup_ins >= $1 and seq_tup_read >= $1",
            (long)Records)).ShouldBe("none");

        // Nor an index: a look-up reads a few entries of it, but for the quotas', which count what was asked lately.
        (await database.ScalarAsync<string>(
            "select coalesce(string_agg(indexrelname || ' ' || idx_tup_read, ', '), 'none') from pg_stat_user_indexes i join pg_stat_user_tables t using (relid) "
            + "where t.schemaname = 'registry' and n_tup_ins >= $1 and idx_tup_read >= 20 * $1 and indexrelname not in ('citizen_asks_by_provider', 'citizen_asks_by_staff')",
            (long)Records)).ShouldBe("none");
    }
}
