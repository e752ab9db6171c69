using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Tests;

/// <summary>When the department is warned of a licence (DT-1): by the first day that no licence covers.</summary>
public sealed class LicenceReachTests
{
    private static readonly DateOnly Today = new(2026, 11, 27);

    [Theory]
    [InlineData(0, LicenceStanding.Lapsed)]
    [InlineData(1, LicenceStanding.EndsWithin7Days)]
    [InlineData(7, LicenceStanding.EndsWithin7Days)]
    [InlineData(8, LicenceStanding.EndsWithin30Days)]
    [InlineData(30, LicenceStanding.EndsWithin30Days)]
    [InlineData(31, LicenceStanding.InForce)]
    public void A_licence_warns_by_the_days_until_the_first_that_it_does_not_cover(int days, LicenceStanding expected)
    {
        var reach = LicenceReach.Of(KeyStorage.Remote, [Licence(-100, days)], Today);

        reach.Standing.ShouldBe(expected);
        reach.EndsOn.ShouldBe(Today.AddDays(days));
    }

    [Fact]
    public void One_that_follows_without_a_gap_lifts_the_warning_and_one_that_leaves_a_day_open_does_not()
    {
        LicenceReach.Of(KeyStorage.Remote, [Licence(5, 400), Licence(-100, 5)], Today).Standing.ShouldBe(LicenceStanding.InForce);
        LicenceReach.Of(KeyStorage.Remote, [Licence(6, 400), Licence(-100, 5)], Today).Standing.ShouldBe(LicenceStanding.EndsWithin7Days);
        LicenceReach.Of(KeyStorage.Remote, [Licence(-100, 400) with { WithdrawnOn = Today.AddDays(2) }], Today).Standing.ShouldBe(LicenceStanding.EndsWithin7Days);
        LicenceReach.Of(KeyStorage.Remote, [Licence(3, 400)], Today).Standing.ShouldBe(LicenceStanding.Lapsed, "one that is to come covers nothing yet");
    }

    private static LicenceView Licence(int from, int before) => new("1/GP", KeyStorage.Remote, Today.AddDays(from), Today.AddDays(before), null);
}
