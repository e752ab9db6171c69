using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Campaign.House;

/// <summary>The database is a product of its own: migrated from nothing it is the golden schema, and Entity Framework's model fits it.</summary>
public sealed class DatabaseSchemaTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_database_migrated_from_nothing_is_the_golden_schema()
    {
        await using var database = await postgres.CreateBareAsync();

        await Migrations.ApplyAsync(database.Started.Owner!, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken);

        Repository.ShouldEqualFile(await PrintAsync(database), "db/schema.golden.sql");
    }

    [Fact]
    public async Task Migrating_twice_and_at_once_changes_nothing()
    {
        await using var database = await postgres.CreateBareAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Migrations.ApplyAsync(database.Started.Owner!, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken)));
        var once = await PrintAsync(database);
        await Migrations.ApplyAsync(database.Started.Owner!, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken);

        (await PrintAsync(database)).ShouldBe(once);
    }

    [Fact]
    public void What_has_landed_is_never_edited()
    {
        const string List = "db/landed.sha256";
        var files = Repository.Files("db/baseline", ".sql").Concat(Repository.Files("db/migrations", ".sql"))
            .Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(f.Text)))}  {f.Path["db/".Length..]}\n").ToList();
        var landed = Repository.Read(List);
        if (Environment.GetEnvironmentVariable("CAMPAIGN_UPDATE_GOLDEN") == "1")
        {
            // Only ever appended to: a name that is there keeps its line, whatever the file says now.
            var names = landed.Split('\n').Select(l => l.Split("  ")[^1]).ToHashSet();
            landed += string.Concat(files.Where(f => !names.Contains(f.TrimEnd().Split("  ")[^1])));
            File.WriteAllText(Path.Combine(Repository.Root, List), landed);
        }

        string.Concat(files).ShouldBe(landed, "a file of db/baseline or db/migrations was edited, renamed or removed, or its line is missing; what has landed is changed by a further migration");
    }

    [Fact]
    public async Task A_database_of_the_series_before_the_baseline_is_refused_in_one_line_and_stays_as_it_is()
    {
        await using var database = await postgres.CreateBareAsync();
        await database.ExecuteAsync($"""
            create schema registry authorization {Migrations.OwnerRole};
            create table registry.schema_versions (schemaversionsid serial primary key, scriptname varchar(255) not null, applied timestamp not null);
            alter table registry.schema_versions owner to {Migrations.OwnerRole};
            insert into registry.schema_versions (scriptname, applied) values ('migrations/V001__kernel.sql', '2026-01-01')
            """);

        var refused = await Should.ThrowAsync<OldSchemaException>(() =>
            Migrations.ApplyAsync(database.Started.Owner!, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("Use a new, empty database; for a private one, another --data directory");
        refused.Message.ShouldNotContain("\n");
        (await database.CountAsync("pg_class where relnamespace = 'registry'::regnamespace and relkind = 'r'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_view_that_was_changed_is_replaced_and_a_host_of_the_build_before_serves_on()
    {
        await using var database = await postgres.CreateBareAsync();
        await Migrations.ApplyAsync(database.Started.Owner!, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);

        (await Migrations.AreAppliedAsync(source, TestContext.Current.CancellationToken)).ShouldBeTrue();
        await database.ExecuteAsync("insert into registry.schema_versions (scriptname, applied) values ('views/V01__later.sql@0123', '2030-01-01')");
        (await Migrations.AreAppliedAsync(source, TestContext.Current.CancellationToken)).ShouldBeTrue("a later view does not stop this build");

        await database.ExecuteAsync("update registry.schema_versions set scriptname = scriptname || 'x' where scriptname like 'views/%'");
        (await Migrations.AreAppliedAsync(source, TestContext.Current.CancellationToken)).ShouldBeFalse("this build's views are not all there");
        await Migrations.ApplyAsync(database.Started.Owner!, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken);
        (await Migrations.AreAppliedAsync(source, TestContext.Current.CancellationToken)).ShouldBeTrue();

        await database.ExecuteAsync("insert into registry.schema_versions (scriptname, applied) values ('migrations/M999__later.sql', '2030-01-01')");
        (await Migrations.AreAppliedAsync(source, TestContext.Current.CancellationToken)).ShouldBeFalse("a later migration does");
    }

    /// <summary>The constraint of each table holds the one list of the states without an end; the C# rules and the nightly checker say the same.</summary>
    [Fact]
    public async Task What_is_live_or_open_is_the_same_in_code_and_in_the_database()
    {
        await using var database = await postgres.CreateAsync(demo: false);

        (await StatesWithoutAnEndAsync("ended_has_time_and_reason")).ShouldBe(Live().Order(StringComparer.Ordinal));
        (await StatesWithoutAnEndAsync("ended_need_has_its_times")).ShouldBe(Enum.GetValues<NeedState>().Where(s => s.IsOpen()).Select(s => s.InDatabase()).Order(StringComparer.Ordinal));
        Campaign.Registry.Oversight.Invariants.PersonHistory.Live.Order(StringComparer.Ordinal).ShouldBe(Live().Order(StringComparer.Ordinal));

        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var end in new[] { at - TimeSpan.FromMicroseconds(1), at, at + TimeSpan.FromMicroseconds(1) })
        {
            (await database.ScalarAsync<bool>("select registry.is_live(null, $1, $2)", end, at)).ShouldBe(IssuanceStatus.Active.At(end, at).IsLive(), $"valid until {end:O}");
            (await database.ScalarAsync<bool>("select registry.is_open(null, $1, null, $2)", end, at)).ShouldBe(NeedState.Waiting.At(end, null, at).IsOpen(), $"due at {end:O}");
            (await database.ScalarAsync<bool>("select registry.is_open(null, $2::timestamptz + interval '1 day', $1, $2)", end, at))
                .ShouldBe(NeedState.InSupport.At(at.AddDays(1), end, at).IsOpen(), $"released at {end:O}");
        }

        (await database.ScalarAsync<bool>("select registry.is_live(null, null, $1) and not registry.is_live($1, null, $1) and not registry.is_open($1, $1::timestamptz + interval '1 day', null, $1)", at))
            .ShouldBeTrue();

        static IEnumerable<string> Live() => Enum.GetValues<IssuanceStatus>().Where(s => s.IsLive()).Select(s => s.InDatabase());

        async Task<IEnumerable<string>> StatesWithoutAnEndAsync(string constraint) => System.Text.RegularExpressions.Regex
            .Matches(await database.ScalarAsync<string>("select pg_get_constraintdef(oid) from pg_constraint where conname = $1", constraint), "'([A-Z_]+)'")
            .Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal).ToList();
    }

    [Fact]
    public async Task A_login_that_may_not_make_roles_migrates_once_the_roles_are_there()
    {
        await using var database = await postgres.CreateBareAsync();
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        await database.ExecuteAsync($"create role plain_{name} login; grant campaign_owner, campaign_runtime, campaign_signin to plain_{name}");
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand($"set session authorization plain_{name}; set role campaign_owner; create schema probe", connection);

        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Every_column_that_Entity_Framework_maps_is_there_and_of_its_kind()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await using var registry = await TestRegistry.StartAsync(database);
        await using var db = await registry.Services.GetRequiredService<IDbContextFactory<RegistryDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var mapped = db.Model.GetEntityTypes().ToList();

        mapped.ShouldNotBeEmpty();
        foreach (var entity in mapped)
        {
            foreach (var property in entity.GetProperties())
            {
                var (table, column) = (entity.GetTableName()!, property.GetColumnName());
                var nullable = await database.CountAsync(
                    "information_schema.columns where table_schema = 'registry' and table_name = $1 and column_name = $2", table, column) == 1
                    ? await database.ScalarAsync<string>(
                        "select is_nullable from information_schema.columns where table_schema = 'registry' and table_name = $1 and column_name = $2", table, column)
                    : throw new InvalidOperationException($"registry.{table} has no column {column}");
                var type = await database.ScalarAsync<string>(
                    "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = ('registry.' || $1)::regclass and attname = $2", table, column);
                type.ShouldBe(property.GetColumnType(), $"registry.{table}.{column}");
                (nullable == "YES").ShouldBe(property.IsNullable, $"registry.{table}.{column}");
            }
        }
    }

    [Fact]
    public async Task Each_table_shows_its_rows_to_those_whose_they_are_or_says_why_not()
    {
        var open = new Dictionary<string, string>
        {
            ["schema_versions"] = "which migrations were applied",
            ["database_kind"] = "the database's own",
            ["department_details"] = "public facts",
            ["ward_populations"] = "public facts",
            ["programmes"] = "public facts",
            ["provider_offers"] = "public facts",
            ["clock"] = "the database's own",
            ["key_checks"] = "the hosts': what no key can be told from",
            ["providers"] = "public facts",
            ["provider_names"] = "public facts",
            ["provider_issuers"] = "public facts",
            ["campaigns"] = "public facts",
            ["campaign_terms"] = "public facts",
            ["participations"] = "public facts",
            ["licences"] = "public facts",
            ["holidays"] = "public facts",
            ["retention_terms"] = "public facts: how long what is kept",
            ["clients"] = "read by the sign-in before anybody is known",
            ["persons"] = "random ids, locked by whoever acts on the citizen",
            ["key_holders"] = "which keys a running host knows, by their ids alone",
            ["name_word_counts"] = "how frequent words of names are: says nothing of anybody",
            ["parted_persons"] = "random ids of two persons who are not one, by which whoever states both numbers is answered",
            ["number_keys"] = "keyed hashes, by which whoever is shown a number finds the person",
        };
        await using var database = await postgres.CreateAsync(demo: false);
        var tables = await ListAsync(database, "select relname from pg_class where relnamespace = 'registry'::regnamespace and relkind in ('r', 'p') order by 1");
        var guarded = await ListAsync(database, "select relname from pg_class where relnamespace = 'registry'::regnamespace and relrowsecurity order by 1");
        var readme = Repository.Read("db/README.md");

        tables.Except(guarded).Order(StringComparer.Ordinal).ShouldBe(open.Keys.Order(StringComparer.Ordinal));
        foreach (var table in tables)
        {
            readme.ShouldContain($"`{table}`");
        }

        // Row-level security without a policy for a command that the role has rights to would hide or refuse everything.
        (await ListAsync(database, """
            select table_name || ' ' || privilege_type || ' ' || grantee from (
              select distinct table_name, privilege_type, grantee from information_schema.role_column_grants
              where table_schema = 'registry' and grantee in ('campaign_runtime', 'campaign_reader')) g
            where (select relrowsecurity from pg_class where oid = ('registry.' || table_name)::regclass) and not exists (
              select from pg_policies p where p.schemaname = 'registry' and p.tablename = table_name and grantee = any(p.roles) and p.cmd in ('ALL', privilege_type))
            """)).ShouldBeEmpty();
        foreach (var function in await ListAsync(database, "select proname from pg_proc where pronamespace = 'registry'::regnamespace and prosecdef"))
        {
            readme.ShouldContain($"`{function}`");
        }
    }

    private static async Task<List<string>> ListAsync(TestDatabase database, string sql)
    {
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Tables, columns, constraints, indexes, triggers, functions, comments, rights and policies, from the catalogue, in a fixed order.</summary>
    private static async Task<string> PrintAsync(TestDatabase database)
    {
        const string Sql = """
            with o as (select oid, nspname from pg_namespace where nspname in ('registry', 'signin'))
            select line from (
              select 1 as part, nspname || '.' || relname || format('%4s', a.attnum) as key,
                format('table %s.%s: %s %s%s%s', nspname, relname, attname, format_type(atttypid, atttypmod), case when attnotnull then ' not null' else '' end,
                  coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), case attidentity when 'a' then ' generated always as identity' else '' end)) as line
              from pg_attribute a join pg_class c on c.oid = attrelid join o on o.oid = relnamespace left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
              where relkind in ('r', 'v') and attnum > 0 and not attisdropped and relname <> 'schema_versions'
              union all
              select 2, nspname || relname || conname, format('constraint %s.%s: %s %s', nspname, relname, conname, pg_get_constraintdef(k.oid))
              from pg_constraint k join pg_class c on c.oid = conrelid join o on o.oid = c.relnamespace where relname <> 'schema_versions'
              union all
              select 3, indexdef, format('index %s', indexdef) from pg_indexes where schemaname in ('registry', 'signin') and tablename <> 'schema_versions'
              union all
              select 3, format('view %s.%s', nspname, relname),
                format('view %s.%s%s as%s', nspname, relname, ' with (' || array_to_string(reloptions, ', ') || ')', e'\n' || pg_get_viewdef(c.oid))
              from pg_class c join o on o.oid = relnamespace where relkind = 'v'
              union all
              select 4, tgname, format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t join pg_class c on c.oid = tgrelid join o on o.oid = relnamespace
              where not tgisinternal
              union all
              select 5, proname, pg_get_functiondef(p.oid) from pg_proc p join o on o.oid = pronamespace
              union all
              select 5, format('zz %s %s', proname, oidvectortypes(proargtypes)), format('execute on function %s(%s): %s', proname, oidvectortypes(proargtypes),
                coalesce((select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname) from aclexplode(p.proacl) a left join pg_roles r on r.oid = a.grantee
                  where a.grantee <> p.proowner), case when p.proacl is null then 'public' else 'nobody' end))
              from pg_proc p join o on o.oid = pronamespace where prosecdef
              union all
              select 6, objsubid::text || description, format('comment: %s', description) from pg_description join pg_class c on c.oid = objoid join o on o.oid = relnamespace
              where classoid = 'pg_class'::regclass
              union all
              select 6, description, format('comment on constraint %s: %s', conname, description) from pg_description join pg_constraint k on k.oid = objoid
              join o on o.oid = connamespace where classoid = 'pg_constraint'::regclass
              union all
              select 7, table_schema || table_name || grantee || privilege_type, format('grant %s on %s.%s to %s', privilege_type, table_schema, table_name, grantee)
              from information_schema.role_table_grants where table_schema in ('registry', 'signin') and grantee <> 'campaign_owner' and table_name <> 'schema_versions'
              union all
              select 8, g.table_schema || g.table_name || grantee || column_name, format('grant update (%s) on %s.%s to %s', column_name, g.table_schema, g.table_name, grantee)
              from information_schema.role_column_grants g
              where g.table_schema in ('registry', 'signin') and grantee <> 'campaign_owner' and privilege_type = 'UPDATE' and not exists (
                select from information_schema.role_table_grants t where t.table_schema = g.table_schema and t.table_name = g.table_name and t.grantee = g.grantee
                  and t.privilege_type = 'UPDATE')
              union all
              select 9, relname, format('row security on %s.%s', nspname, relname) from pg_class c join o on o.oid = relnamespace where relrowsecurity
              union all
              select 9, tablename || ' ' || policyname, format('policy %s on %s.%s for %s to %s%s%s', policyname, schemaname, tablename, lower(cmd), array_to_string(roles, ', '),
                ' using (' || qual || ')', ' with check (' || with_check || ')')
              from pg_policies where schemaname in ('registry', 'signin')) lines
            order by part, key collate "C", line collate "C"
            """;
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string> { "-- Printed from the catalogue of a database migrated from nothing; a test keeps it true. What changes here changes in production." };
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0).TrimEnd());
        }

        return string.Join('\n', lines).ReplaceLineEndings("\n") + "\n";
    }
}
