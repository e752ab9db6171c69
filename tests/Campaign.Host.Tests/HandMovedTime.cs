namespace Campaign.Host.Tests;

/// <summary>A machine's clock that stands until a test moves it.</summary>
internal sealed class HandMovedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => 42;
}
