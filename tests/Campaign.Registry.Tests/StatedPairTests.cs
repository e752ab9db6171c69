using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>
/// HUE-1.3, I2: a number stated beside the citizen's own (alsoKnownAs) is a claim. It binds whoever states it, who is answered by the stricter of the two; it links nothing and
/// moves nobody's place.
/// </summary>
public sealed class StatedPairTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Scopes.Department);

    private readonly TestRegistry registry = fixture.Registry;

    [Theory]
    [InlineData(null, null, "FREE", null)]
    [InlineData(null, true, "HOLDS_CERTIFICATE", "viettel-ca")]
    [InlineData(null, false, "HOLDS_PENDING_ACTIVATION", "viettel-ca")]
    [InlineData(true, null, "HOLDS_CERTIFICATE", "vnpt-ca")]
    [InlineData(true, true, "HOLDS_CERTIFICATE", "vnpt-ca")]
    [InlineData(true, false, "HOLDS_CERTIFICATE", "vnpt-ca")]
    [InlineData(false, true, "HOLDS_CERTIFICATE", "viettel-ca")]
    [InlineData(false, false, "HOLDS_PENDING_ACTIVATION", "vnpt-ca")]
    public async Task A_check_is_answered_by_the_stricter_of_the_two(bool? activatedOwn, bool? activatedStated, string standing, string? holder)
    {
        var (own, stated) = (Make.Citizen(), Make.Citizen());
        await HoldAsync("vnpt-ca", own, activatedOwn);
        await HoldAsync("viettel-ca", stated, activatedStated);

        // To the stated number's own holder too: what it is told goes by its own number alone.
        foreach (var provider in new[] { "ca2", "viettel-ca" })
        {
            var check = await registry.CheckAsync(provider, own, alsoKnownAs: stated);

            check.Text("standing").ShouldBe(standing);
            (check.At("holder").ValueKind == JsonValueKind.Null ? null : check.Text("holder", "provider", "code")).ShouldBe(holder);
            if (holder is not null)
            {
                check.At("holder", "recordedAt").ValueKind.ShouldBe(JsonValueKind.Null);
                check.At("holder", "freePeriod").ValueKind.ShouldBe(JsonValueKind.Null);
            }
        }

        (await registry.CheckAsync("ca2", own)).Text("standing").ShouldBe(activatedOwn switch { null => "FREE", true => "HOLDS_CERTIFICATE", _ => "HOLDS_PENDING_ACTIVATION" }, "nothing was linked");
    }

    [Fact]
    public async Task A_record_that_states_a_number_which_holds_is_in_vain_and_without_it_is_judged_by_itself()
    {
        var (own, stated) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("viettel-ca", Make.Record(stated));
        var pair = Make.Record(own) with { AlsoKnownAs = stated };

        var refused = await registry.RecordAsync("ca2", pair);
        var yours = await registry.RecordAsync("viettel-ca", Make.Record(own) with { AlsoKnownAs = stated });

        refused.TypeName().ShouldBe("AlreadyIssued");
        refused.Text("holder", "provider", "code").ShouldBe("viettel-ca");
        refused.At("holder", "recordedAt").ValueKind.ShouldBe(JsonValueKind.Null, "the winner of no race of this citizen's");
        refused.At("yours").GetBoolean().ShouldBeFalse();
        refused.Time("revokeBy").ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        refused.Text("message").ShouldNotContain(stated);
        yours.TypeName().ShouldBe("AlreadyIssued");
        yours.At("yours").GetBoolean().ShouldBeTrue();
        yours.At("holder", "freePeriod").ValueKind.ShouldBe(JsonValueKind.Null);

        (await registry.CheckAsync("ca2", own)).Text("standing").ShouldBe("FREE", "a claim takes nobody's place");
        (await registry.RecordAsync("ca2", pair with { RequestId = Make.Id(), AlsoKnownAs = null })).TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task When_the_stated_certificate_has_ended_the_pair_is_free()
    {
        var (own, stated) = (Make.Citizen(), Make.Citizen());
        var held = await registry.RecordAsync("viettel-ca", Make.Record(stated));
        await registry.EndAsync("viettel-ca", held.Text("issuance", "id"), "CITIZEN_ASKED", DateTimeOffset.UtcNow);

        (await registry.CheckAsync("ca2", own, alsoKnownAs: stated)).Text("standing").ShouldBe("FREE");
        (await registry.RecordAsync("ca2", Make.Record(own) with { AlsoKnownAs = stated })).TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task Two_numbers_that_officers_made_one_are_one_place_and_a_pair_that_they_parted_counts_no_more()
    {
        var (own, stated) = (Make.Citizen(), Make.Citizen());
        var twin = new Holder("Nguyễn Thị Kiều Trinh", "1991-04-05", "FEMALE", "0912345678", "hue-a");
        await registry.RecordAsync("viettel-ca", Make.Record(stated) with { Holder = twin });
        await registry.RegisterNeedAsync(new() { CitizenId = own, ProviderCode = "ca2", ContactName = twin.Name!, Phone = twin.Phone!, WardCode = twin.WardCode });
        await registry.RunJobAsync("find-same-persons");
        var pair = await fixture.Database.ScalarAsync<Guid>("select id from registry.same_person_pairs order by found_at desc, id desc limit 1");
        (await registry.CheckAsync("ca2", own, alsoKnownAs: stated)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");

        (await registry.DecideSamePersonAsync(Reviewer, pair.ToString(), "NOT_THE_SAME", "twins, both came")).TypeName().ShouldBe("SamePersonDecided");

        foreach (var (number, other) in new[] { (own, stated), (stated, own) })
        {
            var check = await registry.CheckAsync("ca2", number, alsoKnownAs: other);
            check.Text("standing").ShouldBe(number == own ? "FREE" : "HOLDS_CERTIFICATE");
            check.At("warnings").EnumerateArray().ShouldNotContain(w => w.Text("code") == "POSSIBLE_SAME_PERSON");
        }

        (await registry.RecordAsync("ca2", Make.Record(own) with { AlsoKnownAs = stated })).TypeName().ShouldBe("IssuanceRecorded");

        var (linked, also) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("ca2", Make.Record(linked));
        await registry.LinkNumbersAsync(Reviewer, linked, also);
        var one = await registry.CheckAsync("ca2", also, alsoKnownAs: linked);
        one.Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        one.At("holder", "recordedAt").ValueKind.ShouldBe(JsonValueKind.String, "one person: it is the asker's own certificate");
    }

    /// <summary>A CMND can be made up at will; the person is the CCCD's, in whichever field it stands.</summary>
    [Fact]
    public async Task An_officer_parts_a_stated_pair_and_each_number_counts_alone()
    {
        const string Part = """
            mutation($input: PartNumbersInput!) { partNumbers(input: $input) { __typename ... on Refusal { code clause } ... on NumbersParted { numbers partedAt replayed } } }
            """;
        var (own, strangers) = (Make.Citizen(), Make.Citizen());
        await HoldAsync("viettel-ca", strangers, true);
        (await registry.CheckAsync("ca2", own, alsoKnownAs: strangers)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        var input = new { requestId = Make.Id(), citizenId = own, otherCitizenId = strangers, reason = "both came, with their cards" };

        var parted = await registry.AskAsync(Reviewer, "partNumbers", Part, new { input });
        var again = await registry.AskAsync(Reviewer, "partNumbers", Part, new { input });
        var reused = await registry.AskAsync(Reviewer, "partNumbers", Part, new { input = input with { reason = "another" } });

        parted.TypeName().ShouldBe("NumbersParted");
        (again.Time("partedAt"), again.At("replayed").GetBoolean()).ShouldBe((parted.Time("partedAt"), true));
        reused.TypeName().ShouldBe("RequestIdReused");
        (await registry.CheckAsync("ca2", own, alsoKnownAs: strangers)).Text("standing").ShouldBe("FREE");
        (await registry.RecordAsync("ca2", Make.Record(own) with { AlsoKnownAs = strangers })).TypeName().ShouldBe("IssuanceRecorded");
        (await fixture.Database.ScalarAsync<string>("select payload from registry.journal where kind = 'NUMBERS_PARTED' order by sequence desc limit 1")).ShouldNotContain(own);

        var (one, other) = (Make.Citizen(), Make.Citizen());
        await registry.LinkNumbersAsync(Callers.Client("department", Scopes.Department), one, other);
        (await registry.AskAsync(Reviewer, "partNumbers", Part, new { input = input with { requestId = Make.Id(), citizenId = one, otherCitizenId = other } })).TypeName().ShouldBe("NumbersAreLinked");
    }

    [Fact]
    public async Task One_cccd_beside_many_made_up_cmnd_gets_one_certificate()
    {
        var (cccd, cmnd) = (Make.Citizen(), Make.Cmnd());
        var check = await registry.CheckAsync("ca2", cmnd, "DOOR_TO_DOOR", "ca2-staff-1", alsoKnownAs: cccd);
        check.Text("standing").ShouldBe("FREE");
        var door = Make.Record(cmnd) with { AlsoKnownAs = cccd, Channel = "DOOR_TO_DOOR", Staff = "ca2-staff-1", Ticket = check.Text("ticket") };

        (await registry.RecordAsync("ca2", door with { AlsoKnownAs = Make.Citizen() })).TypeName().ShouldBe("CheckRequired", "the ticket is the CCCD's");
        (await registry.RecordAsync("ca2", door with { RequestId = Make.Id(), CitizenId = cccd, AlsoKnownAs = cmnd, Certificate = Make.Certificate() })).TypeName().ShouldBe("IssuanceRecorded");

        foreach (var (provider, another) in new[] { ("ca2", Make.Cmnd()), ("ca2", cmnd), ("fpt-ca", Make.Cmnd()) })
        {
            (await registry.CheckAsync(provider, another, alsoKnownAs: cccd)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
            (await registry.RecordAsync(provider, Make.Record(another) with { AlsoKnownAs = cccd })).TypeName().ShouldBe("AlreadyIssued");
        }

        (await registry.CheckAsync("fpt-ca", cccd)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
    }

    /// <summary>HUE-1.7: what can be seen by asking is metered and traced alike, by a refused record too.</summary>
    [Fact]
    public async Task Both_numbers_of_a_refused_record_are_traced_and_shown_to_their_bearers()
    {
        var (own, stated) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("viettel-ca", Make.Record(stated));

        (await registry.RecordAsync("ca2", Make.Record(own) with { AlsoKnownAs = stated })).TypeName().ShouldBe("AlreadyIssued");

        foreach (var (citizen, act) in new[] { (own, "RECORD"), (stated, "ALSO_KNOWN_AS") })
        {
            (await registry.AskAsync(registry.Citizen(citizen), "lookups", "{ lookups { edges { node { act who } } } }")).At("edges").EnumerateArray()
                .Select(e => $"{e.Text("node", "act")} {e.Text("node", "who")}").ShouldContain(l => l.StartsWith(act, StringComparison.Ordinal) && l.Contains("CA2", StringComparison.OrdinalIgnoreCase));
        }
    }

    private async Task HoldAsync(string provider, string citizen, bool? activated)
    {
        if (activated is { } active)
        {
            var check = active ? null : (await registry.CheckAsync(provider, citizen, "DOOR_TO_DOOR", staff: $"{provider}-staff-1")).Text("ticket");
            var record = Make.Record(citizen) with { Activated = active };
            (await registry.RecordAsync(provider, active ? record : record with { Channel = "DOOR_TO_DOOR", Staff = $"{provider}-staff-1", Ticket = check }))
                .TypeName().ShouldBe("IssuanceRecorded");
        }
    }
}
