using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>
/// I8, HUE-1.1, HUE-1.7: the database alone shows a provider its own rows, a citizen only that citizen's, and nobody none, in every table with row-level security that
/// the catalogue names. No code of the registry stands between these tests and the rows.
/// </summary>
public sealed class IsolationTests(IsolationFixture fixture) : IClassFixture<IsolationFixture>
{
    private const string RowSecurity = "row-level security";

    /// <summary>Read by the department and the registry alone; numbers, who looked, and what was asked of the citizen's own data, by their citizens too.</summary>
    private static readonly string[] TheDepartments =
        ["alarm_notes", "alarms", "citizen_numbers", "data_corrections", "data_requests", "detector_progress", "detector_thresholds", "invariant_checks", "journal",
         "cases", "case_minutes", "case_violations", "person_link_cases", "person_links", "person_unlinks", "phone_bindings", "proposals", "reads", "report_photos", "reports", "retention_run_subjects", "retention_runs", "same_person_nights", "same_person_pairs", "same_person_policies", "same_person_progress", "badge_scans", "import_claims", "import_pieces", "import_uploads", "place_claims", "place_claim_numbers", "desk_figures", "desk_figures_choices", "desk_figures_daily", "desk_figures_flags", "desk_figures_outcomes", "desk_figures_ward", "desk_visits",
         "violation_evidence", "violations"];

