using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Registry.Tests;

/// <summary>Bounds that only a certificate to the microsecond, or 200,000 rows, would meet: asked of the rule itself.</summary>
public sealed class RuleBoundsTests
{
    private static readonly DateTimeOffset Made = ClockFixture.Morning;

    private static readonly CampaignTerms Terms = new(
        1, "hue", Made, "Huế", Made, Made.AddYears(1), default, default, 12, default, default, 120, 6_000, null, CampaignPolicy.OfTheRegulation.ImportRowsPerProviderPerDay);

    [Theory]
    [InlineData(-86_400_000_000L, true)]
    [InlineData(-86_400_000_001L, false)]
    [InlineData(300_000_000L, true)]
    [InlineData(300_000_001L, false)]
    public void A_certificate_is_valid_from_a_day_before_it_was_made_to_5_minutes_after(long microseconds, bool fits) =>
        BackdatingRule.Fits(Made, Made.AddMicroseconds(microseconds)).ShouldBe(fits);

    [Theory]
    [InlineData(200_000, false)]
    [InlineData(200_001, true)]
    public void A_providers_files_look_at_200_000_citizens_a_day_and_no_more(long numbers, bool exceeded) => ImportBudgetRule.IsExceededBy(numbers, Terms).ShouldBe(exceeded);

    [Theory]
    [InlineData(20, 21, 0, false)]
    [InlineData(21, 420, 0, false)]
    [InlineData(21, 419, 0, true)]
    [InlineData(42, 100, 21, false)]
    [InlineData(43, 100, 21, true)]
    public void More_than_5_percent_and_more_than_20_claims_hold_a_file_and_once_more_when_twice_as_many_are_there(long claims, long judged, long seen, bool held) =>
        ManyClaimsHoldAFileRule.Holds(claims, judged, seen).ShouldBe(held);
}
