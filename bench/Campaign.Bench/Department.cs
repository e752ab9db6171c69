using System.Diagnostics;
using System.Globalization;
using Campaign.Demo;
using Campaign.Host;
using Campaign.Registry;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Web.Department;
using Microsoft.Playwright;
using Spectre.Console;

namespace Campaign.Bench;

/// <summary>
/// How long an officer's pages take on the server late in a campaign: each page of the desk is opened in Chromium again and again, and what is told is the host's own time: the answer with the frame, and
/// what the live page then asked of the registry, as the page itself says it. Beside it stands what the officer waits, the browser's work included.
/// </summary>
internal static class Department
{
    public const int DefaultIssuances = 10_000_000;

    private const int Rounds = 60;
    private const int MedianMs = 300;
    private const int P99Ms = 1_000;
    private const string Officer = "officer-reviewer";

    private static readonly TimeSpan CountPatience = TimeSpan.FromMinutes(30);

    private const string WorkedScript = "() => Number(document.querySelector('[data-worked-ms]')?.dataset.workedMs ?? 0)";

    private const string FrameScript = """
        () => { const n = performance.getEntriesByType('navigation')[0]; return n.responseEnd - n.requestStart; }
        """;

    private static readonly (string Name, string Path, string Ready)[] Opened =
    [
        ("today", DeskEndpoints.Today, ".figures"),
        ("cases", DeskEndpoints.Cases, ".queue tbody tr"),
        ("one case", $"{DeskEndpoints.Cases}/{{case}}", "ol.line li"),
        ("flags", DeskEndpoints.Flags, ".mud-table-body a"),
        ("flags, confirmed", $"{DeskEndpoints.Flags}?state=CONFIRMED", ".mud-table-body a"),
        ("one flag", $"{DeskEndpoints.Flags}/{{flag}}", "ol.line li"),
        ("proposals", DeskEndpoints.Proposals, "#open"),
        ("providers", DeskEndpoints.Providers, "table tbody tr"),
        ("one provider", $"{DeskEndpoints.Providers}/vnpt-ca", "#participation"),
        ("equal access", DeskEndpoints.EqualAccess, "[data-worked-ms] *"),
        ("find", DeskEndpoints.Find, "#what"),
        ("counter", DeskEndpoints.Counter, "[data-worked-ms] form, [data-worked-ms] input"),
        ("requests", DeskEndpoints.Requests, "#state"),
        ("campaign", DeskEndpoints.Running, "[data-worked-ms] h2"),
    ];

    public static async Task<int> RunAsync(int issuances, TimeProvider time, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync("Starting a registry ...");
        await using var registry = await BenchRegistry.StartAsync(time, cancel);
        await Console.Error.WriteLineAsync($"Writing {issuances:N0} records, {issuances / 5:N0} requests and {issuances / 50:N0} flags ...");
        var clock = Stopwatch.StartNew();
        await using (await registry.HoldJobAsync("detect-violations", cancel))
        await using (await registry.HoldJobAsync("lapse-needs", cancel))
        await using (await registry.HoldJobAsync("warn-of-due-needs", cancel))
        {
            await using (await registry.HoldJobAsync("count-desk-figures", cancel))
            {
                await registry.RunAsync(DepartmentPopulation.SetIndexesAside, cancel);
                await Task.WhenAll(DepartmentPopulation.Rows(issuances).Select(side => registry.RunAsync(side, cancel)));
                await Console.Error.WriteLineAsync($"... after {clock.Elapsed.TotalSeconds:N0} s; their indexes ...");
                await registry.RunAsync(DepartmentPopulation.MakeIndexes, cancel);
                // It may have counted before there was anything: days that it was done with have rows now.
                await registry.RunAsync(["delete from registry.desk_figures"], cancel);
            }

            await Console.Error.WriteLineAsync($"... after {clock.Elapsed.TotalSeconds:N0} s; the job that counts ...");
            var counted = await CountedAsync(registry, issuances, cancel);
            var (samples, waits, version) = await OpenedAsync(registry, time, cancel);
            Print(issuances, counted, samples, waits, version);
            return samples.Values.Any(s => s.Median > MedianMs || s.P99 > P99Ms) ? 1 : 0;
        }
    }

