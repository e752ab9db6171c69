using System.Text.Json;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Ends by providers: with the citizen's code, and without, when the citizen may say not to have asked.</summary>
public sealed class EndDenialTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string End = """
        mutation($input: EndIssuanceInput!) { endIssuance(input: $input) { __typename ... on Refusal { code message clause } ... on IssuanceEnded { replayed issuance { status } } } }
        """;

    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Theory]
    [InlineData("REVOKED")]
    [InlineData("CITIZEN_ASKED")]
    [InlineData("WRONG_CITIZEN")]
    public async Task An_end_without_a_code_is_told_at_once_denied_and_flagged_at_who_ended(string reason)
    {
        var (citizen, id) = await HolderAsync();
        (await EndAsync(id, reason)).TypeName().ShouldBe("IssuanceEnded");
        (await ToldAsync(id, "CERTIFICATE_ENDED")).ShouldBe(1);
        var after = await RecordAfterwardsAsync(citizen, Now.AddHours(1));

        await clock.AtAsync(Now.AddHours(2));
        var denied = await DenyAsync(citizen, id);
        var again = await DenyAsync(citizen, id);

        denied.TypeName().ShouldBe("EndDenied");
        again.Time("deniedAt").ShouldBe(denied.Time("deniedAt"));
        var flag = (await clock.DetectAsync(ViolationKind.EndNotAskedFor, Now.AddHours(2), id)).ShouldBeOne("vnpt-ca", "HUE-1.5", 4);
        flag.At("evidence").EnumerateArray().Select(e => e.Text("issuanceId")).ShouldContain(after);
        (await clock.Database.CountAsync(
            "registry.violations v join registry.violation_evidence e on e.violation_id = v.id join registry.providers p on p.id = v.provider_id where e.issuance_id = $1 and p.code = 'ca2'",
            Guid.Parse(after))).ShouldBe(0, "who recorded afterwards is never flagged for it");
        (await registry.AskAsync("vnpt-ca", "issuance", "query($id: ID!) { issuance(id: $id) { status } }", new { id })).Text("status").ShouldBe(reason == "WRONG_CITIZEN" ? "WITHDRAWN" : "REVOKED", "the end stands");

        await registry.RunJobAsync("open-cases-of-denied-ends");
        await registry.RunJobAsync("open-cases-of-denied-ends");
        (await clock.Database.CountAsync("registry.case_violations c join registry.violations v on v.id = c.violation_id where v.kind = 'END_NOT_ASKED_FOR' and v.fingerprint = $1", id)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_records_after_the_denial_is_shown_in_the_case_too()
    {
        var (citizen, id) = await HolderAsync();
        await EndAsync(id, "REVOKED");
        await DenyAsync(citizen, id);
        (await clock.DetectAsync(ViolationKind.EndNotAskedFor, Now.AddMinutes(1), id)).ShouldBeOne("vnpt-ca", "HUE-1.5", 3);

        await RecordAfterwardsAsync(citizen, Now.AddHours(1));
        (await clock.DetectAsync(ViolationKind.EndNotAskedFor, Now.AddHours(2), id)).ShouldBeOne("vnpt-ca", "HUE-1.5", 4);
    }

    [Theory]
    [InlineData(-1, "EndDenied")]
    [InlineData(0, "EndNotDeniable")]
    public async Task An_end_is_deniable_until_just_before_30_days_after_the_registry_was_told(long microseconds, string expected)
    {
        var (citizen, id) = await HolderAsync();
        await clock.AtAsync(Now.AddHours(1));
        await EndAsync(id, "REVOKED");

        await clock.AtAsync(Now.AddHours(1).AddDays(30).AddMicroseconds(microseconds));
        (await DenyAsync(citizen, id)).TypeName().ShouldBe(expected);
    }

    [Fact]
    public async Task An_end_by_code_works_once_and_is_told_and_cannot_be_denied()
    {
        var (citizen, id) = await HolderAsync();
        var first = (await ConsentAsync(citizen, id)).Text("consentCode");
        var code = (await ConsentAsync(citizen, id)).Text("consentCode");
        (await EndAsync(id, "CITIZEN_ASKED", first)).TypeName().ShouldBe("ConsentNotProven", "a new code voids the old");
        var request = Make.Id();

        (await EndAsync(id, "CITIZEN_ASKED", code.ToLowerInvariant(), request)).TypeName().ShouldBe("IssuanceEnded");

        (await EndAsync(id, "CITIZEN_ASKED", code, request)).At("replayed").GetBoolean().ShouldBeTrue();
        (await ToldAsync(id, "END_CONSENTED")).ShouldBe(2);
        (await ToldAsync(id, "CERTIFICATE_ENDED_BY_CODE")).ShouldBe(1);
        (await ToldAsync(id, "CERTIFICATE_ENDED")).ShouldBe(0);
        (await DenyAsync(citizen, id)).TypeName().ShouldBe("EndNotDeniable");
        var other = (await HolderAsync(citizen)).Id;
        (await EndAsync(other, "CITIZEN_ASKED", code)).TypeName().ShouldBe("ConsentNotProven", "used, and for another certificate");
    }

    [Fact]
    public async Task A_wrong_code_ends_nothing_and_the_fifth_voids_the_consent()
    {
        var (citizen, id) = await HolderAsync();
        var code = (await ConsentAsync(citizen, id)).Text("consentCode");
        for (var tries = 0; tries < 5; tries++)
        {
            (await EndAsync(id, "CITIZEN_ASKED", "00000-00000")).TypeName().ShouldBe("ConsentNotProven");
        }

        (await EndAsync(id, "CITIZEN_ASKED", code)).TypeName().ShouldBe("ConsentNotProven");
        var late = (await ConsentAsync(citizen, id)).Text("consentCode");
        await clock.AtAsync(Now.AddMinutes(15));
        (await EndAsync(id, "CITIZEN_ASKED", late)).TypeName().ShouldBe("ConsentNotProven");
        (await clock.Database.CountAsync("registry.issuances where id = $1 and ended_at is null", Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_else_denies_or_consents_and_an_end_by_the_department_is_not_deniable()
    {
        var (citizen, id) = await HolderAsync();
        var stranger = Make.Citizen();
        (await ConsentAsync(stranger, id)).TypeName().ShouldBe("IssuanceNotFound");
        (await DenyAsync(stranger, id)).TypeName().ShouldBe("IssuanceNotFound");
        (await DenyAsync(citizen, id)).TypeName().ShouldBe("EndNotDeniable");
        await Should.ThrowAsync<UnauthorizedAccessException>(async () => await registry.AskAsync(
            await registry.StaffAsync("vnpt-ca", "vnpt-ca-staff-1"), "denyEnd", "mutation($id: ID!) { denyEnd(id: $id) { __typename } }", new { id }));

        (await registry.EndAsync("department", id, "REVOKED", Now)).TypeName().ShouldBe("IssuanceEnded");
        (await DenyAsync(citizen, id)).TypeName().ShouldBe("EndNotDeniable");
        (await ConsentAsync(citizen, id)).TypeName().ShouldBe("CannotEndSo");
    }

    [Fact]
    public async Task A_new_phone_consents_to_no_end_and_may_deny_one()
    {
        var (citizen, id) = await HolderAsync();
        var system = Callers.Client("department", Scopes.Department);
        await registry.BindPhoneAsync(system, citizen, "0905111222");
        await registry.BindPhoneAsync(system, citizen, "0905999888");
        (await ConsentAsync(citizen, id)).TypeName().ShouldBe("PhoneIsNew");
        await EndAsync(id, "REVOKED");
        (await DenyAsync(citizen, id)).TypeName().ShouldBe("EndDenied");
    }

    [Fact]
    public async Task An_officers_word_for_the_citizen_is_not_the_citizens_own()
    {
        var (_, id) = await HolderAsync();
        await EndAsync(id, "REVOKED");
        (await registry.AskAsync(Callers.Officer("officer-lan", Callers.Reviewing), "denyEnd", "mutation($id: ID!) { denyEnd(id: $id) { __typename } }", new { id })).TypeName().ShouldBe("EndDenied");

        var told = (await clock.DetectAsync(ViolationKind.EndNotAskedFor, Now.AddMinutes(1), id)).ShouldHaveSingleItem().At("evidence").ToString();

        told.ShouldContain("officer-lan of the department said");
        told.ShouldNotContain("The citizen said");
    }

    private async Task<(string Citizen, string Id)> HolderAsync(string? citizen = null)
    {
        await clock.AtAsync(Now);
        citizen ??= Make.Citizen();
        return (citizen, (await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) })).At("issuance").Text("id"));
    }

    private async Task<string> RecordAfterwardsAsync(string citizen, DateTimeOffset at)
    {
        await clock.AtAsync(at);
        return (await registry.RecordAsync("ca2", Make.Record(citizen) with { Certificate = Make.Certificate(at) })).At("issuance").Text("id");
    }

    private Task<JsonElement> EndAsync(string id, string reason, string? code = null, string? requestId = null) => registry.AskAsync(
        "vnpt-ca", "endIssuance", End, new { input = new { requestId = requestId ?? Make.Id(), issuanceId = id, reason, effectiveAt = Now, consentCode = code } });

    private Task<JsonElement> ConsentAsync(string citizen, string id) => registry.AskAsync(
        registry.Citizen(citizen), "consentToEnd", "mutation($id: ID!) { consentToEnd(id: $id) { __typename ... on Refusal { code } ... on EndConsented { consentCode expiresAt } } }", new { id });

    [Fact]
    public async Task An_excluded_provider_reports_revocations_and_has_no_wrong_citizen()
    {
        await clock.AtAsync(Now);
        var (wrong, revoked) = ((await registry.RecordAsync("misa-ca", Make.Record() with { Certificate = Make.Certificate(Now) })).Id(), (await registry.RecordAsync("misa-ca", Make.Record() with { Certificate = Make.Certificate(Now) })).Id());
        await clock.Database.GroundAsync("misa-ca");
        await clock.Database.ExecuteAsync("update registry.participations set ended_at = $1, ended_by = 'EXCLUDED' where provider_id = (select id from registry.providers where code = 'misa-ca')", Now);
        await clock.AtAsync(Now.AddHours(1));

        (await registry.EndAsync("misa-ca", wrong, "WRONG_CITIZEN", Now.AddHours(1))).TypeName().ShouldBe("CannotEndSo");
        (await registry.EndAsync("misa-ca", revoked, "REVOKED", Now.AddHours(1))).TypeName().ShouldBe("IssuanceEnded");
        (await registry.EndAsync("department", wrong, "WRONG_CITIZEN", Now.AddHours(1))).TypeName().ShouldBe("IssuanceEnded");
    }

    private Task<JsonElement> DenyAsync(string citizen, string id) => registry.AskAsync(
        registry.Citizen(citizen), "denyEnd", "mutation($id: ID!) { denyEnd(id: $id) { __typename ... on Refusal { code } ... on EndDenied { deniedAt } ... on EndNotDeniable { until } } }", new { id });

    private Task<long> ToldAsync(string id, string kind) => clock.Database.CountAsync("registry.messages where kind = $1 and subject_id = $2 and recipient = 'CITIZEN'", kind, Guid.Parse(id));
}
