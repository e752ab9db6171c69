namespace Campaign.Demo.Day;

/// <summary>Waits until the department has been shown what it is to be shown.</summary>
internal sealed class FlagWatch(DepartmentDesk department, TimeProvider time)
{
    /// <summary>So many of those that are waited for are named.</summary>
    private const int Named = 2;

    /// <summary>A flag is visible within 30 seconds of what it flags, and what lapses does so some seconds after it was played.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Ends when every kind has been flagged as often as is expected of this provider, or the time is over; the examination tells which.</summary>
    public async Task WaitAsync(string provider, IReadOnlyDictionary<string, int> expected, DayPart part, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var flags = await department.FlagsAsync("vi", cancel);
            var missing = expected.Where(e => flags.Count(f => f.Kind == e.Key && f.Provider == provider) < e.Value).Select(e => e.Key).Order().ToList();
            var left = Longest - time.GetElapsedTime(started);
            part.DoneSoFar(part.Total - missing.Count);
            if (missing.Count == 0 || left <= TimeSpan.Zero)
            {
                return;
            }

            var more = missing.Count > Named ? $" and {missing.Count - Named} more" : "";
            part.Note = $", {left.TotalSeconds:N0} s at most; waits for {string.Join(", ", missing.Take(Named))}{more}";
            await Task.Delay(LookEvery, time, cancel);
        }
    }
}
