using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Time;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>What the department's desk shows is what the tables hold, by day and by the campaign's grace, whenever it was counted (HUE-1.4).</summary>
public sealed class DeskFiguresTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly Caller Officer = Callers.Officer("officer-viewer", Scopes.DepartmentRead);

    private static DateTimeOffset Morning => ClockFixture.Morning;

    private DeskFigures Figures => clock.Registry.Services.GetRequiredService<DeskFigures>();

    [Fact]
    public async Task Records_are_counted_by_day_and_lateness_and_counting_again_changes_nothing()
    {
        var grace = TimeSpan.FromMinutes(15);
        await RecordAsync(Morning - TimeSpan.FromDays(1), late: TimeSpan.FromSeconds(15));
        (await FiguresAsync()).CountedAt.ShouldBeNull();
        await clock.Registry.RunJobAsync("count-desk-figures");
        await RecordAsync(Morning, late: TimeSpan.FromSeconds(15) + ClockFixture.Microsecond);
        await RecordAsync(Morning + TimeSpan.FromHours(1), late: grace);
        await RecordAsync(Morning + TimeSpan.FromHours(2), late: grace + ClockFixture.Microsecond);
        await clock.AtAsync(Morning + TimeSpan.FromHours(3));

        for (var again = 0; again < 2; again++)
        {
            await clock.Registry.RunJobAsync("count-desk-figures");
            var view = await FiguresAsync();
            view.CountedAt.ShouldBe(Morning + TimeSpan.FromHours(3));
            view.All.ShouldBe(new DeskCount(4, 0, 1, 30), "half within the step of the second: a microsecond more than 15 s is within 30 s; exactly the grace is not late");
            view.Today.Recorded.ShouldBe(3);
            view.Days.ShouldBe([new(VietnamTime.DateOf(Morning).AddDays(-1), 1, 0), new(VietnamTime.DateOf(Morning), 3, 1)]);
            view.Wards.Sum(w => w.Recorded).ShouldBe(4);
            view.Providers.Single(p => p.Provider.Code == "vnpt-ca").Count.Recorded.ShouldBe(4);
            view.IsOld.ShouldBeFalse();
        }

        await clock.AtAsync(Morning + TimeSpan.FromHours(3) + TimeSpan.FromMinutes(15));
        (await FiguresAsync()).IsOld.ShouldBeFalse();
        await clock.AtAsync(Morning + TimeSpan.FromHours(3) + TimeSpan.FromMinutes(15) + ClockFixture.Microsecond);
        (await FiguresAsync()).IsOld.ShouldBeTrue();
    }

    private Task<DeskView> FiguresAsync() => Figures.OfAsync(Officer, "hue", TestContext.Current.CancellationToken);

    private async Task RecordAsync(DateTimeOffset at, TimeSpan late)
    {
        // In the provider's own app: at the door the check comes before the certificate, and bounds how late a record can be.
        await clock.AtAsync(at);
        (await clock.Registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = new(Make.Serial(), at - late) })).TypeName().ShouldBe("IssuanceRecorded");
    }
}
