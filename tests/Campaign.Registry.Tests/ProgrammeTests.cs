using System.Text.Json;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Graph;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>One programme, one certificate, one free year (HUE-1.3, HUE-1.5): whichever of a province's campaigns it is asked in. A second campaign of the demo's programme stands beside <c>hue</c>.</summary>
public sealed class ProgrammeTests(ClockFixture clock) : IClassFixture<ClockFixture>, IAsyncLifetime
{
    private const string Second = "second";
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    public async ValueTask InitializeAsync()
    {
        await clock.AtAsync(Now);
        (await registry.CreateCampaignAsync(Second, opensAt: Now.AddDays(-1))).Text("campaign", "programme").ShouldBe("hue");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_holds_a_certificate_of_one_campaign_holds_it_in_every_campaign_of_the_programme()
    {
        var citizen = Make.Citizen();
        var held = await registry.RecordAsync("vnpt-ca", Record(citizen));

        var check = await registry.CheckAsync("ca2", citizen, campaign: Second);
        var refused = await registry.RecordAsync("ca2", Record(citizen, Second));
        var own = await registry.CheckAsync("vnpt-ca", citizen, campaign: Second);

        check.Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        check.Text("holder", "provider", "code").ShouldBe("vnpt-ca");
        refused.TypeName().ShouldBe("AlreadyIssued");
        refused.Time("holder", "recordedAt").ShouldBe(held.Time("issuance", "recordedAt"));
        own.Text("holder", "freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"));
    }

