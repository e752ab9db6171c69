using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>That two numbers are one person's is decided by two officers: a lone officer with an accomplice's phone would else speak for any citizen (I2, HUE-1.2).</summary>
public sealed class LinkTakesTwoOfficersTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Link = """
        mutation($input: LinkNumbersInput!) { linkNumbers(input: $input) { __typename ... on Refusal { code message clause } ... on SecondOfficerNeeded { proposalId expiresAt } } }
        """;

    private const string Consent = "mutation($input: ConsentToSwitchInput!) { consentToSwitch(input: $input) { __typename ... on PhoneIsNew { consentsFrom } } }";

    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly Caller Administrator = Callers.Officer("administrator", Callers.Administering);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task An_officer_alone_moves_no_place_no_need_and_no_sign_in_and_two_officers_do_and_tell_both()
    {
        await clock.AtAsync(Now);
        var (holder, accomplice) = (Make.Citizen(), Make.Citizen());
        var issuance = (await registry.RecordAsync("vnpt-ca", Make.Record(holder) with { Certificate = Make.Certificate(Now) })).Id();
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = accomplice, ProviderCode = "ca2" })).Text("need", "id");

        var proposed = await LinkAsync(Reviewer, holder, accomplice);
        var again = await LinkAsync(Reviewer, accomplice, holder);

        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        proposed.Text("clause").ShouldBe("HUE-1.3");
        again.Text("proposalId").ShouldBe(proposed.Text("proposalId"), "of the same two one is open");
        again.Text("message").ShouldNotContain("NOT stored");
        (await LinkAsync(Reviewer, holder, accomplice, "another reason")).Text("message").ShouldContain("NOT stored");
        (await registry.CheckAsync("ca2", accomplice)).Text("standing").ShouldBe("FREE");
        (await registry.NeedAsync("department", need)).Text("state").ShouldBe("WAITING");
        (await SeesAsync(accomplice, issuance)).ShouldBeFalse();
        (await SwitchAsync(accomplice)).TypeName().ShouldBe("NothingToSwitch");
        (await registry.ApproveAsync(Reviewer, proposed.Text("proposalId"))).ShouldBe("403");
        (await registry.ApproveAsync(Callers.Officer("reviewer", Callers.Administering), proposed.Text("proposalId"))).ShouldBe("SecondOfficerNeeded");
        (await clock.Database.ScalarAsync<string>("select input::text from registry.proposals where id = $1", Guid.Parse(proposed.Text("proposalId")))).ShouldNotContain(holder);

        (await registry.ApproveAsync(Administrator, proposed.Text("proposalId"))).ShouldBe("ProposalApproved");

        (await registry.CheckAsync("ca2", accomplice)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        (await registry.NeedAsync("department", need)).Text("state").ShouldBe("SUPERSEDED");
        (await clock.Database.CountAsync("registry.messages where kind = 'NUMBERS_LINKED' and subject_id = (select (input ->> 'Link')::uuid from registry.proposals where id = $1)", Guid.Parse(proposed.Text("proposalId")))).ShouldBe(2);
        var early = await SwitchAsync(accomplice);
        early.TypeName().ShouldBe("PhoneIsNew");
        (await SwitchAsync(holder)).TypeName().ShouldBe("PhoneIsNew", "neither phone, for a day");
        await clock.AtAsync(early.Time("consentsFrom"));
        (await SwitchAsync(holder)).TypeName().ShouldBe("SwitchConsented");
    }

    [Fact]
    public async Task An_officer_alone_undoes_no_link_and_two_officers_do_and_tell_both()
    {
        await clock.AtAsync(Now);
        var system = Callers.Client("department", Scopes.Department);
        var (one, other) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(one) with { Certificate = Make.Certificate(Now) });
        await clock.AtAsync(Now.AddMinutes(1));
        var link = (await registry.LinkNumbersAsync(system, one, other)).Text("link", "id");

        var proposed = await registry.UnlinkNumbersAsync(Reviewer, link);

        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        (await registry.CheckAsync("ca2", other)).Text("standing").ShouldBe("HOLDS_CERTIFICATE", "nothing has moved");
        var open = (await clock.Database.ScalarAsync<Guid>("select id from registry.proposals where act = 'UNLINK_NUMBERS' and input ->> 'Undone' = $1", link)).ToString();
        (await registry.ApproveAsync(Callers.Officer("reviewer", Callers.Administering), open)).ShouldBe("SecondOfficerNeeded");
        var alone = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync(
            "insert into registry.person_unlinks (link_id, actor, reason, unlinked_at) values ($1, 'officer:reviewer', 'made up', registry.registry_now())", Guid.Parse(link)));
        alone.ConstraintName.ShouldBe("unlink_takes_two_officers");

        (await registry.ApproveAsync(Administrator, open)).ShouldBe("ProposalApproved");

        (await registry.CheckAsync("ca2", other)).Text("standing").ShouldBe("FREE");
        (await clock.Database.CountAsync("registry.messages where kind = 'NUMBERS_UNLINKED' and subject_id = $1", Guid.Parse(link))).ShouldBe(2);
        (await registry.UnlinkNumbersAsync(Reviewer, link)).TypeName().ShouldBe("NumberLinkNotInForce");
    }

    [Fact]
    public async Task The_departments_system_links_alone_and_both_phones_wait_all_the_same()
    {
        await clock.AtAsync(Now);
        var (holder, other) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(holder) with { Certificate = Make.Certificate(Now) });

        (await LinkAsync(Callers.Client("department", Scopes.Department), holder, other)).TypeName().ShouldBe("NumbersLinked");

        (await SwitchAsync(other)).TypeName().ShouldBe("PhoneIsNew");
    }

    [Fact]
    public async Task What_moves_nothing_takes_one_officer()
    {
        await clock.AtAsync(Now);
        var (one, other) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(one) with { Certificate = Make.Certificate(Now) });
        await registry.RecordAsync("ca2", Make.Record(other) with { Certificate = Make.Certificate(Now) });
        (await LinkAsync(Reviewer, one, other)).TypeName().ShouldBe("BothHoldCertificates", "the case is opened");

        var (linked, also) = (Make.Citizen(), Make.Citizen());
        await LinkAsync(Callers.Client("department", Scopes.Department), linked, also);
        (await LinkAsync(Reviewer, also, linked)).TypeName().ShouldBe("AlreadyOnePerson");
    }

    [Fact]
    public async Task What_has_changed_since_it_was_proposed_is_judged_anew_and_the_proposal_stays_open()
    {
        await clock.AtAsync(Now);
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var proposed = (await LinkAsync(Reviewer, one, other)).Text("proposalId");
        await registry.RecordAsync("vnpt-ca", Make.Record(one) with { Certificate = Make.Certificate(Now) });
        await registry.RecordAsync("ca2", Make.Record(other) with { Certificate = Make.Certificate(Now) });

        (await registry.ApproveAsync(Administrator, proposed)).ShouldBe("ProposedActRefused");

        (await registry.CheckAsync("ca2", one)).Text("holder", "provider", "code").ShouldBe("vnpt-ca");
    }

    [Fact]
    public async Task The_database_links_for_no_officer_alone()
    {
        await clock.AtAsync(Now);
        var persons = new List<Guid>();
        for (var n = 0; n < 2; n++)
        {
            var id = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" })).Text("need", "id");
            persons.Add(await clock.Database.ScalarAsync<Guid>("select person_id from registry.needs where id = $1", Guid.Parse(id)));
        }

        var refused = await Should.ThrowAsync<PostgresException>(clock.Database.ExecuteAsync(
            "select set_config('registry.viewer', 'department', true), registry.link_persons($1, $2, 'OFFICER', 'officer:reviewer', null, 'seen')", persons[0], persons[1]));

        refused.ConstraintName.ShouldBe("link_takes_two_officers");
    }

    private Task<JsonElement> LinkAsync(Caller officer, string citizenId, string otherCitizenId, string reason = "both cards seen") =>
        registry.AskAsync(officer, "linkNumbers", Link, new { input = new { requestId = Make.Id(), citizenId, otherCitizenId, reason } });

    private Task<JsonElement> SwitchAsync(string citizen) =>
        registry.AskAsync(registry.Citizen(citizen), "consentToSwitch", Consent, new { input = new { campaign = "hue", providerCode = "viettel-ca" } });

    private async Task<bool> SeesAsync(string citizen, string issuance) =>
        (await registry.AskAsync(registry.Citizen(citizen), "issuance", "query($id: ID!) { issuance(id: $id) { id } }", new { id = issuance })).ValueKind == JsonValueKind.Object;
}
