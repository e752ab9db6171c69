namespace Campaign.Testing;

/// <summary>
/// How long the long tests go on. Before each landing they run briefly: as many at once, but fewer rounds. With CAMPAIGN_TESTS=full, as each night, they run at the size that the design asks
/// for. What holds one round holds the next; more of them only find what is rare.
/// </summary>
public static class Thorough
{
    public static bool IsAskedFor { get; } = Environment.GetEnvironmentVariable("CAMPAIGN_TESTS") == "full";

    public static int Or(int full, int brief) => IsAskedFor ? full : brief;
}
