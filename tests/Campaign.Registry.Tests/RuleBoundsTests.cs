using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Certificates.Issuance;

namespace Campaign.Registry.Tests;

/// <summary>Bounds that only a certificate to the microsecond, or 200,000 rows, would meet: asked of the rule itself.</summary>
public sealed class RuleBoundsTests
{
    private static readonly DateTimeOffset Made = ClockFixture.Morning;

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
    public void A_providers_files_look_at_200_000_citizens_a_day_and_no_more(long numbers, bool exceeded) => ImportBudgetRule.IsExceededBy(numbers).ShouldBe(exceeded);
}
