namespace Campaign.Host.Jobs;

/// <summary>When a job runs, as Hangfire wants to be told: cron with seconds, in UTC.</summary>
internal static class JobSchedule
{
    /// <param name="every">A part of a minute, an hour or a day that goes into it without remainder, in whole seconds, minutes or hours; or a day.</param>
    public static string CronOf(TimeSpan every) => (every.Days, every.Hours, every.Minutes, every.Seconds) switch
    {
        (0, 0, 0, > 0 and var seconds) when 60 % seconds == 0 => $"*/{seconds} * * * * *",
        (0, 0, > 0 and var minutes, 0) when 60 % minutes == 0 => $"0 */{minutes} * * * *",
        (0, > 0 and var hours, 0, 0) when 24 % hours == 0 => $"0 0 */{hours} * * *",
        (1, 0, 0, 0) => "0 0 0 * * *",
        _ => throw new ArgumentOutOfRangeException(nameof(every), every, "A job runs at a whole part of a minute, an hour or a day."),
    };
}
