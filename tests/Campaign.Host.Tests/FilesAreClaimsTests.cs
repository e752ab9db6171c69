using System.Text;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>
/// A file is a provider's claim (HUE-2.3): what one provider's administrator can do to a rival, or to a stranger, with a file of his own, played as he would. It moves nobody's place, person or need, it
/// tells nobody's holder, and whom it looked at is told.
/// </summary>
public sealed class FilesAreClaimsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly Caller Reviewer = Callers.Officer("officer-1", Callers.Reviewing);

    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("2024-01-01", "HELD_BY_ANOTHER")]
    [InlineData("2006-01-01", "HELD_BY_ANOTHER")]
    [InlineData("31/12/2005", "MALFORMED")]
    [InlineData("1999-01-01", "MALFORMED")]
    public async Task A_rivals_file_with_an_older_date_takes_nobodys_place_and_tells_nobodys_holder(string date, string verdict)
    {
        var citizen = Make.Citizen();
        await ImportAsync("viettel-ca", File($"{citizen},,{Make.Serial()},2025-03-01"));
        var before = await StateAsync(citizen);

        var (foretold, told) = await ImportAsync("misa-ca", File($"{citizen},,{Make.Serial()},{date}"));

        foretold[0].Text("verdict").ShouldBe(verdict);
        told[1].ShouldContain($",{verdict},");
        foreach (var said in new[] { foretold[0].ToString(), told[1] })
        {
            said.ShouldNotContain("viettel", Case.Insensitive);
        }

        (await StateAsync(citizen)).ShouldBe(before);
        (await Registry.CheckAsync("viettel-ca", citizen)).Text("holder", "provider", "code").ShouldBe("viettel-ca");
        await Registry.RunJobAsync("detect-violations");
        var flags = await fixture.Database.CountAsync(
            "registry.violations v join registry.violation_evidence e on e.violation_id = v.id where v.kind = 'UNRECORDED_CERTIFICATE' and v.provider_id is null and e.key like 'row:' || $1 || ':%'",
            (await PersonAsync(citizen)).ToString());
        flags.ShouldBe(verdict == "MALFORMED" ? 0 : 1, "an older date is for officers to look at");
    }

    [Fact]
    public async Task A_row_with_two_numbers_binds_no_stranger_and_the_claim_is_shown_to_officers()
    {
        var (own, stranger) = (Make.Citizen(), Make.Citizen());
        var need = (await Registry.RegisterNeedAsync(new() { CitizenId = stranger, ProviderCode = "viettel-ca" })).Text("need", "id");
        var before = await StateAsync(stranger);

        var (_, told) = await ImportAsync("misa-ca", File($"{own},{stranger},{Make.Serial()},2025-03-01"));

        told[1].ShouldContain(",RECORDED,");
        (await StateAsync(stranger)).ShouldBe(before);
        (await Registry.CheckAsync("viettel-ca", stranger)).Text("standing").ShouldBe("FREE");
        (await fixture.Database.CountAsync("registry.needs where id = $1 and ended_at is null", Guid.Parse(need))).ShouldBe(1);
        foreach (var number in new[] { own, stranger })
        {
            var links = (await Registry.PersonNumbersAsync(Reviewer, number)).At("links").EnumerateArray().ToList();
            links.Select(l => (l.Text("source"), l.Text("by"))).ShouldBe([("CARD_CLAIM", "provider:misa-ca")]);
        }

        (await Registry.RecordAsync("viettel-ca", Make.Record(stranger))).TypeName().ShouldBe("IssuanceRecorded");
        await Registry.RunJobAsync("detect-violations");
        (await fixture.Database.CountAsync(
            "registry.violations v join registry.violation_evidence e on e.violation_id = v.id join registry.issuances i on i.id = e.issuance_id where v.kind = 'POSSIBLE_SAME_PERSON' and i.person_id = $1",
            await PersonAsync(stranger))).ShouldBe(1, "a claim on a number that holds is looked into");
    }

    [Fact]
    public async Task A_preview_and_a_run_are_looks_that_each_citizen_is_told_of()
    {
        var (held, free, unread) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        await Registry.RecordAsync("viettel-ca", Make.Record(held));
        var token = await Registry.TokenAsAdministratorAsync("misa-ca");
        var id = await UploadAsync(token, File($"{held},,{Make.Serial()},2025-03-01", $"{free},{unread},{Make.Serial()},2025-03-01", $"{unread},,,2025-03-01"));

        await PreviewAsync(token, id);

        (await LooksAsync(held)).ShouldBe(["IMPORT misa-ca", "RECORD viettel-ca"]);
        (await LooksAsync(free)).ShouldBe(["IMPORT misa-ca"], "of whom the registry knows nothing too");
        (await LooksAsync(unread)).ShouldBeEmpty("nothing was looked at of a number that is claimed, or of a row that is malformed");
        await RunAsync(token, id);
        (await LooksAsync(held)).ShouldBe(["IMPORT misa-ca", "IMPORT misa-ca", "RECORD viettel-ca"]);
        (await LooksAsync(free)).ShouldBe(["IMPORT misa-ca", "IMPORT misa-ca"]);
    }

    [Fact]
    public async Task A_provider_looks_at_so_many_citizens_a_day_by_its_files_and_its_import_goes_on_the_next_day()
    {
        var (token, other) = (await Registry.TokenAsAdministratorAsync("bkav-ca"), await Registry.TokenAsAdministratorAsync("ca2"));
        var citizen = Make.Citizen();
        var rows = Enumerable.Range(0, 25).Select(_ => $"{Make.Citizen()},,{Make.Serial()},2025-03-01").Prepend($"{citizen},,{Make.Serial()},2025-03-01").ToArray();
        var id = await UploadAsync(token, File(rows));
        await LookedAtAsync("bkav-ca", 199_980);
        (await PreviewAsync(token, id)).Count.ShouldBe(20);

        var refused = (await Registry.SendWithTokenAsync(token, ImportOperations.Preview, new { id })).Body.At("data", "importPreview");
        (refused.TypeName(), refused.Text("code")).ShouldBe(("ImportBudgetSpent", "IMPORT_BUDGET_SPENT"));
        await RunAsync(token, id);
        await RunAsync(other, await UploadAsync(other, File($"{Make.Citizen()},,{Make.Serial()},2025-03-01")));

        (await fixture.Database.CountAsync("registry.imports where id = $1 and state = 'WAITING' and recorded = 0 and goes_on_at > registry.registry_now()", Guid.Parse(id))).ShouldBe(1);
        (await Registry.CheckAsync("vnpt-ca", citizen)).Text("standing").ShouldBe("FREE");
        (await fixture.Database.CountAsync("registry.imports i join registry.providers p on p.id = i.provider_id where p.code = 'ca2' and i.state = 'DONE'")).ShouldBe(1, "another's does not wait for it");

        // A day has passed: what was looked at before counts no more.
        await fixture.Database.ExecuteAsync("delete from registry.reads where act = 'IMPORT'");
        await fixture.Database.ExecuteAsync("update registry.imports set goes_on_at = registry.registry_now() where goes_on_at is not null");
        await Registry.RunJobAsync("run-imports");
        (await fixture.Database.CountAsync("registry.imports where id = $1 and state = 'DONE' and recorded = 26 and goes_on_at is null", Guid.Parse(id))).ShouldBe(1);
    }

    private static byte[] File(params string[] rows) => Encoding.UTF8.GetBytes(string.Join("\r\n", ["Số CCCD,Số CMND cũ,Số sê-ri,Ngày cấp chứng thư", .. rows, ""]));

    /// <returns>What the preview foretold, and the lines of the file of verdicts.</returns>
    private async Task<(IReadOnlyList<JsonElement> Foretold, string[] Told)> ImportAsync(string provider, byte[] file)
    {
        var token = await Registry.TokenAsAdministratorAsync(provider);
        var id = await UploadAsync(token, file);
        var foretold = await PreviewAsync(token, id);
        await RunAsync(token, id);
        using var verdicts = await Registry.VerdictsAsync(token, id);
        return (foretold, (await verdicts.Content.ReadAsStringAsync()).Split("\r\n"));
    }

    private async Task<string> UploadAsync(string token, byte[] file) => (await Registry.UploadedAsync(token, file)).Text("import", "id");

    private async Task<IReadOnlyList<JsonElement>> PreviewAsync(string token, string id) =>
        [.. (await Registry.SendWithTokenAsync(token, ImportOperations.Preview, new { id })).Body.At("data", "importPreview", "rows").EnumerateArray()];

    private Task RunAsync(string token, string id) => Registry.RunImportAsync(token, id);

    private async Task<List<string>> LooksAsync(string citizen) =>
    [
        .. (await Registry.AskAsync(Registry.Citizen(citizen), "lookups", "{ lookups(first: 50) { edges { node { act provider { code } } } } }")).At("edges").EnumerateArray()
            .Select(e => e.At("node")).Where(n => n.Text("act") != "LOOKUPS").Select(n => $"{n.Text("act")} {n.Text("provider", "code")}").Order(StringComparer.Ordinal),
    ];

    private Task LookedAtAsync(string provider, int numbers) => fixture.Database.ExecuteAsync(
        """
        insert into registry.reads (id, read_at, act, reader, reader_kind, provider_id, key_id, key_hash)
        select gen_random_uuid(), registry.registry_now(), 'IMPORT', 'made up', 'PROVIDER', p.id, 1, sha256(n::text::bytea) from registry.providers p, generate_series(1, $2) n where p.code = $1
        """,
        provider, numbers);

    private Task<Guid> PersonAsync(string citizen) => fixture.Database.ScalarAsync<Guid>(
        "select person_id from registry.number_keys where key_hash = $1", Registry.Services.GetRequiredService<NumberVault>().CurrentKeyOf(CitizenNumber.ParseOrNull(citizen)!).Hash);

    /// <summary>What stands under this number: the certificates, the free period, the numbers and the needs.</summary>
    private async Task<string> StateAsync(string citizen) => await fixture.Database.ScalarAsync<string>(
        """
        select coalesce((select string_agg(concat_ws(' ', i.id, i.status, i.end_reason), ',') from registry.issuances i where i.person_id = p.id), '') || '/'
          || coalesce((select string_agg(concat_ws(' ', f.starts_on, f.ends_on, f.undone_at), ',') from registry.free_periods f where f.person_id = p.id), '') || '/'
          || (select count(*) from registry.number_keys k where k.person_id = p.id) || '/'
          || coalesce((select string_agg(concat_ws(' ', n.id, n.ended_at), ',') from registry.needs n where n.person_id = p.id), '')
        from registry.persons p where p.id = $1
        """,
        await PersonAsync(citizen));
}
