using System.Collections.Concurrent;
using System.Net;
using Campaign.Registry;

namespace Campaign.Demo.Day;

/// <param name="Address">Where the registry answers, with a slash at its end.</param>
internal sealed record DaySettings(Uri Address, int Citizens);

/// <summary>
/// Plays a day of the campaign against a running registry, through its public API alone. In the morning six providers at once, some thousands of made-up citizens,
/// in apps and at doors, with races and cut connections; in the afternoon needs, faults and switches; then, in a campaign of its own whose windows are seconds, a
/// provider with bad habits, until it is flagged and excluded. At last it looks from outside whether the registry kept its promises.
/// </summary>
internal sealed class DayPlayer : IDisposable
{
    /// <summary>Who has the bad habits, in the short campaign alone.</summary>
    public const string BadProvider = "bkav-ca";

    /// <summary>Stories told at once. Enough to keep a small machine busy; more would only wait in line and blur the latencies.</summary>
    private const int Tellers = 24;

    /// <summary>Fewer where windows are seconds, so that no honest provider comes too late because the machine is busy.</summary>
    private const int ShortTellers = 6;

    /// <summary>One afternoon's episode of each kind for so many citizens of the morning.</summary>
    private const int CitizensPerEpisode = 100;

    /// <summary>How often each honest episode is played in the short campaign.</summary>
    private const int ShortRounds = 2;

    /// <summary>Other citizens that are tried when one was recorded before this day: a rare accident.</summary>
    private const int MaxOthers = 5;

    /// <summary>All windows of the short campaign.</summary>
    private static readonly TimeSpan ShortWindow = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private readonly DaySettings settings;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly MadeUpCitizens crowd = new();
    private readonly SerialNumbers serials = new();
    private readonly DayClock clock;
    private readonly RegistryClient department;
    private readonly List<RegistryClient> providers;
    private readonly Scene main;
    private readonly Scene brief;
    private readonly Afternoon briefAfternoon;
    private readonly BadHabits habits;
    private readonly Episode[] afternoon;
    private readonly Func<CancellationToken, Task>[] shortStories;
    private (int Released, int Open) exclusion;

