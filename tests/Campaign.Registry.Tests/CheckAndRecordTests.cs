using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What a provider does all day: check, make, record; and what it is told.</summary>
public sealed class CheckAndRecordTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_citizen_nobody_has_recorded_is_free()
    {
        var check = await registry.CheckAsync("vnpt-ca", Make.Citizen());

        check.TypeName().ShouldBe("CitizenCheck");
        check.Text("standing").ShouldBe("FREE");
        check.At("holder").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (check.Time("ticketExpiresAt") - check.Time("checkedAt")).ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_cmnd_alone_makes_no_check_and_no_record()
    {
        var (cmnd, cccd) = (Make.Cmnd(), Make.Citizen());
        foreach (var beside in new[] { null, Make.Cmnd() })
        {
            var check = await registry.AskAsync("vnpt-ca", "checkCitizen", Operations.CheckCitizen, new { input = new { campaign = "hue", citizenId = cmnd, alsoKnownAs = beside, channel = "PROVIDER_APP" } });
            var record = await registry.RecordAsync("vnpt-ca", Make.Record(cmnd) with { AlsoKnownAs = beside });
            foreach (var refused in new[] { check, record })
            {
                refused.TypeName().ShouldBe("InvalidCitizenId");
                refused.Text("message").ShouldContain("VNeID");
            }
        }

        (await registry.RegisterNeedAsync(new() { CitizenId = cmnd, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("InvalidCitizenId", "no record could serve it");
        (await registry.RegisterNeedAsync(new() { CitizenId = cmnd, ProviderCode = "vnpt-ca", ForSwitch = true })).TypeName().ShouldBe("NothingToSwitch", "a switch finds what was recorded by it");

        (await registry.CheckAsync("vnpt-ca", cmnd, alsoKnownAs: cccd)).Text("standing").ShouldBe("FREE");
        (await registry.RecordAsync("vnpt-ca", Make.Record(cmnd) with { AlsoKnownAs = cccd })).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.CheckAsync("vnpt-ca", cccd)).Text("standing").ShouldBe("HOLDS_CERTIFICATE", "the CCCD is the citizen's own number, in whichever field it stands");
        (await registry.ConsentAsync(cccd, "ca2")).TypeName().ShouldBe("SwitchConsented");
    }

    [Theory]
    [InlineData("issuedAt")]
    [InlineData("registeredInAppAt")]
    [InlineData("dossier.contractSignedOn")]
    [InlineData("dossier.handedOverAt")]
    [InlineData("dossier.consentGivenAt")]
    public async Task An_instant_that_a_provider_states_is_bounded_and_the_refusal_names_its_field(string field)
    {
        var now = await fixture.Database.NowAsync();
        var first = new DateTimeOffset(2006, 1, 1, 0, 0, 0, TimeSpan.FromHours(7));
        var isDay = field.EndsWith("On", StringComparison.Ordinal);
        foreach (var wrong in new[] { first.AddMicroseconds(-1), now.AddYears(70), isDay ? now.AddDays(2) : now.AddMinutes(6) })
        {
            var refused = await registry.RecordAsync("vnpt-ca", Stating(field, wrong));
            (refused.TypeName(), refused.Text("field")).ShouldBe(("InvalidCertificate", field), $"{wrong:O}");
        }

        foreach (var right in new[] { first, now.AddMinutes(4) })
        {
            (await registry.RecordAsync("vnpt-ca", Stating(field, right))).TypeName().ShouldBe("IssuanceRecorded", $"{right:O}");
        }
    }

    /// <summary>Whatever is recorded bears the same bounds.</summary>
    [Theory]
    [InlineData("contractSignedOn", "1999-01-01", "2099-01-01")]
    [InlineData("handedOverAt", "2005-12-31T23:59:59+07:00", "2099-01-01T00:00:00Z")]
    [InlineData("consentGivenAt", "1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z")]
    public async Task An_instant_in_the_dossier_of_a_replacement_or_a_switch_is_bounded_too(string field, string early, string late)
    {
        var citizen = Make.Citizen();
        var held = (await registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id");
        var code = (await registry.ConsentAsync(citizen, "ca2")).Text("consentCode");
        foreach (var wrong in new[] { early, late })
        {
            var dossier = new Dictionary<string, object> { [field] = wrong };
            var replaced = await registry.AskAsync("vnpt-ca", "replaceCertificate", Operations.ReplaceCertificate, new
            {
                input = new { requestId = Make.Id(), issuanceId = held, reason = "TECHNICAL", certificate = Make.Certificate(), dossier },
            });
            var switched = await registry.AskAsync("ca2", "switchProvider", Operations.SwitchProvider, new
            {
                input = new { requestId = Make.Id(), campaign = "hue", citizenId = citizen, consentCode = code, channel = "PROVIDER_APP", certificate = Make.Certificate(), dossier },
            });
            foreach (var refused in new[] { replaced, switched })
            {
                (refused.TypeName(), refused.Text("field")).ShouldBe(("InvalidCertificate", $"dossier.{field}"), wrong);
            }
        }
    }

    private static RecordInput Stating(string field, DateTimeOffset at) => field switch
    {
        "issuedAt" => Make.Record(issuedAt: at),
        "registeredInAppAt" => Make.Record() with { RegisteredInAppAt = at },
        "dossier.contractSignedOn" => Make.Record() with { Dossier = new { contractSignedOn = at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd") } },
        "dossier.handedOverAt" => Make.Record() with { Dossier = new { handedOverAt = at } },
        _ => Make.Record() with { Dossier = new { consentGivenAt = at } },
    };

    [Fact]
    public async Task A_staff_login_records_at_the_door_and_for_a_need_and_not_in_the_app()
    {
        var staff = await registry.StaffAsync("ca2", "ca2-staff-1");
        var input = Make.Record() with { Staff = "ca2-staff-1" };
        var refused = await registry.AskAsync(staff, "recordIssuance", Operations.RecordIssuance, new { input });
        (refused.TypeName(), refused.Text("clause")).ShouldBe(("StaffNotAuthorised", "HUE-3.1"));

        var ticket = (await registry.CheckAsync("ca2", input.CitizenId, "DOOR_TO_DOOR", "ca2-staff-1")).Text("ticket");
        var atTheDoor = input with { Channel = "DOOR_TO_DOOR", Ticket = ticket, Certificate = Make.Certificate() };
        (await registry.AskAsync(staff, "recordIssuance", Operations.RecordIssuance, new { input = atTheDoor })).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("ca2", Make.Record() with { Staff = "ca2-staff-1" })).TypeName().ShouldBe("IssuanceRecorded", "a system may name who helped in any channel");
    }

    [Fact]
    public async Task A_check_reserves_nothing()
    {
        var citizen = Make.Citizen();
        await registry.CheckAsync("vnpt-ca", citizen);

        var record = await registry.RecordAsync("viettel-ca", Make.Record(citizen));

        record.TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task The_second_provider_is_told_who_was_first_and_by_when_to_revoke()
    {
        var citizen = Make.Citizen();
        var first = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));

        var second = await registry.RecordAsync("viettel-ca", Make.Record(citizen));

        second.TypeName().ShouldBe("AlreadyIssued");
        second.Text("holder", "provider", "code").ShouldBe("vnpt-ca");
        second.Time("holder", "recordedAt").ShouldBe(first.Time("issuance", "recordedAt"));
        second.At("yours").GetBoolean().ShouldBeFalse();
        second.Text("clause").ShouldBe("HUE-1.4");
    }

    [Fact]
    public async Task The_deadline_to_revoke_is_the_same_on_every_retry()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        var lost = Make.Record(citizen);

        var once = await registry.RecordAsync("misa-ca", lost);
        var again = await registry.RecordAsync("misa-ca", lost);

        again.Time("revokeBy").ShouldBe(once.Time("revokeBy"));
    }

    [Fact]
    public async Task A_request_sent_again_gives_the_first_receipt_and_says_so()
    {
        var input = Make.Record();
        var first = await registry.RecordAsync("vnpt-ca", input);

        var again = await registry.RecordAsync("vnpt-ca", input);

        first.At("replayed").GetBoolean().ShouldBeFalse();
        again.At("replayed").GetBoolean().ShouldBeTrue();
        again.At("receipt").ToString().ShouldBe(first.At("receipt").ToString());
        again.At("issuance").ToString().ShouldBe(first.At("issuance").ToString());
    }

    [Fact]
    public async Task A_dossier_is_kept_with_its_issuance()
    {
        var signedOn = new DateOnly(2026, 7, 28);
        var record = await registry.RecordAsync("vnpt-ca", Make.Record() with
        {
            Dossier = new { contractNumber = "HĐ-01", contractSignedOn = signedOn, receivedByCitizen = false, recipientName = "Lê Thị B" },
        });

        var kept = await fixture.Database.ScalarAsync<string>(
            "select concat_ws('|', contract_number, contract_signed_on, received_by_citizen, recipient_name, consent_given_at) from registry.dossiers where issuance_id = $1",
            Guid.Parse(record.Text("issuance", "id")));
        kept.ShouldBe("HĐ-01|2026-07-28|f|Lê Thị B");
    }

    [Fact]
    public async Task A_request_id_with_other_content_is_refused()
    {
        var input = Make.Record();
        await registry.RecordAsync("vnpt-ca", input);

        var other = await registry.RecordAsync("vnpt-ca", input with { CitizenId = Make.Citizen() });

        other.TypeName().ShouldBe("RequestIdReused");
    }

    [Fact]
    public async Task A_record_without_a_certificate_leaves_no_person_behind()
    {
        var citizen = Make.Citizen();
        var before = await fixture.Database.CountAsync("registry.persons");

        var refused = await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Channel = "NEED", Staff = "vnpt-ca-staff-1" });

        refused.TypeName().ShouldBe("CheckRequired");
        (await fixture.Database.CountAsync("registry.persons")).ShouldBe(before);
    }
}
