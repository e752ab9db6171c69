using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>Certificates from before the campaign block duplicates from the first day (HUE-2.3), row by row, once, and never against what was recorded (HUE-1.4).</summary>
public sealed class ImportTests(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        registry = await TestRegistry.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_imported_holds_the_place_and_the_same_file_again_changes_nothing()
    {
        var (citizen, cmnd) = (Make.Citizen(), "191234567");
        var file = Importing.File(Importing.Row(citizen, "5A0001", other: cmnd, name: "Nguyễn Văn An"), "", Importing.Row(Make.Citizen()));

        (await registry.ImportAsync("vnpt-ca", file)).ShouldSatisfyAllConditions(i => i.State.ShouldBe(ImportState.Done), i => i.Rows.ShouldBeEmpty());
        var before = await database.DumpAsync(default, OfHosts);
        (await registry.ImportAsync("vnpt-ca", file)).State.ShouldBe(ImportState.Done);

        Meant(await database.DumpAsync(default, OfHosts)).ShouldBe(Meant(before));
        var check = await registry.CheckAsync("vnpt-ca", citizen);
        (check.Text("standing"), check.Text("holder", "provider", "code"), check.Text("holder", "status")).ShouldBe(("HOLDS_CERTIFICATE", "vnpt-ca", "ACTIVE"));
        (await registry.RecordAsync("viettel-ca", Make.Record(citizen))).TypeName().ShouldBe("AlreadyIssued");
        (await database.CountAsync("registry.number_keys where kind = 'CMND'")).ShouldBe(0, "a second number is a claim");
        (await database.CountAsync("registry.number_claims")).ShouldBe(1);

        await RightAsync();
    }

    [Fact]
    public async Task Each_row_has_a_verdict_of_its_own()
    {
        var (ours, theirs, serial) = (Make.Citizen(), Make.Citizen(), Make.Serial());
        await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(ours, serial)));
        await registry.ImportAsync("misa-ca", Importing.File(Importing.Row(theirs, issuedAt: "2023-01-01")));

        var (_, rows) = await registry.ImportAsync("vnpt-ca", Importing.File(
            Importing.Row(Make.Citizen()),
            Importing.Row(ours, serial),
            Importing.Row(ours),
            Importing.Row(theirs),
            Importing.Row(Make.Citizen(), serial),
            Importing.Row("0462040"),
            Importing.Row("46204001234"),
            Importing.Row("046299001234"),
            Importing.Row("=1+1"),
            Importing.Row(Make.Citizen(), "XYZ"),
            Importing.Row(Make.Citizen(), issuedAt: "31/02/2024"),
            Importing.Row(Make.Citizen(), issuedAt: "2999-01-01"),
            Importing.Row(Make.Citizen(), issuedAt: "31/12/2005"),
            Importing.Row(Make.Citizen(), issuedAt: "1999-01-01 08:00"),
            Importing.Row(Make.Citizen(), until: "2024-12-31"),
            Importing.Row(Make.Citizen(), until: "2023-12-31"),
            Importing.Row(Make.Citizen(), birth: "01/01/1901"),
            Importing.Row(Make.Citizen(), name: "An 1"),
            Importing.Row(Make.Citizen(), pem: "-----BEGIN"),
            "\"046200",
            Importing.Row(Make.Citizen())));

        rows.Select(r => (r.Row, r.Verdict, r.Field, r.Fault)).ShouldBe(
        [
            (3, RowVerdict.AlreadyOurs, null, null),
            (4, RowVerdict.AlreadyOurs, null, null),
            (5, RowVerdict.HeldByAnother, null, null),
            (6, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.SerialOfAnotherCitizen),
            (7, RowVerdict.Malformed, ImportField.CitizenId, RowFault.NotACitizenNumber),
            (8, RowVerdict.Malformed, ImportField.CitizenId, RowFault.LeadingZerosLost),
            (9, RowVerdict.Malformed, ImportField.CitizenId, RowFault.NotBornYet),
            (10, RowVerdict.Malformed, ImportField.CitizenId, RowFault.Formula),
            (11, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.NotHexadecimal),
            (12, RowVerdict.Malformed, ImportField.IssuedAt, RowFault.DateNotRead),
            (13, RowVerdict.Malformed, ImportField.IssuedAt, RowFault.DateOfAnotherCalendar),
            (14, RowVerdict.Malformed, ImportField.IssuedAt, RowFault.BeforeProviders),
            (15, RowVerdict.Malformed, ImportField.IssuedAt, RowFault.BeforeProviders),
            (16, RowVerdict.Malformed, ImportField.ValidUntil, RowFault.HasExpired),
            (17, RowVerdict.Malformed, ImportField.ValidUntil, RowFault.EndsBeforeItBegins),
            (18, RowVerdict.Malformed, ImportField.BirthDate, RowFault.BirthDisagreesWithNumber),
            (19, RowVerdict.Malformed, ImportField.Name, RowFault.NameNotRead),
            (20, RowVerdict.Malformed, ImportField.Pem, RowFault.PemNotRead),
            (21, RowVerdict.Malformed, null, RowFault.QuoteNotClosed),
        ]);
        await RightAsync();
    }

    [Fact]
    public async Task A_certificate_made_after_the_opening_is_no_import_in_the_database_neither()
    {
        var (_, rows) = await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(Make.Citizen(), issuedAt: Instant.Write(DateTimeOffset.UtcNow.AddDays(-1)))));

        rows.ShouldHaveSingleItem().Fault.ShouldBe(RowFault.AfterTheOpening);
        await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(Make.Citizen())));
        var guard = await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("""
            insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at,
              recorded_pending, activated_at, ended_at, end_reason, root_id, root_recorded_at, receipt_leaf_hash)
            select gen_random_uuid(), person_id, campaign_id, provider_id, origin, 'REVOKED', 'ABC', 'ABC', now(), key_storage, now(), false, now(), now(), 'REVOKED', root_id, now(),
              receipt_leaf_hash from registry.issuances where origin = 'IMPORT' limit 1
            """));
        guard.ConstraintName.ShouldBe("import_is_from_before");
    }

    [Fact]
    public async Task Who_was_told_first_holds_the_place_among_files_too_and_an_older_date_is_a_claim()
    {
        var citizen = Make.Citizen();
        await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(citizen, issuedAt: "2024-03-01")));
        (await registry.ImportAsync("misa-ca", Importing.File(Importing.Row(citizen, issuedAt: "2024-03-01")))).Rows.ShouldHaveSingleItem().Verdict.ShouldBe(RowVerdict.HeldByAnother);
        (await registry.ImportAsync("viettel-ca", Importing.File(Importing.Row(citizen, "5A88", issuedAt: "2023-03-01")))).Rows.ShouldHaveSingleItem().Verdict.ShouldBe(RowVerdict.HeldByAnother);

        (await registry.CheckAsync("vnpt-ca", citizen)).Text("holder", "provider", "code").ShouldBe("vnpt-ca");
        (await database.CountAsync("registry.issuances")).ShouldBe(1);
        (await database.CountAsync("registry.import_claims where serial_number = '5A88'")).ShouldBe(1);
        (await database.CountAsync("registry.import_claims")).ShouldBe(1, "what is not older claims nothing");
        await RightAsync();
    }

    [Fact]
    public async Task A_place_that_is_held_is_taken_by_no_file_in_the_database_neither()
    {
        await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(Make.Citizen())));

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync(
            "update registry.issuances set status = 'REPLACED', ended_at = now(), end_reason = 'EARLIER_CERTIFICATE'"))).ConstraintName.ShouldBe("first_told_wins");
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("""
            insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at,
              recorded_pending, activated_at, ended_at, end_reason, root_id, root_recorded_at, receipt_leaf_hash)
            select gen_random_uuid(), person_id, campaign_id, provider_id, origin, 'REVOKED', 'ABC', 'ABC', '2005-12-31 16:59:59Z', key_storage, now(), false, now(), now(), 'REVOKED', root_id, now(),
              receipt_leaf_hash from registry.issuances where origin = 'IMPORT' limit 1
            """))).ConstraintName.ShouldBe("import_is_not_before_2006");
    }

    [Fact]
    public async Task A_row_is_judged_by_its_own_number_alone_and_its_second_number_is_a_claim()
    {
        var (cccd, cmnd, other, free) = (Make.Citizen(), Make.Cmnd(), Make.Citizen(), Make.Citizen());
        await registry.ImportAsync("misa-ca", Importing.File(Importing.Row(cmnd), Importing.Row(other)));
        (await registry.RegisterNeedAsync(new() { CitizenId = cccd })).TypeName().ShouldBe("NeedRegistered", "so the number is known");

        var (_, rows) = await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(cccd, other: cmnd), Importing.Row(other, other: cmnd), Importing.Row(free, other: other)));

        rows.Select(r => (r.Row, r.Verdict)).ShouldBe([(3, RowVerdict.HeldByAnother)]);
        foreach (var number in new[] { cccd, free })
        {
            (await registry.CheckAsync("vnpt-ca", number)).Text("holder", "provider", "code").ShouldBe("vnpt-ca");
        }

        (await registry.CheckAsync("misa-ca", other)).Text("holder", "provider", "code").ShouldBe("misa-ca");
        (await database.CountAsync("registry.person_links")).ShouldBe(0);
        (await database.CountAsync("registry.person_link_cases")).ShouldBe(0);
        (await database.CountAsync("registry.number_claims")).ShouldBe(3);
        (await database.CountAsync("registry.persons")).ShouldBe(4);
        await RightAsync();
    }

    [Fact]
    public async Task Of_a_cmnd_and_a_cccd_in_one_row_the_cccd_is_the_citizens_in_whichever_column()
    {
        var (cccd, cmnd, old) = (Make.Citizen(), Make.Cmnd(), Make.Cmnd());

        (await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(cmnd, other: cccd), Importing.Row(old)))).Rows.ShouldBeEmpty();

        (await registry.CheckAsync("vnpt-ca", cccd)).Text("holder", "provider", "code").ShouldBe("vnpt-ca");
        (await database.CountAsync("registry.number_keys where kind = 'CMND'")).ShouldBe(1, "a CMND alone is taken, for old holders");
        (await database.CountAsync("registry.number_claims")).ShouldBe(1);
        await RightAsync();
    }

    [Fact]
    public async Task A_row_that_records_nothing_claims_its_second_number_once_and_makes_it_nobodys()
    {
        var (citizen, serial, cmnd) = (Make.Citizen(), Make.Serial(), Make.Cmnd());
        await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(citizen, serial)));

        foreach (var more in new[] { "", Importing.Row(Make.Citizen()) })
        {
            (await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(citizen, serial, other: cmnd), more))).Rows.Select(r => r.Verdict).ShouldBe([RowVerdict.AlreadyOurs]);
        }

        (await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(citizen, "XYZ", other: Make.Cmnd())))).Rows.Select(r => r.Verdict).ShouldBe([RowVerdict.Malformed]);
        (await database.CountAsync("registry.number_claims")).ShouldBe(1);
        (await database.CountAsync("registry.number_keys where kind = 'CMND'")).ShouldBe(0);
        (await database.CountAsync("registry.journal where kind = 'NUMBER_IMPORTED'")).ShouldBe(0);
    }

    /// <summary>Of a certificate that begins at the first instant of 28 July in Vietnam and ends with its last, seven years later.</summary>
    [Theory]
    [InlineData("28/07/2023", "28/07/2030", null)]
    [InlineData("2023-07-28", "", null)]
    [InlineData("28/07/2023 00:00:00", "28/07/2030 23:59:59", null)]
    [InlineData("26/07/2023", "28/07/2030", RowFault.PemDisagrees)]
    [InlineData("29/07/2023", "28/07/2030", RowFault.PemDisagrees)]
    [InlineData("28/07/2023", "27/07/2030", RowFault.PemDisagrees)]
    [InlineData("28/07/2023", "29/07/2030", RowFault.PemDisagrees)]
    [InlineData("29/07/2023 00:01", "28/07/2030", RowFault.PemDisagrees)]
    public async Task A_day_beside_a_certificate_is_compared_as_a_day_and_the_certificates_own_instants_are_kept(string begins, string ends, RowFault? fault)
    {
        var serial = Make.Serial();
        var (notBefore, notAfter) = (new DateTimeOffset(2023, 7, 28, 0, 0, 0, VietnamTime.Offset), new DateTimeOffset(2030, 7, 28, 23, 59, 59, VietnamTime.Offset));
        var pem = PemTests.Pem(serial, notBefore: notBefore, notAfter: notAfter);

        var (_, rows) = await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(Make.Citizen(), serial, begins, until: ends, pem: pem)));

        rows.Select(r => r.Fault).ShouldBe(fault is null ? [] : [fault]);
        (await database.CountAsync("registry.issuances where issued_at = $1 and valid_until = $2 and certificate_hash is not null", notBefore.ToUniversalTime(), notAfter.ToUniversalTime()))
            .ShouldBe(fault is null ? 1 : 0);
    }

    /// <summary>CAs date the beginning of a certificate back.</summary>
    [Fact]
    public async Task A_certificate_that_was_made_some_hours_after_it_begins_keeps_both_instants()
    {
        var serial = Make.Serial();
        var notBefore = new DateTimeOffset(2023, 7, 28, 0, 0, 0, VietnamTime.Offset);

        (await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(Make.Citizen(), serial, "28/07/2023 10:00", pem: PemTests.Pem(serial, notBefore: notBefore, notAfter: notBefore.AddYears(7))))))
            .Rows.ShouldBeEmpty();

        (await database.CountAsync("registry.issuances where serial_number = $1 and issued_at = $2", serial, notBefore.AddHours(10).ToUniversalTime())).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_recorded_in_the_campaign_never_gives_way_to_a_file_and_the_claim_is_kept()
    {
        var citizen = Make.Citizen();
        (await registry.RecordAsync("misa-ca", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");

        var (_, rows) = await registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(citizen, "5A77", issuedAt: "2020-01-01")));

        rows.ShouldHaveSingleItem().ShouldBe(new JudgedRow(2, RowVerdict.HeldByAnother));
        (await registry.CheckAsync("misa-ca", citizen)).Text("holder", "provider", "code").ShouldBe("misa-ca");
        (await database.CountAsync("registry.import_claims where serial_number = '5A77'")).ShouldBe(1);
        await RightAsync();
    }

    [Fact]
    public async Task A_provider_that_no_longer_takes_part_imports_nothing_and_goes_on_when_it_does()
    {
        var file = Importing.File(Importing.Row(Make.Citizen()));
        await database.GroundAsync("bkav-ca");
        await database.ExecuteAsync("update registry.participations set ended_at = now(), ended_by = 'EXCLUDED', end_reason = 'x' where provider_id = (select id from registry.providers where code = 'bkav-ca')");

        (await registry.ImportAsync("bkav-ca", file)).State.ShouldBe(ImportState.Stopped);
        (await database.CountAsync("registry.issuances where origin = 'IMPORT'")).ShouldBe(0);
        await database.ExecuteAsync("update registry.participations set ended_at = null, ended_by = null, end_reason = null");
        (await registry.ImportAsync("bkav-ca", file)).State.ShouldBe(ImportState.Done);
        (await database.CountAsync("registry.issuances where origin = 'IMPORT'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_file_of_verdicts_is_the_file_again_with_what_became_of_each_row_and_can_be_imported_itself()
    {
        var content = Encoding.UTF8.GetBytes("Danh sách\r\n" + Encoding.UTF8.GetString(Importing.File(Importing.Row(Make.Citizen(), name: "Trần Thị Bình"), Importing.Row("12"), Importing.Row(Make.Citizen(), other: "=cmd"))));
        var (_, rows) = await registry.ImportAsync("vnpt-ca", content);
        using var source = new MemoryStream(content);
        using var opened = ImportFile.Open(source);
        using var verdicts = new MemoryStream();
        await VerdictFile.WriteAsync(opened, source, new[] { (99L, rows) }.ToAsyncEnumerable(), verdicts, Language.English, default);

        var lines = Encoding.UTF8.GetString(verdicts.ToArray()).Split("\r\n");
        lines[0].ShouldEndWith("Danh sách");
        lines[1].ShouldBe(Importing.Header + ",Verdict,Reason");
        lines[2].ShouldEndWith("RECORDED,recorded");
        lines[3].ShouldContain("MALFORMED,not recorded: Citizen number: no citizen number");
        lines[4].ShouldContain(",\"'=cmd\",");
        (await registry.ImportAsync("vnpt-ca", verdicts.ToArray())).Rows.Select(r => r.Verdict).ShouldBe([RowVerdict.AlreadyOurs, RowVerdict.Malformed, RowVerdict.Malformed]);
    }

    [Fact]
    public async Task The_verdicts_of_a_workbook_are_a_workbook_that_can_be_imported_itself()
    {
        static string Line(string row) => $"<row>{string.Concat(row.Split(',').Select(c => $"<c t=\"inlineStr\"><is><t>{c.Trim('"')}</t></is></c>"))}</row>";
        var content = ImportReadingTests.Workbook(string.Concat(new[] { Importing.Header, Importing.Row(Make.Citizen(), name: "Trần Thị Bình"), Importing.Row("12") }.Select(Line)));
        var (_, rows) = await registry.ImportAsync("vnpt-ca", content);
        using var source = new MemoryStream(content);
        using var opened = ImportFile.Open(source);
        using var verdicts = new MemoryStream();
        await VerdictFile.WriteAsync(opened, source, new[] { (99L, rows) }.ToAsyncEnumerable(), verdicts, Language.English, default);

        (await registry.ImportAsync("vnpt-ca", verdicts.ToArray())).Rows.Select(r => r.Verdict).ShouldBe([RowVerdict.AlreadyOurs, RowVerdict.Malformed]);
    }

    [Fact]
    public async Task A_verdict_stands_under_its_heading_though_a_row_is_longer_than_the_header()
    {
        var content = Importing.File(Importing.Row(Make.Citizen()) + ",x,y");
        var (_, rows) = await registry.ImportAsync("vnpt-ca", content);

        var lines = await VerdictsAsync(content, rows);

        lines[1].ShouldEndWith(",RECORDED,recorded,x,y");
    }

    [Fact]
    public async Task Of_a_workbook_that_is_damaged_the_verdicts_end_where_it_is()
    {
        var header = string.Concat(Importing.Header.Split(',').Select(c => $"<c t=\"inlineStr\"><is><t>{c}</t></is></c>"));
        var content = ImportReadingTests.Workbook($"""<row>{header}</row><row><c t="s"><v>99</v></c></row>""");
        using var source = new MemoryStream(content);
        using var opened = ImportFile.Open(source);
        using var verdicts = new MemoryStream();

        await VerdictFile.WriteAsync(opened, source, AsyncEnumerable.Empty<(long, IReadOnlyList<JudgedRow>)>(), verdicts, Language.English, default);

        verdicts.Position = 0;
        using var table = WorkbookTable.Open(verdicts);
        var cells = new List<Cell>();
        table.Read(cells, out _, out _).ShouldBeTrue();
        table.Read(cells, out _, out _).ShouldBeTrue();
        cells[^1].Text.ShouldBe("the file is damaged from here on");
        table.Read(cells, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-1")]
    [InlineData("60")]
    [InlineData("1e300")]
    public void A_number_that_is_no_day_is_not_read_as_one(string serial)
    {
        ImportDates.Beginning(new(serial, CellKind.Number), since1904: false).ShouldBe((null, RowFault.DateNotRead));
        ImportDates.End(new(serial, CellKind.Number), since1904: true).ShouldBe((null, RowFault.DateNotRead));
    }

    private static async Task<string[]> VerdictsAsync(byte[] content, IReadOnlyList<JudgedRow> rows)
    {
        using var source = new MemoryStream(content);
        using var opened = ImportFile.Open(source);
        using var verdicts = new MemoryStream();
        await VerdictFile.WriteAsync(opened, source, new[] { (99L, rows) }.ToAsyncEnumerable(), verdicts, Language.English, default);
        return Encoding.UTF8.GetString(verdicts.ToArray()).Split("\r\n");
    }

    [Fact]
    public async Task A_preview_says_what_each_of_the_first_rows_would_do_and_writes_nothing_but_its_traces()
    {
        var file = Importing.File([.. Enumerable.Range(0, 30).Select(i => i == 3 ? "x" : Importing.Row(Make.Citizen()))]);
        string[] without = [.. OfHosts, "--exclude-table-data=registry.reads"];
        var before = await database.DumpAsync(default, without);
        var store = registry.Services.GetRequiredService<ImportStore>();
        var order = (await store.ForPreviewAsync("hue", "vnpt-ca", default))!;

        var preview = (await registry.Services.GetRequiredService<ImportRun>().PreviewAsync(order, new MemoryStream(file), default)).Preview!;

        preview.Rows.Count.ShouldBe(20);
        preview.Rows.Select(r => r.Verdict.Verdict).ShouldBe(Enumerable.Range(0, 20).Select(i => i == 3 ? RowVerdict.Malformed : RowVerdict.Recorded));
        preview.Rows[0].Cells[0].ShouldStartWith("•••");
        Meant(await database.DumpAsync(default, without)).ShouldBe(Meant(before));
        (await database.CountAsync("registry.reads where act = 'IMPORT' and person_id is null")).ShouldBe(19);
    }

    [Fact]
    public async Task An_import_stands_when_the_look_for_same_persons_fails_and_the_night_finds_them()
    {
        await database.ExecuteAsync("""
            create function registry.is_stuck() returns trigger language plpgsql as $$ begin raise exception using errcode = '57014'; end $$;
            create trigger stuck before insert on registry.same_person_pairs for each row execute function registry.is_stuck()
            """);
        var file = Importing.File([.. Enumerable.Range(0, 2).Select(_ => Importing.Row(Make.Citizen(), name: "Tôn Nữ Bảo Quỳnh", birth: "12/05/2000"))]);

        (await registry.ImportAsync("vnpt-ca", file)).ShouldSatisfyAllConditions(i => i.State.ShouldBe(ImportState.Done), i => i.Rows.ShouldBeEmpty());
        (await database.CountAsync("registry.same_person_pairs")).ShouldBe(0);

        await database.ExecuteAsync("drop trigger stuck on registry.same_person_pairs");
        await database.FreezeAsync(RegistryJobs.Night.AddHours(1));
        await registry.RunJobAsync("find-same-persons-at-night");
        (await database.CountAsync("registry.same_person_pairs")).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_of_broken_files_is_recorded_that_is_not_right_and_each_has_a_clear_verdict()
    {
        var verdicts = new Dictionary<string, int>();
        foreach (var (content, right) in BrokenFiles.Make(Thorough.Or(500, 100)))
        {
            var before = await database.CountAsync("registry.issuances");
            string verdict;
            try
            {
                var (state, rows) = await registry.ImportAsync("vnpt-ca", content);
                verdict = rows is [{ Fault: { } fault }, ..] ? $"row: {fault}" : $"{state}";
            }
            catch (UnreadableFileException e)
            {
                e.Told.Vietnamese.ShouldNotBeEmpty();
                verdict = $"file: {e.Fault}";
            }

            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            (await database.CountAsync("registry.issuances") - before).ShouldBeLessThanOrEqualTo(right, verdict);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", verdicts.OrderByDescending(v => v.Value).Select(v => $"{v.Key} {v.Value}")));
        verdicts.Count.ShouldBeGreaterThan(10, "the files are broken in many ways");
        (await database.CountAsync("""
            registry.issuances i where not exists (select from registry.number_keys n where n.person_id = i.person_id) or i.issued_at < '2006-01-01' or i.issued_at > now()
            """)).ShouldBe(0);
        await RightAsync();
    }

    private async Task RightAsync()
    {
        await registry.CheckInvariantsAtNightAsync();
        (await database.CountAsync("registry.invariant_checks where finished_at is not null and persons > 0")).ShouldBe(1);
        (await database.CountAsync("registry.invariant_checks where differences > 0")).ShouldBe(0);
    }

    /// <summary>A dump without the keys that pg_dump makes up for each of its own.</summary>
    /// <summary>Where each host says now and then that it lives, and which keys it holds.</summary>
    private static readonly string[] OfHosts = ["--exclude-schema=jobs", "--exclude-table-data=registry.key_holders"];

    private static string Meant(string dump) => string.Join('\n', dump.Split('\n').Where(l => !l.StartsWith("\\restrict", StringComparison.Ordinal) && !l.StartsWith("\\unrestrict", StringComparison.Ordinal)));
}
