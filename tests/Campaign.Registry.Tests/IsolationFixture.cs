using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Retention;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>
/// A registry in which two providers and two citizens have left a row in every table, by real operations: vnpt-ca with one citizen, ca2 with the other. Rows that
/// only the department makes are put in behind its back.
/// </summary>
public sealed class IsolationFixture(TestPostgres postgres) : RegistryFixture(postgres), IAsyncLifetime
{
    internal const string Ours = "vnpt-ca";
    internal const string Theirs = "ca2";

    internal string OurCitizen { get; } = Make.Citizen();

    internal string TheirCitizen { get; } = Make.Citizen();

    internal string OurIssuance { get; private set; } = "";

    internal string TheirIssuance { get; private set; } = "";

    /// <summary>Open, of the citizen who holds nothing yet.</summary>
    internal string TheirNeed { get; private set; } = "";

    internal IReadOnlyList<string> Tables { get; private set; } = [];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        OurIssuance = await LiveAsync(Ours, OurCitizen, Theirs);
        TheirIssuance = await LiveAsync(Theirs, TheirCitizen, Ours);
        TheirNeed = (await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = Theirs })).Text("need", "id");
        await CorrectAsync(OurCitizen, OurIssuance);
        await CorrectAsync(TheirCitizen, TheirIssuance);
        await LinkAsync(OurCitizen, OurIssuance);
        await LinkAsync(TheirCitizen, TheirIssuance);
        await ReportAsync(OurCitizen, OurIssuance);
        await ReportAsync(TheirCitizen, TheirIssuance);
        await RenameStaffAsync(Ours);
        await RenameStaffAsync(Theirs);
        await ImportAsync(Ours, TheirCitizen);
        await ImportAsync(Theirs, OurCitizen);
        (await Registry.AskAsync(
            Callers.Officer("reviewer", Callers.Reviewing), "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }",
            new { input = new { campaign = "hue", providerCode = "misa-ca", reason = "made up", decisionNumber = "1", violationIds = new[] { await Database.GroundAsync("misa-ca") } } })).TypeName().ShouldBe("SecondOfficerNeeded");
        await Registry.RunJobAsync("detect-violations");
        await AskInCaseAsync(Ours);
        await AskInCaseAsync(Theirs);
        await Registry.CheckInvariantsAtNightAsync();
        await Registry.RunJobAsync("count-desk-figures");
        await Registry.Services.GetRequiredService<ApplyRetention>().RunNowAsync(CancellationToken.None);
        await Database.ExecuteAsync("""
            insert into registry.same_person_pairs (person_a, person_b, id, score, fields, facts, policy_from, found_at, state)
            select min(id::text)::uuid, max(id::text)::uuid, gen_random_uuid(), 200, '{}', 'made up', registry.registry_now(), registry.registry_now(), 'OPEN' from registry.persons;
            insert into registry.phone_bindings (id, number_key_id, number_hash, made_by, made_at) select gen_random_uuid(), key_id, key_hash, 'test', registry.registry_now() from registry.number_keys;
            insert into registry.end_consents (id, person_id, issuance_id, provider_id, code_key_id, code_hash, consented_at, expires_at)
            select gen_random_uuid(), person_id, id, provider_id, 1, sha256('x'), '2026-01-01', '2026-01-02' from registry.issuances;
            insert into registry.provider_ends (issuance_id, person_id, campaign_id, provider_id, told_at) select id, person_id, campaign_id, provider_id, '2026-01-01' from registry.issuances;
            insert into registry.visit_statements (person_id, issuance_id, said_with, said_at, handed_over_at) select person_id, id, 'ACTIVATION', '2026-01-01', '2026-01-01' from registry.issuances;
            set session_replication_role = replica;
            insert into registry.need_calls (id, person_id, need_id, staff_id, called_at, noted_at)
            select gen_random_uuid(), n.person_id, n.need_id, n.staff_id, '2026-01-05 03:00Z', '2026-01-05 03:00Z' from registry.need_supports n;
            set session_replication_role = origin;
            insert into registry.desk_visits (account, seen_at) values ('made up', registry.registry_now());
            insert into registry.same_person_nights (day, started_at) values ('2026-01-01', registry.registry_now());
            insert into registry.same_person_progress (scanned_to) values (registry.registry_now());
            insert into registry.report_photos (id, report_id, place, encryption_key_id, sealed, width, height, content_hash, kept_at)
            select gen_random_uuid(), id, 1, 1, sha256('x'), 1, 1, sha256('x'), registry.registry_now() from registry.reports;
            insert into registry.staff_photos (id, staff_id, encryption_key_id, sealed, set_at, set_by)
            select gen_random_uuid(), id, 1, sha256('x'), registry.registry_now(), 'test' from registry.staff where active_to is null;
            insert into registry.alarms (id, raised_at, invariant, what, subject_ids) values (gen_random_uuid(), registry.registry_now(), 'I1', 'made up', '{}');
            insert into registry.alarm_notes (id, alarm_id, noted_at, noted_by, note) select gen_random_uuid(), a.id, registry.registry_now(), 'officer:reviewer', 'made up' from registry.alarms a;
            insert into registry.detector_thresholds (campaign_id, effective_from, detector, name, value, decided_by)
            select id, registry.registry_now(), 'KEY_REUSED', 'minPersons', 2, 'test' from registry.campaigns where code = 'hue'
            """);
        await using var connection = await Database.ConnectAsync();
        Tables = await ListAsync<string>(
            connection, "select relname::text from pg_class where relnamespace = 'registry'::regnamespace and relkind = 'r' and relrowsecurity order by 1");
    }

    /// <summary>What the database is told when this provider looks.</summary>
    internal async Task<string> ProviderAsync(string code) =>
        Viewer.Provider(await Database.ScalarAsync<short>("select id from registry.providers where code = $1", code)).Setting;

    /// <summary>What it is told when the citizen with this number looks.</summary>
    internal string Citizen(string number) => Viewer.Citizen(HashesOf(number)).Setting;

    internal byte[][] HashesOf(string number) =>
        [.. Registry.Services.GetRequiredService<NumberVault>().KeysOf(CitizenNumber.ParseOrNull(number)!).Select(k => k.Hash)];

    /// <summary>A connection on which everything is asked as the runtime role on behalf of this viewer; null: the database is told nothing. Triggers and foreign keys are off.</summary>
    internal async Task<NpgsqlConnection> LookAsync(string? viewer, bool triggers = false)
    {
        var connection = await Database.ConnectAsync();
        await RunAsync(connection, (triggers ? "" : "set session_replication_role = replica; ") + "set role campaign_runtime");
        if (viewer is not null)
        {
            await RunAsync(connection, $"set {Viewer.Variable} = '{viewer}'");
        }

        return connection;
    }

    internal static async Task<int> RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }).ToArray());
        return await command.ExecuteNonQueryAsync();
    }

    internal static async Task<List<T>> ListAsync<T>(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetFieldValue<T>(0));
        }

        return found;
    }

    private async Task CorrectAsync(string citizen, string issuanceId)
    {
        var officer = Callers.Officer("reviewer", Callers.Reviewing);
        var id = (await Registry.OpenDataRequestAsync(officer, "CORRECTION", citizen, "the recipient")).Text("request", "id");
        (await Registry.FulfilDataRequestAsync(officer, id, dossier: new { issuanceId, field = "RECIPIENT_NAME", value = "made up" })).TypeName().ShouldBe("DataRequestFulfilled");
    }

    /// <summary>Of each citizen a link in force, one that was undone, and a case.</summary>
    private async Task LinkAsync(string citizen, string issuanceId)
    {
        var officer = Callers.Client("department", Scopes.Department);
        var wrong = (await Registry.LinkNumbersAsync(officer, citizen, Make.Citizen())).Text("link", "id");
        (await Registry.UnlinkNumbersAsync(officer, wrong)).TypeName().ShouldBe("NumbersUnlinked");
        (await Registry.LinkNumbersAsync(officer, citizen, Make.Cmnd())).TypeName().ShouldBe("NumbersLinked");
        var other = Make.Citizen();
        (await Registry.RecordAsync("fpt-ca", Make.Record(other))).TypeName().ShouldBe("IssuanceRecorded");
        var both = await Registry.LinkNumbersAsync(officer, citizen, other);
        both.At("issuances").EnumerateArray().Select(i => i.Text("id")).ShouldContain(issuanceId);
    }

    /// <summary>A file with a certificate that is imported, and one that claims to be older than another provider's record; its first piece is kept.</summary>
    private async Task ImportAsync(string provider, string held)
    {
        var (state, rows) = await Registry.ImportAsync(provider, Importing.File(Importing.Row(Make.Citizen(), name: "Lê Thị Tám"), Importing.Row(held, issuedAt: "2020-01-01")));
        (state, rows.Count).ShouldBe((ImportState.Done, 1));
        await Database.ExecuteAsync("""
            with kept as (insert into registry.import_uploads (id, provider_id, uploaded_by, uploaded_at) select id, provider_id, 'x', now() from registry.imports on conflict do nothing returning id)
            insert into registry.import_pieces (upload_id, piece, encryption_key_id, sealed, kept_at) select id, 0, 1, sha256('x'), now() from kept
            """);
        await Database.ExecuteAsync("""
            with looks as (
              insert into registry.import_looks (id, import_id, looked_at, rows, malformed, numbers, findings) select id, id, now(), 2, 0, 2, '[]' from registry.imports on conflict do nothing),
            claims as (insert into registry.place_claims (claim_id, programme_id, since) select id, registry.own_programme(), now() from registry.imports on conflict do nothing returning claim_id)
            insert into registry.place_claim_numbers (key_hash, claim_id, key_id) select sha256(claim_id::text::bytea), claim_id, 1 from claims
            """);
        await Database.ExecuteAsync("""
            insert into registry.badge_scans (badge_hash, staff_id, provider_id, campaign_id, valid_until, scanned_at)
            select sha256(s.reference::bytea), s.id, s.provider_id, 1, now(), now() from registry.staff s on conflict do nothing
            """);
    }

    /// <summary>A case of the provider's flags, with a note, in which it was asked, has answered, and minutes were drawn up.</summary>
    private async Task AskInCaseAsync(string provider)
    {
        var officer = Callers.Officer("reviewer", Callers.Reviewing);
        var flag = await Database.ScalarAsync<Guid>(
            "select v.id from registry.violations v join registry.providers p on p.id = v.provider_id where p.code = $1 and v.state = 'FLAGGED' limit 1", provider);
        var id = (await Registry.OpenCaseAsync(officer, [flag.ToString()])).Text("case", "id");
        (await Registry.NoteOnCaseAsync(officer, id, "the department's own")).TypeName().ShouldBe("CaseNoted");
        (await Registry.AskProviderAsync(officer, id)).TypeName().ShouldBe("ProviderAsked");
        var question = await Database.ScalarAsync<Guid>("select question_id from registry.cases where id = $1", Guid.Parse(id));
        (await Registry.AnswerCaseAsync(await Registry.AdministratorAsync(provider), question.ToString())).TypeName().ShouldBe("CaseAnswered");
        (await Registry.DecideCaseAsync(officer, id, "CONFIRMED")).TypeName().ShouldBe("CaseDecided");
        (await Registry.DrawUpMinutesAsync(officer, id)).TypeName().ShouldBe("MinutesDrawnUp");
    }

    private async Task ReportAsync(string citizen, string issuanceId) => (await Registry.Services.GetRequiredService<SubmitReport>().HandleAsync(
        Registry.Citizen(citizen), new(Make.Id(), "hue", ReportKind.NotMe, null, null, null, issuanceId, null, "0905123456"), CancellationToken.None)).Success.ShouldNotBeNull();

    private async Task RenameStaffAsync(string provider)
    {
        var administrator = await Registry.AdministratorAsync(provider);
        var id = await Database.ScalarAsync<Guid>("select id from registry.staff where reference = $1", $"{provider}-staff-3");
        (await Registry.AskAsync(
            administrator, "changeStaff", "mutation($input: ChangeStaffInput!) { changeStaff(input: $input) { __typename } }",
            new { input = new { id, name = $"Another name at {provider}" } })).TypeName().ShouldBe("StaffChanged");
    }

    /// <summary>The whole life of a citizen with a provider, seen by another who comes too late.</summary>
    private async Task<string> LiveAsync(string provider, string citizen, string tooLate)
    {
        var need = (await Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = provider })).Text("need", "id");
        (await Registry.StartNeedSupportAsync(provider, need, visitAt: DateTimeOffset.UtcNow.AddHours(1))).TypeName().ShouldBe("NeedSupportStarted");
        var serial = Make.Serial();
        var recorded = await Registry.RecordAsync(provider, Make.Record(citizen) with
        {
            Certificate = new(serial, DateTimeOffset.UtcNow, Pem: PemTests.Pem(serial)),
            AlsoKnownAs = Make.Citizen(),
            Dossier = new { contractNumber = $"HD-{provider}" },
            Holder = new(Name: $"Nguyễn Văn {provider}", BirthDate: "1980-05-06", Sex: "MALE"),
        });
        recorded.TypeName().ShouldBe("IssuanceRecorded");
        (await Registry.RecordAsync(tooLate, Make.Record(citizen))).TypeName().ShouldBe("AlreadyIssued");
        (await Registry.ConsentAsync(citizen, tooLate)).TypeName().ShouldBe("SwitchConsented");
        (await Registry.NeedsAsync(provider)).At("edges").GetArrayLength().ShouldBeGreaterThan(0);
        return recorded.Text("issuance", "id");
    }
}
