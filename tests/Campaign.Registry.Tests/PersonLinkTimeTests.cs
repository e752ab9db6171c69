using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>I2, I6, HUE-1.3: what links and claims come to in time: the free period, the flags, the nightly check.</summary>
public sealed class PersonLinkTimeTests(ClockFixture fixture) : IClassFixture<ClockFixture>
{
    private static readonly Caller Officer = Callers.Client("department", Scopes.Department);

    private const string IssuanceQuery = "query($id: ID!) { issuance(id: $id) { id freePeriod { endsOn } } }";

    private const string IssuancesQuery = "{ issuances(campaign: \"hue\", first: 100) { edges { node { id freePeriod { endsOn } } } } }";

    private readonly TestRegistry registry = fixture.Registry;

    private TestDatabase Database => fixture.Database;

    [Fact]
    public async Task The_free_period_is_the_earliest_of_any_number_and_a_link_never_starts_it_anew()
    {
        var (old, fresh) = (Make.Citizen(), Make.Citizen());
        var start = ClockFixture.Morning;
        await fixture.AtAsync(start);
        var began = (await registry.RecordAsync("vnpt-ca", Make.Record(old, start))).Text("issuance", "freePeriod", "endsOn");
        await EndAsync(old, "CITIZEN_ASKED", start);
        await fixture.AtAsync(start.AddDays(40));
        var later = await registry.RecordAsync("ca2", Make.Record(fresh, start.AddDays(40)));
        later.Text("issuance", "freePeriod", "endsOn").ShouldNotBe(began);

        await registry.LinkNumbersAsync(Officer, old, fresh);

        (await registry.AskAsync(Officer, "issuance", IssuanceQuery, new { id = later.Text("issuance", "id") })).Text("freePeriod", "endsOn").ShouldBe(began);
        (await registry.AskAsync("ca2", "issuances", IssuancesQuery)).At("edges").EnumerateArray()
            .Single(e => e.Text("node", "id") == later.Text("issuance", "id")).Text("node", "freePeriod", "endsOn").ShouldBe(began);
        (await registry.CheckAsync("ca2", old)).Text("holder", "freePeriod", "endsOn").ShouldBe(began);

        // The later one is undone as a mistyped number's: the earlier stays, and the next record carries it over.
        await EndAsync(fresh, "WRONG_CITIZEN", start.AddDays(40));
        (await registry.RecordAsync("fpt-ca", Make.Record(fresh, start.AddDays(40)))).Text("issuance", "freePeriod", "endsOn").ShouldBe(began);
        (await Database.CountAsync("registry.free_periods where person_id = $1 and undone_at is null", await PersonAsync(fresh))).ShouldBe(0);
        await NightlyCheckIsSilentAsync();
    }

    [Fact]
    public async Task A_claim_whose_other_number_holds_a_certificate_is_flagged_once_whoever_makes_it()
    {
        var (held, fresh, third) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        var now = ClockFixture.Morning;
        await fixture.AtAsync(now);
        var issuance = (await registry.RecordAsync("vnpt-ca", Make.Record(held, now))).Text("issuance", "id");
        await registry.CheckAsync("ca2", fresh, alsoKnownAs: held);
        await registry.CheckAsync("fpt-ca", fresh, alsoKnownAs: held);
        await registry.CheckAsync("fpt-ca", third, alsoKnownAs: Make.Citizen());

        (await fixture.DetectAsync(ViolationKind.PossibleSamePerson, now.AddSeconds(30), issuance)).ShouldBeOne(null, "HUE-1.3", 2);

        (await registry.RecordAsync("ca2", Make.Record(fresh, now))).TypeName().ShouldBe("IssuanceRecorded", "without the other number it is judged by its own");
        (await fixture.DetectAsync(ViolationKind.PossibleSamePerson, now.AddSeconds(60), issuance)).ShouldBeOne(null, "HUE-1.3", 2);
    }

