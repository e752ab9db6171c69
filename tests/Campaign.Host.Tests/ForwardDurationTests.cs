using Campaign.Host.Clock;
using Campaign.Registry;

namespace Campaign.Host.Tests;

/// <summary>By how much a simulation's clock may be moved.</summary>
public sealed class ForwardDurationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("+P30D", "2026-12-22T05:00:00Z")]
    [InlineData("+P2W", "2026-12-06T05:00:00Z")]
    [InlineData("+P1W1D", "2026-11-30T05:00:00Z")]
    [InlineData("+PT1H30M5S", "2026-11-22T06:30:05Z")]
    [InlineData("+PT5M", "2026-11-22T05:05:00Z")]
    [InlineData("+P5M", "2027-04-22T05:00:00Z")]
    [InlineData("+P1Y2M3DT4H", "2028-01-25T09:00:00Z")]
    [InlineData("+PT48H", "2026-11-24T05:00:00Z")]
    [InlineData("+P0Y30D", "2026-12-22T05:00:00Z")]
    [InlineData("+P3660D", "2036-11-29T05:00:00Z")]
    [InlineData("+P120M", "2036-11-22T05:00:00Z")]
    public void It_is_ISO_8601_with_a_plus(string text, string later)
    {
        var (duration, refusal) = ForwardDuration.Read(text);

        refusal.ShouldBeNull();
        duration!.After(Noon).ShouldBe(DateTimeOffset.Parse(later, null));
    }

    [Theory]
    // 23:30 on 30 January in Vietnam, and 00:30 on the 31st.
    [InlineData("2027-01-30T16:30:00Z", "2027-02-28T16:30:00Z")]
    [InlineData("2027-01-30T17:30:00Z", "2027-02-27T17:30:00Z")]
    public void A_month_is_counted_in_days_of_Vietnam(string start, string later) =>
        ForwardDuration.Read("+P1M").Duration!.After(DateTimeOffset.Parse(start, null)).ShouldBe(DateTimeOffset.Parse(later, null));

    [Theory]
    [InlineData("-P1D", "forward only")]
    [InlineData("+P0D", "does not move")]
    [InlineData("+PT0S", "does not move")]
    [InlineData("P30D", "leading plus")]
    [InlineData("", "leading plus")]
    [InlineData("+", "leading plus")]
    [InlineData("+P", "leading plus")]
    [InlineData("+PT", "leading plus")]
    [InlineData("+P1DT", "leading plus")]
    [InlineData("+P1H", "leading plus")]
    [InlineData("+P-1D", "leading plus")]
    [InlineData("+P1.5D", "whole numbers")]
    [InlineData("+p30d", "leading plus")]
    [InlineData("+P1D1Y", "leading plus")]
    [InlineData("+P30D ", "leading plus")]
    [InlineData("+P30D\n", "leading plus")]
    [InlineData("+P٣D", "leading plus")]
    [InlineData("30 days", "leading plus")]
    [InlineData("+P3660DT1S", "at most 3660 days")]
    [InlineData("+P3661D", "at most 3660 days")]
    [InlineData("+P11Y", "at most 3660 days")]
    [InlineData("+P999999999Y999999999M999999999W999999999DT999999999H", "at most 3660 days")]
    [InlineData("+PT99999999999999999999S", "at most 3660 days")]
    public void Anything_else_is_refused_with_a_reason(string text, string reason)
    {
        var (duration, refusal) = ForwardDuration.Read(text);

        duration.ShouldBeNull();
        refusal!.ShouldContain(reason);
    }

    [Fact]
    public void How_long_months_are_is_known_from_where_they_are_counted()
    {
        var (duration, _) = ForwardDuration.Read("+P121M");

        Should.Throw<StartupException>(() => duration!.After(Noon)).Message.ShouldContain("+P121M is too long: at most 3660 days");
    }

    [Fact]
    public void The_clock_ends_with_the_last_year_that_is_written()
    {
        var (duration, _) = ForwardDuration.Read("+P1Y");

        duration!.After(new(2198, 12, 31, 23, 59, 59, TimeSpan.Zero)).Year.ShouldBe(2199);
        Should.Throw<StartupException>(() => duration.After(new(2199, 1, 1, 0, 0, 0, TimeSpan.Zero))).Message.ShouldContain("2199");
    }
}
