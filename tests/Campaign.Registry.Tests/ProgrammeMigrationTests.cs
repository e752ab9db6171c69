using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>What the migration to programmes makes of campaigns that each had places and free years of their own (ADR 0037).</summary>
public sealed class ProgrammeMigrationTests(TestPostgres postgres)
{
    private const string Before = """
        insert into registry.providers (id, code) overriding system value values (1, 'a-ca');
        insert into registry.persons (id, recorded_at) select ('00000000-0000-0000-0000-00000000000' || n)::uuid, now() from generate_series(1, 3) n;
        insert into registry.campaigns (code) values ('first'), ('hue'), ('later'), ('twice'), ('year');
        insert into registry.campaign_terms (campaign_id, effective_from, name, opens_at, closes_at, need_window, support_window, free_months, check_window, reporting_grace, revoke_window,
          activation_window, checks_per_staff_per_hour, checks_per_provider_per_minute, decided_by)
        select id, now() - interval '2 days', code, now() - interval '2 days', now() + interval '90 days', case code when 'hue' then '5 seconds' else '48 hours' end::interval, '72 hours', 12,
          '30 min', '15 min', '24 hours', '72 hours', 120, 6000, 'test' from registry.campaigns;
        alter table registry.issuances disable trigger user;
        insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at, recorded_pending,
          activated_at, ended_at, end_reason, root_id, root_recorded_at, receipt_leaf_hash)
        select i.id, i.person, c.id, 1, 'IMPORT', i.status, i.serial, i.serial, now(), 'REMOTE', now(), false, now(), i.ended_at, i.reason, i.id, now(), sha256('leaf')
        from (values
          ('first', '00000000-0000-0000-0000-000000000001'::uuid, 'ACTIVE', 'A1', null::timestamptz, null, gen_random_uuid()),
          ('hue', '00000000-0000-0000-0000-000000000001', 'REVOKED', 'A2', now(), 'REVOKED', gen_random_uuid()),
          ('later', '00000000-0000-0000-0000-000000000001', 'REVOKED', 'A3', now(), 'REVOKED', gen_random_uuid()),
          ('later', '00000000-0000-0000-0000-000000000002', 'ACTIVE', 'A4', null, null, gen_random_uuid()),
          ('twice', '00000000-0000-0000-0000-000000000002', 'ACTIVE', 'A5', null, null, gen_random_uuid())) i (campaign, person, status, serial, ended_at, reason, id)
        join registry.campaigns c on c.code = i.campaign;
        alter table registry.issuances enable trigger user;
        insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by)
        select '00000000-0000-0000-0000-000000000003', id, '2026-01-01', '2027-01-02', gen_random_uuid() from registry.campaigns where code in ('first', 'year');
        """;

    [Fact]
    public async Task Campaigns_by_the_law_join_the_registrys_programme_and_what_cannot_stays_apart_as_a_trial()
    {
        await using var database = await postgres.CreateBareAsync();
        await MigrateToBeforeAsync(database);

        await Migrations.ApplyAsync(database.ConnectionString, simulation: true, NullLogger.Instance, TestContext.Current.CancellationToken);

        (await database.ScalarAsync<string>("""
            select string_agg(c.code || ':' || p.code || case when c.is_trial then ' trial' else '' end, ', ' order by c.id)
            from registry.campaigns c join registry.programmes p on p.id = c.programme_id
            """)).ShouldBe("first:hue, hue:trial-hue trial, later:hue, twice:twice trial, year:year trial");
        (await database.CountAsync("registry.issuances i join registry.campaigns c on c.id = i.campaign_id where i.programme_id = c.programme_id")).ShouldBe(5);
        (await database.CountAsync("registry.free_periods f join registry.campaigns c on c.id = f.campaign_id where f.programme_id = c.programme_id")).ShouldBe(2);
        (await database.CountAsync("pg_trigger where tgrelid in ('registry.issuances'::regclass, 'registry.needs'::regclass) and tgenabled = 'D'")).ShouldBe(0);
    }

    /// <summary>The schema as it was, with the list of what was applied, so that the registry's own migration goes on from there.</summary>
    private static async Task MigrateToBeforeAsync(TestDatabase database)
    {
        await using var connection = await database.ConnectAsync(Migrations.OwnerRole);
        var scripts = Repository.Files("db/baseline", ".sql").Concat(Repository.Files("db/migrations", ".sql"))
            .Select(f => (Name: f.Path["db/".Length..], f.Text)).Where(f => string.CompareOrdinal(f.Name, "migrations/M003") < 0).ToList();
        var made = "create table registry.schema_versions (schemaversionsid serial primary key, scriptname varchar(255) not null, applied timestamp not null);";
        foreach (var sql in scripts.Select(s => s.Text).Prepend("create schema registry;").Append(made).Append(Before))
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
            await command.ExecuteNonQueryAsync();
        }

        await using var list = new NpgsqlCommand("insert into registry.schema_versions (scriptname, applied) select s, now() from unnest($1) s", connection);
        list.Parameters.AddWithValue(scripts.Select(s => s.Name).ToArray());
        await list.ExecuteNonQueryAsync();
    }
}