    /// <summary>How long the job took that counts them all for the first time, to half a second: it begins within five minutes, and writes each day when it has counted it.</summary>
    private static async Task<TimeSpan> CountedAsync(BenchRegistry registry, int issuances, CancellationToken cancel)
    {
        var patience = Stopwatch.StartNew();
        Stopwatch? begun = null;
        while (begun is null || long.Parse(await registry.AskAsync("select coalesce(sum(recorded), 0) from registry.desk_figures_daily", cancel), CultureInfo.InvariantCulture) < issuances)
        {
            if (patience.Elapsed > CountPatience)
            {
                throw new StartupException("The figures were not counted.");
            }

            await Task.Delay(500, cancel);
            begun ??= await registry.AskAsync("select count(*) from registry.desk_figures", cancel) == "0" ? null : Stopwatch.StartNew();
        }

        return begun.Elapsed;
    }

    private static async Task<(Dictionary<string, Sample> Server, Dictionary<string, Sample> Waits, string Version)> OpenedAsync(BenchRegistry registry, TimeProvider time, CancellationToken cancel)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = HeadlessShell.Path,
            Args = HeadlessShell.Arguments,
        });
        await using var context = await browser.NewContextAsync(new() { BaseURL = registry.Address.ToString(), Locale = "vi-VN", ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await SignInAsync(page, time);
        var (server, waits) = (Opened.ToDictionary(p => p.Name, _ => new Sample()), Opened.ToDictionary(p => p.Name, _ => new Sample()));
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            await Console.Error.WriteLineAsync($"Round {round + 1} of {Rounds} ...");
            // Another case and flag each time, from all over the campaign.
            var (file, flag) = await PickedAsync(registry, round, cancel);
            foreach (var (name, path, ready) in Opened)
            {
                var wait = Stopwatch.StartNew();
                await page.GotoAsync(path.Replace("{case}", file, StringComparison.Ordinal).Replace("{flag}", flag, StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
                await page.Locator(ready).First.WaitForAsync();
                wait.Stop();
                if (await page.Locator("main [role=alert]").CountAsync() > 0)
                {
                    throw new StartupException($"The page '{name}' says: {await page.Locator("main [role=alert]").First.InnerTextAsync()}");
                }

                var took = await page.EvaluateAsync<double>(FrameScript) + await page.EvaluateAsync<double>(WorkedScript);
                server[name].Add([took], took / 1_000, 0);
                waits[name].Add([wait.Elapsed.TotalMilliseconds], wait.Elapsed.TotalSeconds, 0);
            }
        }

        return (server, waits, browser.Version);
    }

    private static async Task<(string Case, string Flag)> PickedAsync(BenchRegistry registry, int round, CancellationToken cancel)
    {
        var picked = await registry.AskAsync(
            $"select c.id || ' ' || v.id from registry.cases c, registry.violations v where c.number = 1 + ({round} * 7919) % (select count(*) from registry.cases)"
            + $" and v.fingerprint = 'bench ' || 1 + ({round} * 104729) % (select count(*) from registry.violations where fingerprint like 'bench %')",
            cancel);
        return (picked.Split(' ')[0], picked.Split(' ')[1]);
    }

    private static async Task SignInAsync(IPage page, TimeProvider time)
    {
        await page.GotoAsync(SignInPaths.SignIn);
        await page.Locator("#user_name").FillAsync(Officer);
        await page.Locator("#password").FillAsync(DemoPeople.PasswordOf(Officer));
        await page.Locator("#password").PressAsync("Enter");
        await page.Locator("#code").FillAsync(TimeCode.At(DemoPeople.OfficersSecret, TimeCode.StepAt(time.GetUtcNow())));
        await page.Locator("#code").PressAsync("Enter");
        await page.GetByText(Officer).First.WaitForAsync();
    }

    private static void Print(int issuances, TimeSpan counted, Dictionary<string, Sample> server, Dictionary<string, Sample> waits, string version)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("page");
        foreach (var title in new[] { "server: median ms", "p99 ms", "longest ms", "opened until it stands: median ms", "goal" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var (name, sample) in server)
        {
            var met = sample.Median <= MedianMs && sample.P99 <= P99Ms;
            table.AddRow(name, $"{sample.Median:N0}", $"{sample.P99:N0}", $"{sample.Longest:N0}", $"{waits[name].Median:N0}", met ? "met" : "MISSED");
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 160;
        console.Write(table);
        console.WriteLine($"Goals: median {MedianMs} ms, p99 {P99Ms:N0} ms. {Rounds} rounds over {issuances:N0} records, {issuances / 5:N0} requests, {issuances / 50:N0} flags; of {Rounds} the p99 is the longest.");
        console.WriteLine($"Their first count took the job {counted.TotalSeconds:N1} s. Chromium {version}, {Environment.ProcessorCount} cores for host, PostgreSQL and browser together.");
    }
}
