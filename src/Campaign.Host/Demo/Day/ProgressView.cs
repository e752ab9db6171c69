using Spectre.Console;

namespace Campaign.Host.Demo.Day;

/// <summary>Shows how the morning goes: a bar on a terminal, a plain line every two seconds elsewhere.</summary>
internal static class ProgressView
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(200);

    public static Task ShowAsync(IAnsiConsole console, DayPlayer player, Task play, TimeProvider time) =>
        console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? BarAsync(console, player, play, time)
            : LinesAsync(console, player, play, time);

    private static Task BarAsync(IAnsiConsole console, DayPlayer player, Task play, TimeProvider time)
    {
        var started = time.GetTimestamp();
        return console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask("citizens", maxValue: player.Citizens);
                while (await IsUnderWayAsync(play, BarEvery, time))
                {
                    var done = player.Tally.Citizens;
                    bar.Value = done;
                    var rate = Rate(player.Tally.Answers, time.GetElapsedTime(started));
                    bar.Description = $"left   {done:N0} of {player.Citizens:N0} citizens, {rate} answers/s";
                }

                bar.Value = player.Tally.Citizens;
                await play;
            });
    }

    private static async Task LinesAsync(IAnsiConsole console, DayPlayer player, Task play, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (await IsUnderWayAsync(play, LineEvery, time))
        {
            var elapsed = time.GetElapsedTime(started);
            var done = player.Tally.Citizens;
            var left = done > 0 ? $", about {elapsed.TotalSeconds / done * (player.Citizens - done):N0} s left" : "";
            console.WriteLine($"{done,8:N0} of {player.Citizens:N0} citizens, {Rate(player.Tally.Answers, elapsed)} answers/s{left}");
        }

        await play;
    }

    /// <summary>Waits a moment, or for the end; true while there is more to come.</summary>
    private static async Task<bool> IsUnderWayAsync(Task play, TimeSpan moment, TimeProvider time) =>
        await Task.WhenAny(play, Task.Delay(moment, time, CancellationToken.None)) != play;

    private static string Rate(long answers, TimeSpan elapsed) => $"{answers / Math.Max(elapsed.TotalSeconds, 0.001):N0}";
}
