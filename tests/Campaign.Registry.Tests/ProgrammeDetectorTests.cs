using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What detectors hold against a provider about one citizen counts in the whole programme: one campaign's check, record or certificate tells in the other (HUE-1.3, HUE-1.5).</summary>
public sealed class ProgrammeDetectorTests(ClockFixture clock) : IClassFixture<ClockFixture>, IAsyncLifetime
{
    private const string Second = "second";
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    public async ValueTask InitializeAsync()
    {
        await clock.AtAsync(Now);
        (await clock.Registry.CreateCampaignAsync(Second, opensAt: Now.AddDays(-1))).TypeName().ShouldBe("CampaignCreated");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_was_told_of_the_holder_in_another_campaign_was_told()
    {
        var citizen = Make.Citizen();
        var holder = (await RecordAsync("vnpt-ca", citizen, Now, Second)).Id();
        await clock.AtAsync(Now.AddMinutes(1));
        (await clock.Registry.CheckAsync("ca2", citizen, campaign: Second)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        await clock.AtAsync(Now.AddMinutes(3));
        (await clock.Registry.RecordAsync("ca2", Make.Record(citizen) with { Certificate = Make.Certificate(Now.AddMinutes(2)) })).TypeName().ShouldBe("AlreadyIssued");

        var flag = (await clock.DetectAsync(ViolationKind.DuplicateAttempt, Now.AddMinutes(3), holder)).ShouldBeOne("ca2", "HUE-1.3", 3);

        flag.At("evidence")[1].Text("summary").ShouldContain("was told that the citizen has a certificate");
    }

    [Fact]
    public async Task A_free_year_is_breached_across_campaigns()
    {
        var citizen = Make.Citizen();
        var first = (await RecordAsync("vnpt-ca", citizen, Now, Second)).Id();
        (await clock.Registry.EndAsync("vnpt-ca", first, "REVOKED", Now)).TypeName().ShouldBe("IssuanceEnded");
        var second = (await RecordAsync("ca2", citizen, Now.AddDays(1), "hue")).Id();

        (await clock.DetectAsync(ViolationKind.FreePeriodBreach, Now.AddDays(1), second)).ShouldBeOne("vnpt-ca", "HUE-1.5", 2);
    }

    [Theory]
    [InlineData("misa-ca", null, 1)]
    [InlineData("bkav-ca", Second, 0)]
    [InlineData("fpt-ca", "trial", 1)]
    public async Task What_was_checked_in_one_campaign_and_recorded_in_another_led_to_something(string provider, string? recordedIn, int flags)
    {
        await clock.Registry.CreateCampaignAsync("trial", programme: "trial", opensAt: Now.AddDays(-1));
        await clock.Database.ExecuteAsync("""
            with asked as (
              select p.id as provider, sha256(gen_random_uuid()::text::bytea) as key from generate_series(1, 60) n join registry.providers p on p.code = $1)
            insert into registry.citizen_asks (id, asked_at, campaign_id, provider_id, act, channel, key_id, key_hash, answer)
            select gen_random_uuid(), $2, (select id from registry.campaigns where code = 'hue'), provider, 'CHECK', 'PROVIDER_APP', 1, key, 'FREE' from asked
            union all
            select gen_random_uuid(), $2::timestamptz + interval '1 minute', c.id, provider, 'RECORD', 'PROVIDER_APP', 1, key, 'RECORDED'
            from asked join registry.campaigns c on c.code = $3
            """, provider, Now, recordedIn ?? "none");

        var found = await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, Now.AddMinutes(31));

        found.Count(f => f.Text("provider", "code") == provider).ShouldBe(flags);
    }

    [Fact]
    public async Task One_person_under_two_numbers_is_flagged_across_campaigns()
    {
        var holder = new Holder { Name = "Tôn Nữ Hạ Uyên", BirthDate = "1991-05-17", Sex = "FEMALE", Phone = "0905112233" };
        var first = (await RecordAsync("vnpt-ca", Make.Citizen(), Now, Second, holder)).Id();
        await RecordAsync("ca2", Make.Citizen(), Now, "hue", holder);
        await clock.Registry.RunJobAsync("find-same-persons", TestContext.Current.CancellationToken);

        await clock.RunAsync(ViolationKind.PossibleSamePerson);

        (await clock.FlagsAsync(ViolationKind.PossibleSamePerson, first)).ShouldHaveSingleItem();
    }

    private async Task<System.Text.Json.JsonElement> RecordAsync(string provider, string citizen, DateTimeOffset at, string campaign, Holder? holder = null)
    {
        await clock.AtAsync(at);
        return await clock.Registry.RecordAsync(provider, Make.Record(citizen) with { Campaign = campaign, Certificate = Make.Certificate(at), Holder = holder });
    }
}
