using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Campaign.Demo;
using Campaign.Host;
using Microsoft.Playwright;
using Spectre.Console;

namespace Campaign.Bench;

/// <summary>
/// What a citizen's phone and a member of staff's tablet wait for: the page of a scanned code, and the tablet's program, cold and warm, in Chromium over the network and with the
/// processor of a cheap phone. Each figure is the median of <see cref="Rounds"/>, each in a browser's store of its own.
/// </summary>
internal static class Pages
{
    private const int Rounds = 9;
    private const int ProcessorDividedBy = 4;
    private const string Staff = "vnpt-ca-staff-1";

    // "Slow 4G" as Chromium's own tools apply it: 1.6 and 0.75 Mbit/s less a tenth, and 3.75 times a round trip of 150 ms before each answer begins.
    private const double LatencyMs = 562.5;
    private const double DownBytesPerSecond = 1.6 * 1024 * 1024 / 8 * 0.9;
    private const double UpBytesPerSecond = 750 * 1024 / 8 * 0.9;

    private const int BadgeBytes = 14 * 1024;
    private const int BadgePaintMs = 1_000;
    private const int TabletBytes = 150 * 1024;
    private const int TabletColdMs = 3_000;
    private const int TabletWarmMs = 1_000;

    // Two frames after what is waited for stands in the document: the first draws it, the second can answer a finger.
    private const string UsableScript = """
        (selector => {
          new MutationObserver((_, observer) => {
            if (document.querySelector(selector)) {
              observer.disconnect();
              requestAnimationFrame(() => requestAnimationFrame(() => { window.usableAfterMs = performance.now(); }));
            }
          }).observe(document, { childList: true, subtree: true });
        })
        """;

    // A paint is told a little after it was made, sometimes after the page calls itself loaded.
    private const string FirstPaintScript = """
        new Promise(resolve => new PerformanceObserver((list, observer) => {
          const [paint] = list.getEntriesByName("first-contentful-paint");
          if (paint) {
            observer.disconnect();
            resolve(paint.startTime);
          }
        }).observe({ type: "paint", buffered: true }))
        """;

    private const string Received = "Network.responseReceived";
    private const string Finished = "Network.loadingFinished";
    private const string SignInButton = "main button.big";

    // What the same phone takes to paint hardly anything from there, in a process of its own as for every answer but the page of a scanned code.
    private const string OneWord = "/health/live";
    private const string HomeScreen = ".deed.scan";
    private const string Answered = ".link .recorded";

