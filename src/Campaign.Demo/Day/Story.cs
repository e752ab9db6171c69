namespace Campaign.Demo.Day;

/// <summary>How one citizen comes to a certificate this morning.</summary>
internal enum Story
{
    App,
    Door,
    PendingAtTheDoor,
    Race,
    CutConnection,
    LostKey,
    GivenBack,
}

/// <summary>Which stories are played for how many citizens, and in which order.</summary>
internal static class StoryPlan
{
    /// <summary>Each at least once where there are enough citizens; what is left registers in an app.</summary>
    private static readonly (Story Story, double Share)[] Shares =
    [
        (Story.Door, 0.36), (Story.PendingAtTheDoor, 0.03), (Story.Race, 0.04), (Story.CutConnection, 0.04), (Story.LostKey, 0.02), (Story.GivenBack, 0.02),
    ];

    public static Story[] For(int citizens)
    {
        var stories = new List<Story>(citizens);
        foreach (var (story, share) in Shares)
        {
            var wanted = (int)Math.Ceiling(citizens * share);
            stories.AddRange(Enumerable.Repeat(story, Math.Min(wanted, citizens - stories.Count)));
        }

        stories.AddRange(Enumerable.Repeat(Story.App, citizens - stories.Count));
        var shuffled = stories.ToArray();
        Random.Shared.Shuffle(shuffled);
        return shuffled;
    }
}