    [Fact]
    public async Task A_claim_is_flagged_when_the_other_number_gets_its_certificate_later_and_not_when_both_are_one()
    {
        var (later, fresh, linked) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        var now = ClockFixture.Morning;
        await fixture.AtAsync(now.AddMinutes(-5));
        await registry.CheckAsync("ca2", fresh, alsoKnownAs: later);
        await registry.LinkNumbersAsync(Officer, linked, fresh);
        await fixture.AtAsync(now);
        var issuance = (await registry.RecordAsync("vnpt-ca", Make.Record(later, now))).Text("issuance", "id");

        (await fixture.DetectAsync(ViolationKind.PossibleSamePerson, now.AddSeconds(30), issuance)).ShouldBeOne(null, "HUE-1.3", 2);

        var own = (await registry.RecordAsync("vnpt-ca", Make.Record(linked, now))).Text("issuance", "id");
        await registry.CheckAsync("ca2", fresh, alsoKnownAs: linked);
        (await fixture.DetectAsync(ViolationKind.PossibleSamePerson, now.AddMinutes(1), own)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_both_hold_and_were_to_be_linked_are_flagged_once_with_both_certificates()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var now = ClockFixture.Morning;
        await fixture.AtAsync(now);
        var first = (await registry.RecordAsync("vnpt-ca", Make.Record(one, now))).Text("issuance", "id");
        await registry.RecordAsync("ca2", Make.Record(other, now));
        await registry.LinkNumbersAsync(Officer, one, other);

        (await fixture.DetectAsync(ViolationKind.PossibleSamePerson, now.AddSeconds(30), first)).ShouldBeOne(null, "HUE-1.3", 3);
        await registry.CheckAsync("ca2", one, alsoKnownAs: other);
        (await fixture.DetectAsync(ViolationKind.PossibleSamePerson, now.AddSeconds(60), first)).ShouldBeOne(null, "HUE-1.3", 3);
    }

    [Fact]
    public async Task A_link_is_undone_by_a_new_decision_while_nothing_was_recorded_since()
    {
        var (one, other, third) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        await fixture.AtAsync(ClockFixture.Morning);
        await registry.RecordAsync("vnpt-ca", Make.Record(one, ClockFixture.Morning));
        await fixture.AtAsync(ClockFixture.Morning.AddSeconds(1));
        await registry.LinkNumbersAsync(Officer, other, third);
        await fixture.AtAsync(ClockFixture.Morning.AddSeconds(2));
        var (before, absorbed) = (await PersonAsync(one), await PersonAsync(other));
        var link = (await registry.LinkNumbersAsync(Officer, one, other)).Text("link", "id");
        (await PersonAsync(third)).ShouldBe(before);

        var requestId = Make.Id();
        var undone = await registry.UnlinkNumbersAsync(Officer, link, requestId: requestId);

        undone.TypeName().ShouldBe("NumbersUnlinked");
        undone.Text("link", "undoReason").ShouldBe("the cards were two persons'");
        ((await PersonAsync(one)), await PersonAsync(other), await PersonAsync(third)).ShouldBe((before, absorbed, absorbed));
        (await registry.CheckAsync("ca2", third)).Text("standing").ShouldBe("FREE");
        (await registry.CheckAsync("ca2", one)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        (await registry.UnlinkNumbersAsync(Officer, link, requestId: requestId)).At("replayed").GetBoolean().ShouldBeTrue();
        (await registry.UnlinkNumbersAsync(Officer, link)).TypeName().ShouldBe("NumberLinkNotInForce");
        (await registry.UnlinkNumbersAsync(Officer, Make.Id())).TypeName().ShouldBe("NumberLinkNotFound");
        (await registry.LinkNumbersAsync(Officer, one, third)).TypeName().ShouldBe("NumbersLinked");
        await NightlyCheckIsSilentAsync();
    }

    private async Task EndAsync(string number, string reason, DateTimeOffset at)
    {
        var id = await Database.ScalarAsync<Guid>("select id from registry.issuances where person_id = $1 and status = 'ACTIVE'", await PersonAsync(number));
        (await registry.EndAsync("department", id.ToString(), reason, at)).TypeName().ShouldBe("IssuanceEnded");
    }

    private Task<Guid> PersonAsync(string number) => Database.ScalarAsync<Guid>(
        "select person_id from registry.number_keys where key_hash = $1",
        registry.Services.GetRequiredService<NumberVault>().KeysOf(CitizenNumber.ParseOrNull(number)!)[0].Hash);

    private async Task NightlyCheckIsSilentAsync()
    {
        await fixture.Database.ExecuteAsync("delete from registry.invariant_checks");
        await registry.RunJobAsync("check-invariants");
        (await Database.CountAsync("registry.alarms")).ShouldBe(0);
    }
}