    [Fact]
    public async Task A_change_of_provider_in_another_campaign_ends_the_first_certificate_and_carries_the_free_year_over()
    {
        var citizen = Make.Citizen();
        var held = await registry.RecordAsync("vnpt-ca", Record(citizen));
        await clock.AtAsync(Now.AddDays(30));
        var code = (await registry.ConsentAsync(citizen, "ca2", Second)).Text("consentCode");

        var switched = await registry.SwitchAsync("ca2", new() { Campaign = Second, CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate(Now.AddDays(30)) });

        switched.TypeName().ShouldBe("IssuanceRecorded");
        switched.Text("issuance", "campaign").ShouldBe(Second);
        switched.Text("issuance", "freePeriod", "startsOn").ShouldBe(held.Text("issuance", "freePeriod", "startsOn"));
        switched.Text("issuance", "freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"));
        (await StatusAsync(held)).ShouldBe("REPLACED");
    }

    [Fact]
    public async Task A_free_year_is_not_renewed_by_a_record_in_the_next_campaign()
    {
        var citizen = Make.Citizen();
        var held = await registry.RecordAsync("vnpt-ca", Record(citizen));
        await registry.EndAsync("vnpt-ca", held.Text("issuance", "id"), "CITIZEN_ASKED", Now);
        await clock.AtAsync(Now.AddDays(40));

        var again = await registry.RecordAsync("ca2", Record(citizen, Second, Now.AddDays(40)));

        again.TypeName().ShouldBe("IssuanceRecorded");
        again.Text("issuance", "freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"));
        (await registry.AskAsync("ca2", "issuance", "query($id: ID!) { issuance(id: $id) { freePeriod { endsOn } } }", new { id = again.Text("issuance", "id") }))
            .Text("freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"), "a provider sees it beside its own certificate");
    }

    [Fact]
    public async Task A_certificate_that_ran_out_is_not_replaced_when_another_campaign_has_given_one_since()
    {
        var citizen = Make.Citizen();
        var held = await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) with { ValidUntil = Now.AddHours(1) } });
        await clock.AtAsync(Now.AddHours(1));
        (await registry.RecordAsync("ca2", Record(citizen, Second, Now.AddHours(1)))).TypeName().ShouldBe("IssuanceRecorded");

        var replaced = await registry.ReplaceAsync("vnpt-ca", held.Text("issuance", "id"), Make.Certificate(Now.AddHours(1)), "CERTIFICATE_EXPIRED");

        replaced.TypeName().ShouldBe("CannotEndSo");
        (await StatusAsync(held)).ShouldBe("EXPIRED");
    }

    [Fact]
    public async Task A_citizen_waits_for_one_provider_at_a_time_and_a_certificate_of_any_campaign_ends_the_wait()
    {
        var (citizen, holder) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Record(holder));
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).Text("need", "id");

        (await registry.RegisterNeedAsync(new() { Campaign = Second, CitizenId = citizen, ProviderCode = "ca2" })).Text("need", "id").ShouldBe(need);
        (await registry.CheckAsync("vnpt-ca", citizen, campaign: Second)).Text("openNeed", "id").ShouldBe(need);
        (await registry.RegisterNeedAsync(new() { Campaign = Second, CitizenId = holder, ProviderCode = "ca2" })).TypeName().ShouldBe("AlreadyIssued");
        (await registry.RegisterNeedAsync(new() { Campaign = Second, CitizenId = holder, ProviderCode = "ca2", ForSwitch = true })).TypeName().ShouldBe("NeedRegistered");
        (await registry.RecordAsync("ca2", Record(citizen, Second))).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.NeedAsync("vnpt-ca", need)).Text("state").ShouldBe("SUPERSEDED");
    }

    [Fact]
    public async Task A_new_consent_voids_the_old_one_of_another_campaign_and_each_is_for_its_own()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Record(citizen));
        var first = (await registry.ConsentAsync(citizen, "ca2")).Text("consentCode");
        var second = (await registry.ConsentAsync(citizen, "ca2", Second)).Text("consentCode");

        (await registry.SwitchAsync("ca2", new() { CitizenId = citizen, ConsentCode = first, Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("ConsentNotProven");
        (await registry.SwitchAsync("ca2", new() { CitizenId = citizen, ConsentCode = second, Certificate = Make.Certificate(Now) })).TypeName()
            .ShouldBe("ConsentNotProven", "a code is for the campaign that it was given for");
        (await registry.SwitchAsync("ca2", new() { Campaign = Second, CitizenId = citizen, ConsentCode = second, Certificate = Make.Certificate(Now) })).TypeName()
            .ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task A_file_finds_who_holds_a_certificate_of_another_campaign()
    {
        var (held, free) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Record(held, Second));

        var (_, rows) = await registry.ImportAsync("misa-ca", Importing.File(Importing.Row(held), Importing.Row(free)));

        rows.ShouldHaveSingleItem().Verdict.ShouldBe(RowVerdict.HeldByAnother);
        (await registry.RecordAsync("ca2", Record(free, Second))).TypeName().ShouldBe("AlreadyIssued");
    }

    [Fact]
    public async Task A_citizen_sees_what_any_campaign_of_the_programme_recorded()
    {
        var citizen = Make.Citizen();
        var held = await registry.RecordAsync("vnpt-ca", Record(citizen));
        await registry.CreateCampaignAsync("seconds", new { needWindow = "PT5S" }, opensAt: Now.AddDays(-1));
        (await registry.RecordAsync("ca2", Record(citizen, "seconds"))).TypeName().ShouldBe("IssuanceRecorded");
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2", ForSwitch = true })).Text("need", "id");
        var page = new Page(20, false, null, null);
        var caller = registry.Citizen(citizen);

        (await registry.Services.GetRequiredService<IssuanceQueries>().OfProgrammeAsync(caller, Second, page, default)).Edges.Select(e => e.Node.Id.ToString())
            .ShouldBe([held.Text("issuance", "id")]);
        (await registry.Services.GetRequiredService<NeedQueries>().OfProgrammeAsync(caller, Second, page, default)).Edges.Select(e => (e.Node.Id.ToString(), e.Node.Campaign))
            .ShouldBe([(need, "hue")]);
    }

    [Fact]
    public async Task A_trial_is_a_programme_of_its_own()
    {
        var citizen = Make.Citizen();
        var made = await registry.CreateCampaignAsync("seconds", new { needWindow = "PT5S" }, opensAt: Now.AddDays(-1));
        made.Text("campaign", "programme").ShouldBe("seconds");
        made.At("campaign", "isTrial").GetBoolean().ShouldBeTrue();
        var held = await registry.RecordAsync("vnpt-ca", Record(citizen));

        var trial = await registry.RecordAsync("ca2", Record(citizen, "seconds"));

        trial.TypeName().ShouldBe("IssuanceRecorded");
        (await StatusAsync(held)).ShouldBe("ACTIVE");
        (await clock.Database.CountAsync("registry.free_periods where started_by in ($1, $2)", Guid.Parse(held.Text("issuance", "id")), Guid.Parse(trial.Text("issuance", "id")))).ShouldBe(2);
    }

    [Fact]
    public async Task The_nightly_check_counts_in_the_programme()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Record(citizen));
        var code = (await registry.ConsentAsync(citizen, "ca2", Second)).Text("consentCode");
        await registry.SwitchAsync("ca2", new() { Campaign = Second, CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate(Now) });
        await registry.CheckInvariantsAtNightAsync();
        (await clock.Database.CountAsync("registry.alarms")).ShouldBe(0);

        // Somebody who may do everything records a second one in the other campaign.
        await clock.Database.ExecuteAsync("drop index registry.one_live_issuance_per_person");
        await clock.Database.ExecuteAsync("""
            insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at, recorded_pending,
              activated_at, root_id, root_recorded_at, receipt_key_id, receipt_leaf_hash, receipt_signature)
            select gen_random_uuid(), i.person_id, (select id from registry.campaigns where code = 'hue'), i.provider_id, i.origin, i.status, 'ABCDEF', 'ABCDEF', i.issued_at, i.key_storage,
              i.recorded_at, false, i.activated_at, i.root_id, i.root_recorded_at, i.receipt_key_id, i.receipt_leaf_hash, i.receipt_signature
            from registry.issuances i where i.ended_at is null and i.campaign_id = (select id from registry.campaigns where code = 'second') limit 1
            """);
        await registry.CheckInvariantsAtNightAsync(RegistryJobs.Night.AddDays(1));

        (await clock.Database.CountAsync("registry.alarms where what = 'TWO_LIVE_ISSUANCES'")).ShouldBe(1);
        await clock.Database.ExecuteAsync("""
            alter table registry.issuances disable trigger user;
            update registry.issuances set status = 'WITHDRAWN', ended_at = recorded_at, end_reason = 'WRONG_CITIZEN' where serial_number = 'ABCDEF';
            alter table registry.issuances enable trigger user;
            create unique index one_live_issuance_per_person on registry.issuances (person_id, programme_id) where ended_at is null;
            """);
    }

    private static RecordInput Record(string citizen, string campaign = "hue", DateTimeOffset? at = null) =>
        Make.Record(citizen) with { Campaign = campaign, Certificate = Make.Certificate(at ?? Now) };

    private Task<string> StatusAsync(JsonElement recorded) =>
        clock.Database.ScalarAsync<string>("select status from registry.issuances where id = $1", Guid.Parse(recorded.Text("issuance", "id")));
}
