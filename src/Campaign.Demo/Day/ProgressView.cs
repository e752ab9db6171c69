using Spectre.Console;

namespace Campaign.Demo.Day;

/// <summary>Shows how a part of the day goes: a bar on a terminal, a plain line every two seconds elsewhere.</summary>
internal static class ProgressView
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(200);

    public static Task ShowAsync(IAnsiConsole console, DayPart part, Tally tally, Task play, TimeProvider time) =>
        console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? BarAsync(console, part, tally, play, time)
            : LinesAsync(console, part, tally, play, time);

    private static Task BarAsync(IAnsiConsole console, DayPart part, Tally tally, Task play, TimeProvider time)
    {
        var (started, before) = (time.GetTimestamp(), tally.Answers);
        return console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask(part.What, maxValue: part.Total);
                while (await IsUnderWayAsync(play, BarEvery, time))
                {
                    bar.Value = part.Done;
                    var rate = Rate(tally.Answers - before, time.GetElapsedTime(started));
                    bar.Description = $"left   {part.Done:N0} of {part.Total:N0} {part.What}, {rate} answers/s{part.Note}";
                }

                bar.Value = part.Done;
                await play;
            });
    }

    private static async Task LinesAsync(IAnsiConsole console, DayPart part, Tally tally, Task play, TimeProvider time)
    {
        var (started, before) = (time.GetTimestamp(), tally.Answers);
        while (await IsUnderWayAsync(play, LineEvery, time))
        {
            var (elapsed, done) = (time.GetElapsedTime(started), part.Done);
            var left = part.Note != "" ? part.Note : done > 0 ? $", about {elapsed.TotalSeconds / done * (part.Total - done):N0} s left" : "";
            console.WriteLine($"{done,8:N0} of {part.Total:N0} {part.What}, {Rate(tally.Answers - before, elapsed)} answers/s{left}");
        }

        await play;
        console.WriteLine($"{part.Done,8:N0} of {part.Total:N0} {part.What}, {Rate(tally.Answers - before, time.GetElapsedTime(started))} answers/s");
    }

    /// <summary>Waits a moment, or for the end; true while there is more to come.</summary>
    private static async Task<bool> IsUnderWayAsync(Task play, TimeSpan moment, TimeProvider time) =>
        await Task.WhenAny(play, Task.Delay(moment, time, CancellationToken.None)) != play;

    private static string Rate(long answers, TimeSpan elapsed) => $"{answers / Math.Max(elapsed.TotalSeconds, 0.001):N0}";
}
