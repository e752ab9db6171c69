using Campaign.Host.Clock;

namespace Campaign.Host.Tests;

/// <summary>The host's clock over a simulation.</summary>
public sealed class SimulatedTimeTests
{
    private readonly HandMovedTime machine = new();
    private readonly SimulatedTime time;

    public SimulatedTimeTests() => time = new(machine);

    [Fact]
    public void Until_it_is_moved_it_is_the_machines() => time.GetUtcNow().ShouldBe(machine.Now);

    [Fact]
    public void Moved_it_runs_on_with_the_machines()
    {
        time.Follow(TimeSpan.FromDays(30), null);
        machine.Now += TimeSpan.FromSeconds(5);

        time.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 12, 22, 7, 0, 5, TimeSpan.Zero));
        time.Shift.ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public void Moved_again_only_the_last_counts()
    {
        time.Follow(TimeSpan.FromDays(30), null);
        time.Follow(TimeSpan.FromDays(31), null);

        time.GetUtcNow().ShouldBe(machine.Now + TimeSpan.FromDays(31));
    }

    [Fact]
    public void A_clock_that_stands_stands_until_it_runs_again()
    {
        var instant = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(7));
        time.Follow(TimeSpan.FromDays(30), instant);
        machine.Now += TimeSpan.FromHours(1);

        time.GetUtcNow().ShouldBe(instant);
        time.GetUtcNow().Offset.ShouldBe(TimeSpan.Zero);

        time.Follow(TimeSpan.FromDays(30), null);
        time.GetUtcNow().ShouldBe(machine.Now + TimeSpan.FromDays(30));
    }

    [Fact]
    public void Durations_are_the_machines()
    {
        time.Follow(TimeSpan.FromDays(30), null);

        time.GetTimestamp().ShouldBe(machine.GetTimestamp());
        time.TimestampFrequency.ShouldBe(machine.TimestampFrequency);
    }
}