    /// <summary>What a provider may write though not read is not another's: leaves in its name or the registry's, traces of its own looks, and messages to the
    /// department and about what is its own.</summary>
    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["journal"] = $"actor not in ('registry', 'provider:{IsolationFixture.Ours}')",
        ["reads"] = $"provider_id is distinct from (select id from registry.providers where code = '{IsolationFixture.Ours}')",
        ["messages"] = $"""
            recipient <> 'DEPARTMENT' and not exists (
              select from registry.providers p
              where p.code = '{IsolationFixture.Ours}' and (exists (select from registry.issuances i where i.id = subject_id and i.provider_id = p.id)
                or exists (select from registry.needs n where n.id = subject_id and n.provider_id = p.id)))
            """,
    };

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("provider:")]
    [InlineData("provider:1;")]
    [InlineData("provider:99999")]
    [InlineData("Department")]
    [InlineData("department,registry")]
    [InlineData("citizen:")]
    [InlineData("citizen:00")]
    public async Task Nobody_sees_nothing_and_a_malformed_viewer_is_nobody(string? viewer)
    {
        await using var look = await fixture.LookAsync(viewer);

        foreach (var table in fixture.Tables)
        {
            (await SeenAsync(look, table)).ShouldBeEmpty(table);
        }

        (await IsolationFixture.ListAsync<Guid?>(look, "select person_id from registry.place_of($1, 'hue')", (object)fixture.HashesOf(fixture.OurCitizen))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("department")]
    [InlineData("registry")]
    public async Task The_department_sees_every_row(string viewer)
    {
        await using var look = await fixture.LookAsync(viewer);

        fixture.Tables.Count.ShouldBeGreaterThan(20);
        foreach (var table in fixture.Tables)
        {
            (await SeenAsync(look, table)).Count.ShouldBe((int)await fixture.Database.CountAsync($"registry.{table}"), table);
            (await fixture.Database.CountAsync($"registry.{table}")).ShouldBeGreaterThan(0, $"registry.{table}: this fixture leaves no row in it, so nothing is shown by it");
        }
    }

    [Fact]
    public async Task A_provider_sees_its_own_rows_and_none_of_anothers()
    {
        await using var ours = await fixture.LookAsync(await fixture.ProviderAsync(IsolationFixture.Ours));
        await using var theirs = await fixture.LookAsync(await fixture.ProviderAsync(IsolationFixture.Theirs));

        foreach (var table in fixture.Tables)
        {
            var (seenByUs, seenByThem) = (await SeenAsync(ours, table), await SeenAsync(theirs, table));
            seenByUs.Intersect(seenByThem).ShouldBeEmpty(table);
            (seenByUs.Count > 0 && seenByThem.Count > 0).ShouldBe(!TheDepartments.Contains(table), $"{table}: {seenByUs.Count} and {seenByThem.Count}");
        }
    }

    [Fact]
    public async Task A_citizen_sees_what_stands_under_the_own_number_and_nothing_of_another()
    {
        await using var ours = await fixture.LookAsync(fixture.Citizen(fixture.OurCitizen));
        await using var theirs = await fixture.LookAsync(fixture.Citizen(fixture.TheirCitizen));

        foreach (var table in fixture.Tables)
        {
            (await SeenAsync(ours, table)).Intersect(await SeenAsync(theirs, table)).ShouldBeEmpty(table);
        }

        foreach (var table in new[] { "issuances", "needs", "need_supports", "need_calls", "free_periods", "dossiers", "shown_certificates", "visit_statements", "switch_consents", "messages", "citizen_asks", "citizen_numbers", "reads", "data_requests", "data_corrections", "person_links", "person_unlinks", "person_details", "reports", "phone_bindings", "end_consents", "provider_ends" })
        {
            (await SeenAsync(ours, table)).ShouldNotBeEmpty(table);
        }

        const string Place = "select issuance_id from registry.place_of($1, 'hue')";
        (await IsolationFixture.ListAsync<Guid>(ours, Place, (object)fixture.HashesOf(fixture.OurCitizen))).Single().ToString().ShouldBe(fixture.OurIssuance);
        (await IsolationFixture.ListAsync<Guid>(ours, Place, (object)fixture.HashesOf(fixture.TheirCitizen))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_changes_no_row_of_anothers()
    {
        await using var ours = await fixture.LookAsync(await fixture.ProviderAsync(IsolationFixture.Ours));
        await using var admin = await fixture.Database.ConnectAsync();

        foreach (var table in fixture.Tables)
        {
            var columns = await IsolationFixture.ListAsync<string>(admin, """
                select attname::text from pg_attribute
                where attrelid = ('registry.' || $1)::regclass and attnum > 0 and not attisdropped and has_column_privilege('campaign_runtime', attrelid, attnum, 'UPDATE')
                """, table);
            if (columns.Count == 0)
            {
                continue;
            }

            // Whole and without a condition, as the worst of code would: it reaches the viewer's own rows and no further.
            var own = await SeenAsync(ours, table);
            await using var transaction = await ours.BeginTransactionAsync(TestContext.Current.CancellationToken);
            var changed = await IsolationFixture.RunAsync(ours, $"update registry.{table} set {columns[0]} = {columns[0]}");
            changed.ShouldBeLessThanOrEqualTo(own.Count, table);
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_provider_writes_no_row_that_would_be_anothers()
    {
        await using var ours = await fixture.LookAsync(await fixture.ProviderAsync(IsolationFixture.Ours));
        await using var admin = await fixture.Database.ConnectAsync();

        foreach (var table in fixture.Tables)
        {
            var own = await SeenAsync(ours, table);
            var others = (await IsolationFixture.ListAsync<string>(admin, $"select ctid::text from registry.{table} where {Foreign.GetValueOrDefault(table, "true")}")).Except(own).ToList();
            var columns = string.Join(", ", await IsolationFixture.ListAsync<string>(admin, """
                select quote_ident(attname) from pg_attribute
                where attrelid = ('registry.' || $1)::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
                """, table));
            if (await fixture.Database.ScalarAsync<bool>("select not has_any_column_privilege('campaign_runtime', 'registry.' || $1, 'INSERT')", table))
            {
                // Nobody writes it under this role.
                continue;
            }

            foreach (var row in others)
            {
                var json = await fixture.Database.ScalarAsync<string>($"select to_jsonb(t)::text from registry.{table} t where ctid = '{row}'");
                var refused = await Should.ThrowAsync<PostgresException>(() => IsolationFixture.RunAsync(
                    ours, $"insert into registry.{table} ({columns}) select {columns} from jsonb_populate_record(null::registry.{table}, $1::jsonb)", json), $"{table}: {json}");
                refused.MessageText.ShouldContain(RowSecurity, customMessage: table);
            }
        }
    }

    /// <summary>The functions that answer under the owner's rights judge for themselves: none is a way round.</summary>
    [Theory]
    [InlineData("select registry.leave_issuance(i.person_id, i.id, s.id, registry.registry_now())", "issuance_is_left_by_consent")]
    [InlineData("select registry.leave_issuance(i.person_id, i.id, gen_random_uuid(), registry.registry_now())", "issuance_is_left_by_consent")]
    [InlineData("select registry.close_expired_issuance(i.person_id, i.id)", "issuance_expires_when_it_does")]
    [InlineData("select registry.close_open_need(n.person_id, n.id, 'LAPSED', n.due_at, registry.registry_now())", "need_is_closed_for_its_cause")]
    [InlineData("select registry.close_open_need(n.person_id, n.id, 'LAPSED', n.due_at, n.due_at)", "need_is_closed_for_its_cause")]
    [InlineData("select registry.close_open_need(n.person_id, n.id, 'SUPERSEDED', registry.registry_now(), registry.registry_now())", "need_is_closed_for_its_cause")]
    [InlineData("select registry.close_open_need(n.person_id, n.id, 'RELEASED', n.registered_at, n.registered_at)", "need_is_closed_for_its_cause")]
    [InlineData("select registry.close_open_need(n.person_id, n.id, 'CANCELLED', registry.registry_now(), registry.registry_now())", "need_is_closed_for_its_cause")]
    public async Task A_provider_ends_nothing_of_anothers_without_cause(string call, string guard)
    {
        // The ids are made known to the caller, as if it had guessed them; the consent is the citizen's for the caller, but for another holder.
        var ids = await fixture.Database.ScalarAsync<string>($$"""
            select replace(replace(replace(replace(replace(replace(replace('{{call.Replace("'", "''", StringComparison.Ordinal)}}', 'i.person_id', quote_literal(i.person_id) || '::uuid'),
              'i.id', quote_literal(i.id) || '::uuid'), 's.id', quote_literal(s.id) || '::uuid'), 'n.person_id', quote_literal(n.person_id) || '::uuid'),
              'n.id', quote_literal(n.id) || '::uuid'), 'n.due_at', quote_literal(n.due_at) || '::timestamptz'), 'n.registered_at', quote_literal(n.registered_at) || '::timestamptz')
            from registry.issuances i cross join registry.needs n join registry.switch_consents s on s.person_id <> i.person_id
            where i.id = $1 and n.id = $2 limit 1
            """, Guid.Parse(fixture.TheirIssuance), Guid.Parse(fixture.TheirNeed));
        await using var ours = await fixture.LookAsync(await fixture.ProviderAsync(IsolationFixture.Ours), triggers: true);

        var refused = await Should.ThrowAsync<PostgresException>(() => IsolationFixture.RunAsync(ours, ids));

        refused.ConstraintName.ShouldBe(guard);
    }

    [Fact]
    public async Task Functions_under_the_owners_rights_are_the_runtime_roles_alone_and_search_no_path()
    {
        (await fixture.Database.CountAsync("""
            pg_proc p where pronamespace = 'registry'::regnamespace and prosecdef and (
              not 'search_path=""' = any(proconfig) or has_function_privilege('campaign_reader', oid, 'execute')
              or exists (select from aclexplode(p.proacl) a where a.grantee = 0))
            """)).ShouldBe(0);
        (await fixture.Database.CountAsync("pg_proc where pronamespace = 'registry'::regnamespace and prosecdef")).ShouldBeGreaterThan(7);
    }

    /// <summary>Where its rows stand: what tells them apart from the outside.</summary>
    private static Task<List<string>> SeenAsync(NpgsqlConnection look, string table) =>
        IsolationFixture.ListAsync<string>(look, $"select ctid::text from registry.{table}");
}
