using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Detectors that look at what a provider says of the paper dossier; zero, false, blank and absent are told apart.</summary>
public sealed class DossierDetectorTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    [Fact]
    public async Task A_contract_number_on_two_certificates_is_flagged_once_and_a_third_is_added()
    {
        var first = await WithContractAsync("vnpt-ca", "HĐ 01 / 2026");
        (await clock.DetectAsync(ViolationKind.ContractNumberReused, Now, first)).ShouldBeEmpty();
        var second = await WithContractAsync("vnpt-ca", " hđ01/2026 ".Replace("đ", "Đ"));
        (await clock.DetectAsync(ViolationKind.ContractNumberReused, Now, first)).ShouldBeOne("vnpt-ca", "DT-3.2", 2);
        var third = await WithContractAsync("vnpt-ca", "HĐ01/2026");

        (await clock.DetectAsync(ViolationKind.ContractNumberReused, Now, first, second, third)).ShouldBeOne("vnpt-ca", "DT-3.2", 3);
    }

    [Fact]
    public async Task A_citizen_number_in_a_dossier_is_kept_nowhere_and_a_reused_contract_is_found()
    {
        var (citizen, other) = (Make.Citizen(), Make.Citizen());
        var first = await WithContractAsync("fpt-ca", $"HĐ-{citizen}/2026");
        var second = await WithContractAsync("fpt-ca", $"hđ-{citizen.Insert(3, " ").Insert(7, ".")}/2026".ToUpperInvariant());
        var different = await WithContractAsync("fpt-ca", $"HĐ-{other}/2026");
        var named = await WithRecipientAsync("fpt-ca", $"Lê Thị {citizen}", false);

        (await clock.DetectAsync(ViolationKind.ContractNumberReused, Now, first, second, different)).ShouldBeOne("fpt-ca", "DT-3.2", 2);
        var kept = await clock.Database.ScalarAsync<string>(
            "select string_agg(coalesce(contract_number, '') || coalesce(recipient_name, ''), '|') from registry.dossiers where issuance_id = any($1)",
            new[] { first, second, different, named }.Select(Guid.Parse).ToArray());
        kept.ShouldNotContain(citizen);
        kept.Where(char.IsAsciiDigit).Count().ShouldBeLessThan(40);
        kept.ShouldContain("Lê Thị •••");
    }

    [Fact]
    public async Task One_number_at_two_providers_on_a_replacement_or_on_what_was_withdrawn_is_not_flagged()
    {
        var elsewhere = new[] { await WithContractAsync("viettel-ca", "000"), await WithContractAsync("ca2", "000") };
        var own = await WithContractAsync("viettel-ca", "17");
        var replacement = await ReplaceAsync("viettel-ca", own, new { contractNumber = "17" });
        var withdrawn = await WithContractAsync("viettel-ca", "18");
        await clock.Registry.EndAsync("viettel-ca", withdrawn, "WRONG_CITIZEN", Now);
        var again = await WithContractAsync("viettel-ca", "18");
        var blank = new[] { await WithContractAsync("viettel-ca", "  "), await WithContractAsync("viettel-ca", "") };

        (await clock.DetectAsync(ViolationKind.ContractNumberReused, Now, [.. elsewhere, own, replacement, withdrawn, again, .. blank])).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_recipient_of_three_citizens_certificates_is_flagged()
    {
        var parent = new[]
        {
            await WithRecipientAsync("misa-ca", "Trần Thị Bình", null), await WithRecipientAsync("misa-ca", "TRẦN  THỊ BÌNH", false),
            await WithRecipientAsync("misa-ca", "Trần Thị Bình", true), await WithRecipientAsync("ca2", "Trần Thị Bình", null),
        };
        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now, parent)).ShouldBeEmpty("two are a family; who is the citizen does not count, nor another provider's");

        var third = await WithRecipientAsync("misa-ca", " tran thi binh", null);
        var flag = (await clock.DetectAsync(ViolationKind.SharedRecipient, Now, third)).ShouldBeOne("misa-ca", "DT-3.1", 3);

        flag.At("evidence").ToString().ShouldContain("T. T. Bình");
        flag.At("evidence").ToString().ShouldNotContain("Trần Thị");
    }

    [Fact]
    public async Task What_nobody_sees_makes_no_other_name_and_no_other_contract()
    {
        var recipients = new[] { await WithRecipientAsync("ca2", "Lý Thị Mận", null), await WithRecipientAsync("ca2", "Lý\u200b Thị Mận\u2060", null), await WithRecipientAsync("ca2", "L\u00adý Thị Mận", false) };
        var contracts = new[] { await WithContractAsync("ca2", "HD-77/a"), await WithContractAsync("ca2", "HD\u201377/a\u200b") };

        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now, recipients)).ShouldBeOne("ca2", "DT-3.1", 3);
        (await clock.DetectAsync(ViolationKind.ContractNumberReused, Now, contracts)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Another_name_beside_received_by_the_citizen_is_a_recipient_where_the_citizen_is_known(bool known, int flags)
    {
        var recipient = $"Bùi Văn {Make.Id()}";
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add((await clock.RecordInAppAsync(
                "bkav-ca", Now, dossier: new { recipientName = recipient, receivedByCitizen = true }, holder: known ? new Holder($"Hồ Thị {Make.Id()}") : new Holder(recipient))).Id());
        }

        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now, [.. ids])).Count.ShouldBe(flags);
    }

    [Fact]
    public async Task A_recipients_name_with_a_stroked_d_is_the_same_without()
    {
        var ids = new[]
        {
            await WithRecipientAsync("fpt-ca", "Đặng Đức", null), await WithRecipientAsync("fpt-ca", "Dang Duc", null),
            await WithRecipientAsync("fpt-ca", "Đặng Đức".Normalize(System.Text.NormalizationForm.FormD), null),
        };

        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now, ids)).ShouldBeOne("fpt-ca", "DT-3.1", 3);
    }

    [Fact]
    public async Task Namesakes_in_several_wards_or_months_apart_and_words_of_kinship_are_no_shared_recipient()
    {
        var wards = new[] { "19753", "19756", "19759" };
        var namesakes = new List<string>();
        foreach (var ward in wards)
        {
            namesakes.Add((await clock.RecordInAppAsync("vnpt-ca", Now, dossier: new { recipientName = "Nguyễn Thị Hoa" }, holder: new Holder($"Người {Make.Id()}", WardCode: ward))).Id());
        }

        var apart = new List<string>();
        var kin = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            apart.Add((await clock.RecordInAppAsync("vnpt-ca", Now.AddDays(16 * n), dossier: new { recipientName = "Phan Văn Tư" })).Id());
            kin.Add(await WithRecipientAsync("vnpt-ca", "Chồng", false));
            kin.Add(await WithRecipientAsync("vnpt-ca", "Người  nhà", false));
        }

        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now.AddDays(32), [.. namesakes, .. apart, .. kin])).ShouldBeEmpty();

        var fourth = (await clock.RecordInAppAsync("vnpt-ca", Now.AddDays(32), dossier: new { recipientName = "Phan Văn Tư" }, holder: new Holder("Phan Thị Khác", WardCode: wards[0]))).Id();
        var fifth = (await clock.RecordInAppAsync("vnpt-ca", Now.AddDays(32), dossier: new { recipientName = "Phan Văn Tư" })).Id();
        var sixth = (await clock.RecordInAppAsync("vnpt-ca", Now.AddDays(32), dossier: new { recipientName = "Phan Văn Tư" })).Id();
        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now.AddDays(32).AddMinutes(1), [.. apart, fourth, fifth, sixth])).ShouldBeOne("vnpt-ca", "DT-3.1", 4);
    }

    [Theory]
    [InlineData("BY_PHONE", false)]
    [InlineData("AT_HOME", true)]
    public async Task Nothing_is_handed_over_for_a_need_that_is_served_by_phone(string mode, bool flagged)
    {
        var citizen = Make.Citizen();
        await clock.AtAsync(Now);
        var need = (await clock.Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "fpt-ca", Mode = mode, WardCode = "19753", Address = "12 Lê Lợi" })).Text("need", "id");
        var ticket = (await clock.Registry.CheckAsync("fpt-ca", citizen, channel: "NEED", staff: "fpt-ca-staff-1")).Text("ticket");
        var id = (await clock.Registry.RecordAsync("fpt-ca", Make.Record(citizen) with
        {
            Channel = "NEED",
            Staff = "fpt-ca-staff-1",
            NeedId = need,
            Ticket = ticket,
            Certificate = Make.Certificate(Now),
            Dossier = new { contractNumber = Make.Id(), contractSignedOn = "2026-01-01", consentGivenAt = Now },
        })).Id();

        (await clock.DetectAsync(ViolationKind.DossierIncomplete, Now, id)).Count.ShouldBe(flagged ? 1 : 0);
    }

    [Theory]
    [InlineData(false, null, true)]
    [InlineData(false, "Lê Văn Cường", true)]
    [InlineData(null, "Lê Văn Dũng", true)]
    [InlineData(null, " ", false)]
    [InlineData(null, null, false)]
    [InlineData(true, "Lê Văn Em", false)]
    public async Task A_recipient_who_is_not_the_holder_is_flagged(bool? receivedByCitizen, string? recipientName, bool flagged)
    {
        var id = (await clock.RecordInAppAsync("bkav-ca", Now, dossier: new { receivedByCitizen, recipientName })).Id();

        var found = await clock.DetectAsync(ViolationKind.RecipientNotHolder, Now, id);

        found.Count.ShouldBe(flagged ? 1 : 0);
        if (flagged)
        {
            found.ShouldBeOne("bkav-ca", "DT-3.1", 1);
        }
    }

    [Theory]
    [InlineData("complete", "")]
    [InlineData("other recipient", "")]
    [InlineData("contract 0", "")]
    [InlineData("none", "the whole dossier")]
    [InlineData("blank contract", "the contract's number")]
    [InlineData("no date", "the date on which the contract was signed")]
    [InlineData("no consent", "the consent to the processing of personal data")]
    [InlineData("no handover", "the time of the handover")]
    [InlineData("nobody", "who received")]
    [InlineData("not the citizen, and nobody", "who received")]
    public async Task A_dossier_at_the_door_lacks_nothing(string which, string missing)
    {
        var id = await AtTheDoorAsync(DossierOf(which), activated: true);

        var found = await clock.DetectAsync(ViolationKind.DossierIncomplete, Now, id);

        if (missing.Length == 0)
        {
            found.ShouldBeEmpty();
        }
        else
        {
            found.ShouldBeOne("ca2", "DT-2", 1).At("evidence")[0].Text("summary").ShouldEndWith($"is missing: {missing}.");
        }
    }

    [Fact]
    public async Task What_is_pending_is_not_yet_handed_over_and_the_app_owes_only_what_it_sends()
    {
        var contract = new { contractNumber = "1", contractSignedOn = "2026-01-01", consentGivenAt = Now };
        var pending = await AtTheDoorAsync(contract, activated: false);
        var app = (await clock.RecordInAppAsync("ca2", Now)).Id();
        var sent = (await clock.RecordInAppAsync("ca2", Now, dossier: contract)).Id();
        var empty = (await clock.RecordInAppAsync("ca2", Now, dossier: new { })).Id();
        var atTheDoor = await AtTheDoorAsync(DossierOf("complete"), activated: true);
        var replacement = await ReplaceAsync("ca2", atTheDoor, null);
        var replacementToo = await ReplaceAsync("ca2", replacement, new { contractNumber = "2" });

        (await clock.DetectAsync(ViolationKind.DossierIncomplete, Now, pending, app, sent, atTheDoor, replacement)).ShouldBeEmpty();
        (await clock.FlagsAsync(ViolationKind.DossierIncomplete, empty)).ShouldBeOne("ca2", "DT-2", 1);
        (await clock.FlagsAsync(ViolationKind.DossierIncomplete, replacementToo)).ShouldBeOne("ca2", "DT-2", 1);
    }

    private static Dictionary<string, object?>? DossierOf(string which) => which == "none" ? null : new()
    {
        ["contractNumber"] = which switch { "blank contract" => " ", "contract 0" => "0", _ => Make.Id() },
        ["contractSignedOn"] = which == "no date" ? null : "2026-01-01",
        ["handedOverAt"] = which == "no handover" ? null : Now,
        ["receivedByCitizen"] = which switch { "nobody" => null, "other recipient" or "not the citizen, and nobody" => false, _ => true },
        ["recipientName"] = which == "other recipient" ? $"Người {Make.Id()}" : null,
        ["consentGivenAt"] = which == "no consent" ? null : Now,
    };

    private async Task<string> AtTheDoorAsync(object? dossier, bool activated)
    {
        var citizen = Make.Citizen();
        var ticket = await clock.TicketAsync(citizen, Now, "ca2");
        return (await clock.Registry.RecordAsync("ca2", Make.Record(citizen) with
        {
            Channel = "DOOR_TO_DOOR",
            Staff = "ca2-staff-1",
            Ticket = ticket,
            Certificate = Make.Certificate(Now),
            Activated = activated,
            Dossier = dossier,
        })).Id();
    }

    private async Task<string> WithContractAsync(string provider, string contractNumber) =>
        (await clock.RecordInAppAsync(provider, Now, dossier: new { contractNumber })).Id();

    private async Task<string> WithRecipientAsync(string provider, string recipientName, bool? receivedByCitizen) =>
        (await clock.RecordInAppAsync(provider, Now, dossier: new { recipientName, receivedByCitizen })).Id();

    private async Task<string> ReplaceAsync(string provider, string issuanceId, object? dossier) =>
        (await clock.Registry.AskAsync(provider, "replaceCertificate", Operations.ReplaceCertificate, new
        {
            input = new { requestId = Make.Id(), issuanceId, reason = "TECHNICAL", certificate = Make.Certificate(Now), dossier },
        })).Id();
}