    public static async Task<int> RunAsync(TimeProvider time, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync("Starting a registry and a browser ...");
        await using var registry = await BenchRegistry.StartAsync(time, cancel);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = HeadlessShell.Path,
            Args = HeadlessShell.Arguments,
        });
        await using var phone = await BarePhone.StartAsync(cancel);
        var (badge, word, cold, warm) = (new List<Load>(), new List<Load>(), new List<Load>(), new List<Load>());
        await using (var tablet = await OpenAsync(browser, registry))
        {
            await SignInAsync(tablet);
            for (var round = 0; round < Rounds; round++)
            {
                cancel.ThrowIfCancellationRequested();
                await Console.Error.WriteLineAsync($"Round {round + 1} of {Rounds} ...");
                var code = await CodeAsync(tablet);
                badge.Add(await ScannedAsync(phone, new Uri(registry.Address, code), cancel));
                word.Add(await ScannedAsync(phone, new Uri(registry.Address, OneWord), cancel));
                cold.Add(await LoadedAsync(browser, registry, "/tablet/", SignInButton));
                warm.Add(await MeasuredAsync(tablet, "/tablet/", HomeScreen));
            }
        }

        var table = new Table().AddColumns("what", "goal", "median", "least – most");
        Add(table, "badge page: first paint, ms", BadgePaintMs, badge.Select(l => l.FirstPaintMs));
        Add(table, "baseline page: first paint, ms", null, word.Select(l => l.FirstPaintMs));
        Add(table, "badge page: bytes over the network, without the photograph", BadgeBytes, badge.Select(l => (double)l.Bytes));
        Add(table, "badge page: requests, without the photograph", 1, badge.Select(l => (double)l.Requests));
        Add(table, "badge page: scripts", 0, badge.Select(l => (double)l.Scripts));
        Add(table, "tablet, nothing kept: usable, ms", TabletColdMs, cold.Select(l => l.UsableMs));
        Add(table, "tablet, nothing kept: first paint, ms", null, cold.Select(l => l.FirstPaintMs));
        Add(table, "tablet, nothing kept: bytes over the network", TabletBytes, cold.Select(l => (double)l.Bytes));
        Add(table, "tablet, signed in and opened again: usable, ms", TabletWarmMs, warm.Select(l => l.UsableMs));
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(HeadlessShell.Path)} {browser.Version}, {LatencyMs} ms before each answer, {DownBytesPerSecond * 8 / 1e6:0.00} Mbit/s down, processor divided by {ProcessorDividedBy}; {Rounds} rounds."));
        Console.WriteLine("The host, its PostgreSQL and the browser share this machine's processor. What a service worker asks for by itself is not slowed.");
        return 0;
    }

    /// <summary>What one load of a page took.</summary>
    /// <param name="Bytes">As they came over the network, headers too; photographs left out, as <paramref name="Requests"/> does.</param>
    private sealed record Load(double FirstPaintMs, double UsableMs, long Bytes, int Requests, int Scripts);

    private static async Task<IBrowserContext> OpenAsync(IBrowser browser, BenchRegistry registry)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = registry.Address.ToString(), Locale = "vi-VN", ViewportSize = new() { Width = 360, Height = 640 } });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    private static async Task<Load> LoadedAsync(IBrowser browser, BenchRegistry registry, string path, string waitedFor)
    {
        await using var context = await OpenAsync(browser, registry);
        return await MeasuredAsync(context, path, waitedFor);
    }

    /// <summary>The page of a scanned code on a phone of its own: slowed, and with nothing brought into it before it is painted.</summary>
    private static async Task<Load> ScannedAsync(BarePhone phone, Uri code, CancellationToken cancel)
    {
        var store = (await phone.AskAsync("Target.createBrowserContext", [], null, cancel)).GetProperty("browserContextId").GetString()!;
        var target = await phone.AskAsync("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = store }, null, cancel);
        var attached = await phone.AskAsync("Target.attachToTarget", new() { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true }, null, cancel);
        var session = attached.GetProperty("sessionId").GetString()!;
        Task<JsonElement> AskAsync(string method, JsonObject parameters) => phone.AskAsync(method, parameters, session, cancel);
        var (answers, loaded) = (new Answers(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        void Hear(string method, JsonElement told)
        {
            answers.Take(method, told);
            if (method == "Page.loadEventFired")
            {
                loaded.TrySetResult();
            }
        }

        phone.Told += Hear;
        await AskAsync("Page.enable", []);
        await AskAsync("Network.enable", []);
        await AskAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 360, ["height"] = 640, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await AskAsync("Network.setExtraHTTPHeaders", new() { ["headers"] = new JsonObject { ["Accept-Language"] = "vi-VN" } });
        await AskAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = LatencyMs, ["downloadThroughput"] = DownBytesPerSecond, ["uploadThroughput"] = UpBytesPerSecond });
        await AskAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = ProcessorDividedBy });
        await AskAsync("Page.navigate", new() { ["url"] = code.ToString() });
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60), cancel);
        var paint = await AskAsync("Runtime.evaluate", new() { ["expression"] = FirstPaintScript, ["awaitPromise"] = true, ["returnByValue"] = true });
        phone.Told -= Hear;
        await phone.AskAsync("Target.disposeBrowserContext", new() { ["browserContextId"] = store }, null, cancel);
        return new(paint.GetProperty("result").GetProperty("value").GetDouble(), 0, answers.Bytes, answers.Count, answers.Scripts);
    }

    /// <summary>One load in a window of its own, slowed.</summary>
    private static async Task<Load> MeasuredAsync(IBrowserContext context, string path, string waitedFor)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync($"({UsableScript})({JsonSerializer.Serialize(waitedFor)})");
        var devTools = await context.NewCDPSessionAsync(page);
        var answers = new Answers();
        devTools.Event(Received).OnEvent += (_, e) => answers.Take(Received, e!.Value);
        devTools.Event(Finished).OnEvent += (_, e) => answers.Take(Finished, e!.Value);
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false,
            ["latency"] = LatencyMs,
            ["downloadThroughput"] = DownBytesPerSecond,
            ["uploadThroughput"] = UpBytesPerSecond,
        });
        await devTools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = ProcessorDividedBy });
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        var usable = await page.WaitForFunctionAsync("() => window.usableAfterMs");
        // The network itself never rests: the tablet listens to its needs.
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.EvaluateAsync("document.fonts.ready.then(() => true)");
        var firstPaint = await page.EvaluateAsync<double>(FirstPaintScript);
        var load = new Load(firstPaint, await usable.EvaluateAsync<double>("after => after"), answers.Bytes, answers.Count, answers.Scripts);
        await page.CloseAsync();
        return load;
    }

    private static async Task SignInAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/tablet/");
        await page.Locator(SignInButton).ClickAsync();
        await page.Locator("#user_name").FillAsync(Staff);
        await page.Locator("#password").FillAsync(DemoPeople.PasswordOf(Staff));
        await page.Locator("#password").PressAsync("Enter");
        await page.Locator(HomeScreen).WaitForAsync();
        await page.Locator(Answered).WaitForAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await page.CloseAsync();
    }

    /// <summary>The path that the tablet's code leads to now. The tablet is put away again: it shares this machine's processor with the phone that is measured.</summary>
    private static async Task<string> CodeAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/tablet/#/badge");
        var address = await page.Locator(".qr").GetAttributeAsync("data-text") ?? throw new InvalidOperationException("The tablet shows no code.");
        await page.CloseAsync();
        return new Uri(address).AbsolutePath;
    }

    private static void Add(Table table, string what, double? goal, IEnumerable<double> measured)
    {
        var sorted = measured.Order().ToList();
        var median = sorted[sorted.Count / 2];
        table.AddRow(
            what,
            goal is null ? "" : $"≤ {goal:N0}",
            goal is null ? $"{median:N0}" : $"{median:N0} {(median <= goal ? "✔" : "✖ missed")}",
            $"{sorted[0]:N0} – {sorted[^1]:N0}");
    }

    /// <summary>What came over the network, as the browser itself counts it.</summary>
    private sealed class Answers
    {
        private readonly Dictionary<string, string> kinds = [];
        private readonly Lock gate = new();

        public void Take(string method, JsonElement told)
        {
            lock (gate)
            {
                if (method == Received)
                {
                    kinds[told.GetProperty("requestId").GetString()!] = told.GetProperty("type").GetString()!;
                }
                else if (method == Finished && kinds.GetValueOrDefault(told.GetProperty("requestId").GetString()!) is { } kind and not "Image")
                {
                    Bytes += (long)told.GetProperty("encodedDataLength").GetDouble();
                    Count++;
                    Scripts += kind == "Script" ? 1 : 0;
                }
            }
        }

        public long Bytes { get; private set; }

        public int Count { get; private set; }

        public int Scripts { get; private set; }
    }
}
