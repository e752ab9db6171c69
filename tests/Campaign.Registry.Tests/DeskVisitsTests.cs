using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>"What has changed since I was last here", per officer's account.</summary>
public sealed class DeskVisitsTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    [Fact]
    public async Task What_changed_counts_from_the_end_of_the_visit_before()
    {
        var (visits, officer) = (clock.Registry.Services.GetRequiredService<DeskVisits>(), Callers.Officer("officer-who-comes-back", Scopes.DepartmentRead));
        var noon = ClockFixture.Morning + TimeSpan.FromHours(5);
        await clock.AtAsync(noon);
        (await visits.ComeAsync(officer, "hue", TestContext.Current.CancellationToken)).ShouldBe(new DeskNews(null, 0, 0, 0, 0) { IsFirst = true });
        await clock.AtAsync(noon + TimeSpan.FromMinutes(30) - ClockFixture.Microsecond);
        (await visits.ComeAsync(officer, "hue", TestContext.Current.CancellationToken)).ShouldBe(new DeskNews(null, 0, 0, 0, 0), "still the first visit, and not its first look");
        var last = noon + TimeSpan.FromMinutes(30) - ClockFixture.Microsecond;
        var (citizen, at) = (Make.Citizen(), noon + TimeSpan.FromMinutes(40));
        (await clock.RecordAtTheDoorAsync(citizen, await clock.TicketAsync(citizen, at), at, at)).TypeName().ShouldBe("IssuanceRecorded");

        await clock.AtAsync(last + TimeSpan.FromMinutes(30));
        (await visits.ComeAsync(officer, "hue", TestContext.Current.CancellationToken)).ShouldBe(new DeskNews(last, 1, 0, 0, 0));
    }
}
