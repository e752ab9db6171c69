using System.CommandLine;
using System.Text;
using Campaign.Registry;
using Spectre.Console;

namespace Campaign.Demo.Day;

/// <summary><c>demo</c>: a day of the campaign against a running registry. Exit code 0 only if every invariant holds.</summary>
public static class PlayDay
{
    /// <summary>Wide enough for the tables where the output has no width of its own.</summary>
    private const int PlainWidth = 140;

    private const int MaxCitizens = 1_000_000;
    private const int Failed = 1;

    /// <param name="port">The host's own option.</param>
    public static Command Command(Option<int> port)
    {
        var url = new Option<string?>("--url") { Description = "The address of the registry, when it is not on this machine's --port." };
        var citizens = new Option<int>("--citizens") { Description = "How many made-up citizens come.", DefaultValueFactory = _ => 10_000 };
        citizens.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > MaxCitizens)
            {
                given.AddError($"--citizens is a count from 1 to {MaxCitizens}.");
            }
        });
        var demo = new Command("demo", "Play a day of the campaign against a running registry with demo data, and see whether its promises hold.") { port, url, citizens };
        demo.SetAction((parsed, cancel) => RunAsync(
            new(AddressOf(parsed.GetValue(url), parsed.GetValue(port)), parsed.GetValue(citizens)), Utf8Output(), TimeProvider.System, cancel));
        return demo;
    }

    internal static Uri AddressOf(string? url, int port)
    {
        var text = url ?? $"http://127.0.0.1:{port}";
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new StartupException($"--url {url} is no address of a registry. Give one like http://127.0.0.1:8080.");
    }

    internal static async Task<int> RunAsync(DaySettings settings, TextWriter output, TimeProvider time, CancellationToken cancel)
    {
        var console = ConsoleOf(output);
        using var player = new DayPlayer(settings, time);
        await player.SignInAsync(cancel);
        console.WriteLine($"A day of the campaign at {settings.Address}: {settings.Citizens:N0} made-up citizens, six providers. Ctrl+C stops it.");
        try
        {
            var started = time.GetTimestamp();
            await ProgressView.ShowAsync(console, player.Morning, player.Tally, player.PlayMorningAsync(cancel), time);
            DayReport.PrintMorning(console, player.Tally, time.GetElapsedTime(started));
            await ProgressView.ShowAsync(console, player.Afternoon, player.Tally, player.PlayAfternoonAsync(cancel), time);
            console.WriteLine($"Campaign {player.ShortCampaign}, where windows are seconds; {DayPlayer.BadProvider} has bad habits in it.");
            await ProgressView.ShowAsync(console, player.ShortDay, player.Tally, player.PlayShortDayAsync(cancel), time);
            await ProgressView.ShowAsync(console, player.Flagging, player.Tally, player.FlagAndExcludeAsync(cancel), time);
            var played = time.GetElapsedTime(started);
            DayReport.PrintDay(console, player.Tally);
            var findings = await player.ExamineAsync(cancel);
            DayReport.PrintFlags(console, player.ShortCampaign, findings.Flags);
            DayReport.PrintInvariants(console, findings.Invariants);
            console.WriteLine($"The day took {played.TotalSeconds:N1} s.");
            return findings.Invariants.All(i => i.Holds) ? 0 : Failed;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            console.WriteLine($"Stopped after {player.Tally.Citizens:N0} citizens; the invariants were not looked at.");
            return Failed;
        }
        catch (Exception e) when (e is NoUsableAnswerException or HttpRequestException)
        {
            throw new StartupException($"The registry at {settings.Address} could not be looked at to the end: {e.Message}", e);
        }
    }

    private static IAnsiConsole ConsoleOf(TextWriter output)
    {
        var target = new AnsiConsoleOutput(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = target,
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = target.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = true;
        if (!target.IsTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    /// <summary>✔ and ✖ whatever the locale says.</summary>
    private static TextWriter Utf8Output()
    {
        Console.OutputEncoding = Encoding.UTF8;
        return Console.Out;
    }
}
