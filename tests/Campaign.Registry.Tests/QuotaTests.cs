using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>HUE-1.7: quotas count citizens asked about, in a window that slides; both sides of its end, and under a race.</summary>
public sealed class QuotaTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const int PerStaff = 3;
    private const int PerProvider = 5;
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    [Fact]
    public async Task A_staff_member_may_ask_about_so_many_citizens_in_any_60_minutes()
    {
        await LimitAsync();
        await clock.AtAsync(Now);
        var known = Make.Citizen();
        (await AskAsync("fpt-ca", known)).TypeName().ShouldBe("CitizenCheck");
        (await AskAsync("fpt-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck");
        await clock.AtAsync(Now.AddMinutes(10));
        (await AskAsync("fpt-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck");

        await clock.AtAsync(Now.AddHours(1) - ClockFixture.Microsecond);
        var refused = await AskAsync("fpt-ca", Make.Citizen());
        refused.TypeName().ShouldBe("QuotaExceeded");
        refused.At("retryAfterSeconds").GetInt32().ShouldBe(1);
        (await AskAsync("fpt-ca", known)).TypeName().ShouldBe("CitizenCheck", "asking again about the same citizen is free");
        (await AskAsync("fpt-ca", Make.Citizen(), staff: 2)).TypeName().ShouldBe("CitizenCheck", "another staff member has a quota of their own");
        await clock.AtAsync(Now.AddHours(1));
        (await AskAsync("fpt-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck", "the window is (now − 60 minutes, now]");
    }

    [Fact]
    public async Task Refused_records_and_other_numbers_count_too()
    {
        await LimitAsync();
        await clock.AtAsync(Now);
        // One citizen by a record that is refused, two by a check that gives another number.
        (await clock.Registry.RecordAsync("bkav-ca", Door("bkav-ca", Make.Citizen()))).TypeName().ShouldBe("CheckRequired");
        (await clock.Registry.CheckAsync("bkav-ca", Make.Citizen(), "DOOR_TO_DOOR", "bkav-ca-staff-1", Make.Citizen())).TypeName().ShouldBe("CitizenCheck");

        (await AskAsync("bkav-ca", Make.Citizen())).TypeName().ShouldBe("QuotaExceeded");
        (await clock.Registry.RecordAsync("bkav-ca", Door("bkav-ca", Make.Citizen()))).TypeName().ShouldBe("QuotaExceeded");
    }

    [Fact]
    public async Task The_same_number_given_twice_is_one_citizen()
    {
        await LimitAsync();
        await clock.AtAsync(Now.AddDays(1));
        for (var i = 0; i < PerStaff; i++)
        {
            var citizen = Make.Citizen();
            (await clock.Registry.CheckAsync("ca2", citizen, "DOOR_TO_DOOR", "ca2-staff-2", alsoKnownAs: citizen)).TypeName().ShouldBe("CitizenCheck");
        }

        (await clock.Registry.CheckAsync("ca2", Make.Citizen(), "DOOR_TO_DOOR", "ca2-staff-2")).TypeName().ShouldBe("QuotaExceeded");
    }

    [Fact]
    public async Task A_provider_may_ask_about_so_many_citizens_in_any_60_seconds_whoever_asks()
    {
        await LimitAsync();
        await clock.AtAsync(Now);
        for (var i = 0; i < PerProvider; i++)
        {
            (await clock.Registry.CheckAsync("misa-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck");
        }

        (await clock.Registry.CheckAsync("misa-ca", Make.Citizen())).At("retryAfterSeconds").GetInt32().ShouldBe(60);
        (await clock.Registry.CheckAsync("ca2", Make.Citizen())).TypeName().ShouldBe("CitizenCheck", "every provider has the same quota of its own (HUE-1.1)");
        await clock.AtAsync(Now.AddMinutes(1));
        (await clock.Registry.CheckAsync("misa-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck");
    }

    [Fact]
    public async Task Many_asks_in_one_request_count_each()
    {
        await LimitAsync();
        await clock.AtAsync(Now);
        var fields = string.Join(' ', Enumerable.Range(0, 8).Select(i =>
            $$"""a{{i}}: checkCitizen(input: {campaign: "hue", citizenId: "{{Make.Citizen()}}", channel: PROVIDER_APP}) { __typename }"""));

        var (_, body) = await clock.Registry.SendAsync("viettel-ca", $"mutation {{ {fields} }}");

        var names = body.At("data").EnumerateObject().Select(p => p.Value.TypeName()).ToList();
        names.Count(n => n == "CitizenCheck").ShouldBe(PerProvider);
        names.Count(n => n == "QuotaExceeded").ShouldBe(8 - PerProvider);
    }

    [Fact]
    public async Task Asked_at_once_no_more_are_answered_than_the_quota_allows()
    {
        await LimitAsync();
        await clock.AtAsync(Now);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync("vnpt-ca", Make.Citizen())));

        answers.Count(a => a.TypeName() == "CitizenCheck").ShouldBe(PerStaff);
        answers.Count(a => a.TypeName() == "QuotaExceeded").ShouldBe(40 - PerStaff);
    }

    private static RecordInput Door(string provider, string citizen) => new()
    {
        CitizenId = citizen,
        Channel = "DOOR_TO_DOOR",
        Staff = $"{provider}-staff-1",
        Certificate = Make.Certificate(Now),
    };

    private Task<System.Text.Json.JsonElement> AskAsync(string provider, string citizen, int staff = 1) =>
        clock.Registry.CheckAsync(provider, citizen, "DOOR_TO_DOOR", $"{provider}-staff-{staff}");

    private Task LimitAsync() => clock.Database.ExecuteAsync(
        "update registry.campaign_terms set checks_per_staff_per_hour = $1, checks_per_provider_per_minute = $2", PerStaff, PerProvider);
}
