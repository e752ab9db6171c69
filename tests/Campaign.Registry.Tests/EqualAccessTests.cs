using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>What the report on equal access shows is what was registered and how it ended, whenever it was counted (HUE-1.1).</summary>
public sealed class EqualAccessTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly Caller Officer = Callers.Officer("officer-viewer", Scopes.DepartmentRead);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task Choices_are_counted_by_their_place_and_ends_by_how_long_the_citizen_waited_and_counting_again_changes_nothing()
    {
        await clock.AtAsync(Now);
        var asked = new RegisterNeedInput(Make.Id(), "hue", Make.Citizen(), "vnpt-ca", NeedMode.ByPhone, "Nguyễn Thị Lành", "0905000111", false, null, null);
        var register = registry.Services.GetRequiredService<RegisterNeed>();
        var department = Callers.Client("department", Scopes.Department);
        var first = (await register.HandleAsync(department, asked, new ShownPlace(1, 6), TestContext.Current.CancellationToken)).Success!.Need;
        (await register.HandleAsync(department, asked, new ShownPlace(4, 6), TestContext.Current.CancellationToken)).Success!.Replayed.ShouldBeTrue("the place is no part of what was asked");
        (await register.HandleAsync(
            department, asked with { RequestId = Make.Id(), CitizenId = Make.Citizen(), Phone = "0905000112" }, new ShownPlace(3, 6), TestContext.Current.CancellationToken)).Success.ShouldNotBeNull();
        (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2", Phone = "0905000113" })).TypeName().ShouldBe("NeedRegistered");

        await clock.AtAsync(Now.AddHours(1));
        (await registry.StartNeedSupportAsync("vnpt-ca", $"{first.Id}", calledAt: Now.AddMinutes(59))).TypeName().ShouldBe("NeedSupportStarted");
        await clock.AtAsync(Now.AddHours(49));
        await registry.RunJobAsync("lapse-needs");
        for (var again = 0; again < 2; again++)
        {
            await registry.RunJobAsync("count-desk-figures");
            var view = await registry.Services.GetRequiredService<EqualAccess>().OfAsync(Officer, "hue", TestContext.Current.CancellationToken);
            var own = view.Providers.Single(p => p.Provider.Code == "vnpt-ca");
            own.ShouldBe(new ProviderAccess(own.Provider, 2, 667, 1, 2, 1, 0, 1, null), "one that stood first and one that stood third; the second has lapsed without an answer");
            view.Providers.Single(p => p.Provider.Code == "ca2").Placed.ShouldBe(0);
            view.Unplaced.ShouldBe(1);
            view.Order.Verdict.ShouldBe(OrderVerdict.NothingToSay);
            view.Order.LeftOut.ShouldBe(2);
        }

        await clock.AtAsync(Now.AddHours(73));
        await registry.RunJobAsync("lapse-needs");
        await registry.RunJobAsync("count-desk-figures");
        var later = await registry.Services.GetRequiredService<EqualAccess>().OfAsync(Officer, "hue", TestContext.Current.CancellationToken);
        later.Providers.Single(p => p.Provider.Code == "vnpt-ca").HalfAnsweredWithinSeconds.ShouldBe(3_600, "of two that ended one was answered, after exactly an hour");
    }

    [Theory]
    [InlineData("7, 6")]
    [InlineData("0, 6")]
    [InlineData("1, null")]
    public async Task The_database_holds_that_a_place_is_on_its_list(string place)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync($"""
            insert into registry.needs (id, person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at, warn_at, contact_key_id, contact,
              phone_key_id, phone_hash, shown_place, shown_of)
            select gen_random_uuid(), gen_random_uuid(), p.campaign_id, p.provider_id, p.joined_at, 'BY_PHONE', false, 'WAITING', p.joined_at, p.joined_at + interval '1 day', p.joined_at + interval '1 day',
              p.joined_at, 1, '', 1, sha256(''), {place} from registry.participations p limit 1
            """));

        refused.ConstraintName.ShouldBe("place_is_on_the_list_shown");
    }
}