    public DayPlayer(DaySettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        clock = new(time);
        http = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
        })
        {
            BaseAddress = settings.Address,
            Timeout = AnswerPatience,
        };
        department = new(http, DemoProviders.DepartmentClient, Tally, time);
        providers = [.. DemoProviders.All.Select(p => new RegistryClient(http, p.Code, Tally, time))];
        main = new(DemoProviders.Campaign, providers, department, serials, clock, Tally);
        brief = new($"demo-{serials.Run.ToLowerInvariant()}", providers, department, serials, clock, Tally);
        var honest = brief.Desks.Where(d => d.Provider != BadProvider).ToList();
        briefAfternoon = new(honest, brief.Department, brief.Ledger, Tally);
        habits = new(brief.Desks.Single(d => d.Provider == BadProvider), honest, brief.Department, briefAfternoon, crowd, clock);
        var rounds = Math.Max(1, settings.Citizens / CitizensPerEpisode);
        afternoon = [.. Enumerable.Repeat(new Day.Afternoon(main.Desks, main.Department, main.Ledger, Tally).Episodes, rounds).SelectMany(e => e)];
        var honestStories = Enumerable.Repeat(briefAfternoon.Episodes, ShortRounds).SelectMany(e => e);
        shortStories = [.. habits.All, .. honestStories.Select(e => (Func<CancellationToken, Task>)(stop => PlayAsync(e, stop)))];
        Morning = new("citizens", settings.Citizens);
        Afternoon = new("afternoon's citizens", afternoon.Length);
        ShortDay = new("short stories", shortStories.Length) { Note = $", of which one waits {ShortWindow.TotalSeconds:0} s for a need to lapse" };
        Flagging = new("kinds flagged", habits.All.Count);
    }

    public Tally Tally { get; } = new();

    /// <summary>The code of the campaign that was made for this day.</summary>
    public string ShortCampaign => brief.Ledger.Campaign;

    public DayPart Morning { get; }

    public DayPart Afternoon { get; }

    public DayPart ShortDay { get; }

    public DayPart Flagging { get; }

    public void Dispose() => http.Dispose();

    /// <exception cref="StartupException">Nobody listens there, or not with the demo's data.</exception>
    public async Task SignInAsync(CancellationToken cancel)
    {
        foreach (var client in providers.Append(department))
        {
            await client.SignInAsync(cancel);
        }
    }

    public async Task PlayMorningAsync(CancellationToken cancel)
    {
        // A first question tells the registry's time, and that the campaign is open.
        clock.Set((await main.Desks[0].CheckAsync(crowd.Next(), ProviderDesk.App, null, cancel)).CheckedAt);
        var teller = new Storyteller(main.Desks, clock, main.Ledger);
        await PlayAsync(Morning, Tellers, StoryPlan.For(settings.Citizens), (story, stop) => PlayAsync(
            async (citizen, token) =>
            {
                if (!await teller.TellAsync(story, citizen, token))
                {
                    throw new KnownBeforeException();
                }
            },
            stop), cancel);
    }

    public Task PlayAfternoonAsync(CancellationToken cancel) => PlayAsync(Afternoon, Tellers, afternoon, PlayAsync, cancel);

    /// <summary>Makes the campaign whose windows are seconds; there the honest afternoon is played again, and one provider has bad habits.</summary>
    public async Task PlayShortDayAsync(CancellationToken cancel)
    {
        await brief.Department.CreateShortCampaignAsync(ShortWindow, cancel);
        await PlayAsync(ShortDay, ShortTellers, shortStories, (story, stop) => story(stop), cancel);
    }

    /// <summary>Waits for the flags, a while at most; then the department excludes the provider, which tries to go on.</summary>
    public async Task FlagAndExcludeAsync(CancellationToken cancel)
    {
        await new FlagWatch(brief.Department, time).WaitAsync(BadProvider, habits.Expected, Flagging, cancel);
        var flags = await brief.Department.FlagsAsync("vi", cancel);
        var bad = brief.Desks.Single(d => d.Provider == BadProvider);
        var (waiting, another) = (crowd.Next(), crowd.Next());
        var need = await brief.Department.RegisterNeedAsync(waiting, BadProvider, cancel);
        exclusion.Open = 1;
        exclusion.Released = await brief.Department.ExcludeAsync(BadProvider, flags.Where(f => f.Provider == BadProvider).Select(f => f.Id), cancel);
        need.EndsAs = "RELEASED";
        await bad.RecordInVainAsync(bad.Order(another, ProviderDesk.App), "ProviderNotParticipating", cancel);
        await brief.Department.RegisterNeedInVainAsync(another, BadProvider, "ProviderNotParticipating", cancel);
        var helper = brief.Desks.First(d => d.Provider != BadProvider);
        await briefAfternoon.ServeAsync(helper, waiting, await brief.Department.RegisterNeedAsync(waiting, helper.Provider, cancel), cancel);
    }

    /// <summary>Looks at everything once more, by the lists and keys that the registry shows.</summary>
    public async Task<Findings> ExamineAsync(CancellationToken cancel)
    {
        var flags = new DayFlags(
            await brief.Department.FlagsAsync("vi", cancel), await brief.Department.FlagsAsync("en", cancel),
            [.. main.Own(await main.Department.FlagsAsync("vi", cancel))], habits.Expected, exclusion.Open, exclusion.Released);
        var invariants = await new Examination(http, providers, department, [main, brief], serials, clock, Tally).RunAsync(cancel);
        return new(flags, [.. invariants, .. flags.Judge()]);
    }

    private async Task PlayAsync<T>(DayPart part, int atOnce, IEnumerable<T> stories, Func<T, CancellationToken, Task> play, CancellationToken cancel)
    {
        var unusable = 0;
        await Parallel.ForEachAsync(
            Partitioner.Create(stories.ToArray(), loadBalance: true).GetDynamicPartitions(),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancel },
            async (story, stop) =>
            {
                try
                {
                    await play(story, stop);
                    Interlocked.Exchange(ref unusable, 0);
                }
                catch (NoUsableAnswerException e)
                {
                    Tally.Faulted(e.Message);
                    if (Interlocked.Increment(ref unusable) >= Tellers)
                    {
                        throw new StartupException($"{settings.Address} no longer gives usable answers; the day ends here. At last: {e.Message}");
                    }
                }

                Tally.CitizenDone();
                part.OneDone();
            });
    }

    private async Task PlayAsync(Episode episode, CancellationToken cancel)
    {
        for (var other = 0; other <= MaxOthers; other++)
        {
            try
            {
                await episode(crowd.Next(), cancel);
                return;
            }
            catch (KnownBeforeException)
            {
                // Another citizen is tried.
            }
        }

        throw new NoUsableAnswerException($"{MaxOthers + 1} citizens by chance were all known before.");
    }
}
