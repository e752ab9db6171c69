using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>HUE-1.4, HUE-2.3: a file that claims an older certificate than the one which was recorded changes nothing and becomes a case, once.</summary>
public sealed class ImportDetectorTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    [Fact]
    public async Task A_claim_that_a_certificate_is_older_than_the_record_is_flagged_once_in_whichever_files_it_comes()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var record = (await clock.RecordInAppAsync("misa-ca", Now, citizen)).Id();
        await ClaimAsync("vnpt-ca", Importing.Row(citizen, serial, "2020-01-01 08:30"));
        await clock.Database.ExecuteAsync("update registry.import_claims set certificate_hash = sha256('certificate') where serial_number = $1", serial);

        var flag = (await clock.DetectAsync(ViolationKind.UnrecordedCertificate, Now.AddMinutes(2), record)).ShouldBeOne(null, "HUE-1.4", 2);

        var told = flag.At("evidence").EnumerateArray().Select(e => e.Text("summary")).ToList();
        told[0].ShouldContain($"import {await clock.Database.ScalarAsync<Guid>("select import_id from registry.import_claims where serial_number = $1", serial)}, SHA-256 of the file ");
        told[1].ShouldContain($"serial number {serial} was made at 08:30:00 on 01/01/2020");
        told[1].ShouldContain("SHA-256 " + await HexAsync("select certificate_hash from registry.import_claims where serial_number = $1", serial));
        told[1].ShouldContain("recorded it at 09:00:00 on");
        told[1].ShouldContain("judged at 09:01:00 on");
        flag.At("evidence")[1].Text("issuanceId").ShouldBe(record);
        flag.ToString().ShouldNotContain(citizen);

        await ClaimAsync("vnpt-ca", Importing.Row(citizen, serial, "2020-01-01 08:30"), Importing.Row(Make.Citizen()));
        (await clock.DetectAsync(ViolationKind.UnrecordedCertificate, Now.AddMinutes(3), record)).ShouldBeOne(null, "HUE-1.4", 2);
        await ClaimAsync("ca2", Importing.Row(citizen, serial, "2021-01-01 08:30"));
        (await clock.DetectAsync(ViolationKind.UnrecordedCertificate, Now.AddMinutes(4), record)).Count.ShouldBe(2, "another provider's is another certificate, in another file");
    }

    [Fact]
    public async Task All_claims_of_one_file_are_one_flag_that_accuses_nobody()
    {
        var citizens = Enumerable.Range(0, 5).Select(_ => Make.Citizen()).ToList();
        var records = new List<string>();
        foreach (var citizen in citizens)
        {
            records.Add((await clock.RecordInAppAsync("misa-ca", Now, citizen)).Id());
        }

        await ClaimAsync("fpt-ca", [.. citizens.Select(c => Importing.Row(c, issuedAt: "2020-01-01 08:30"))]);

        var flag = (await clock.DetectAsync(ViolationKind.UnrecordedCertificate, Now.AddMinutes(2), [.. records])).ShouldBeOne(null, "HUE-1.4", 6);
        flag.At("evidence").EnumerateArray().Skip(1).Select(e => e.Text("issuanceId")).ShouldBe(records, ignoreOrder: true);
    }

    [Fact]
    public async Task What_came_by_another_import_or_was_recorded_since_or_stands_against_a_mistake_is_not_flagged()
    {
        var (imported, since, mistaken) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        await clock.AtAsync(Now);
        await clock.Registry.ImportAsync("ca2", Importing.File(Importing.Row(imported, issuedAt: "2023-01-01 10:00")));
        var left = (await clock.RecordInAppAsync("misa-ca", Now, since)).Id();
        var wrong = (await clock.RecordInAppAsync("misa-ca", Now, mistaken)).Id();
        var late = Importing.Row(since, issuedAt: "2020-01-01 10:00");
        await ClaimAsync("vnpt-ca", Importing.Row(imported, issuedAt: "2023-06-01 10:00"), late, Importing.Row(mistaken, issuedAt: "2020-01-01 10:00"));
        (await clock.Database.CountAsync("registry.import_claims where holder_id in ($1, $2)", Guid.Parse(left), Guid.Parse(wrong))).ShouldBe(2);

        await clock.AtAsync(Now.AddMinutes(2));
        (await clock.Registry.EndAsync("misa-ca", wrong, "WRONG_CITIZEN", Now.AddMinutes(2))).TypeName().ShouldBe("IssuanceEnded");
        (await clock.Registry.EndAsync("misa-ca", left, "CITIZEN_ASKED", Now.AddMinutes(2))).TypeName().ShouldBe("IssuanceEnded");
        await clock.AtAsync(Now.AddMinutes(3));
        (await clock.Registry.ImportAsync("vnpt-ca", Importing.File(late))).Rows.ShouldBeEmpty("the place is free, and the certificate takes it");

        (await clock.DetectAsync(ViolationKind.UnrecordedCertificate, Now.AddMinutes(4), left, wrong)).ShouldBeEmpty();
    }

    /// <summary>A minute after the record, by a file; its rows are not taken.</summary>
    private async Task ClaimAsync(string provider, params string[] rows)
    {
        await clock.AtAsync(Now.AddMinutes(1));
        (await clock.Registry.ImportAsync(provider, Importing.File(rows))).Rows.ShouldContain(r => r.Verdict == RowVerdict.HeldByAnother);
    }

    private async Task<string> HexAsync(string sql, string serial) => Convert.ToHexStringLower(await clock.Database.ScalarAsync<byte[]>(sql, serial));
}
