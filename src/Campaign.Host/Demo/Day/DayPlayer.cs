using System.Collections.Concurrent;
using System.Net;

namespace Campaign.Host.Demo.Day;

/// <param name="Address">Where the registry answers, with a slash at its end.</param>
internal sealed record DaySettings(Uri Address, int Citizens);

/// <summary>
/// Plays a morning of the campaign against a running registry, through its public API alone: six providers at once, some thousands of made-up citizens, in apps
/// and at doors, with races and cut connections; and then looks from outside whether the registry kept its promises.
/// </summary>
internal sealed class DayPlayer : IDisposable
{
    /// <summary>Stories told at once. Enough to keep a small machine busy; more would only wait in line and blur the latencies.</summary>
    private const int Tellers = 24;

    /// <summary>Other citizens that are tried when one was recorded before this morning: a rare accident.</summary>
    private const int MaxOthers = 5;

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private readonly DaySettings settings;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly MadeUpCitizens crowd = new();
    private readonly SerialNumbers serials = new();
    private readonly DayClock clock;
    private readonly Ledger ledger = new();
    private readonly RegistryClient department;
    private readonly List<RegistryClient> providers;

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
    }

    public Tally Tally { get; } = new();

    public int Citizens => settings.Citizens;

    public void Dispose() => http.Dispose();

    /// <exception cref="StartupException">Nobody listens there, or not with the demo's data.</exception>
    public async Task SignInAsync(CancellationToken cancel)
    {
        foreach (var client in providers.Append(department))
        {
            await client.SignInAsync(cancel);
        }
    }

    public async Task PlayAsync(CancellationToken cancel)
    {
        var desks = providers.ConvertAll(p => new ProviderDesk(p, serials, clock, ledger, Tally));
        // A first question tells the registry's time, and that the campaign is open.
        clock.Set((await desks[0].CheckAsync(crowd.Next(), ProviderDesk.App, null, cancel)).CheckedAt);
        var teller = new Storyteller(desks, clock, ledger);
        var unusable = 0;
        await Parallel.ForEachAsync(
            Partitioner.Create(StoryPlan.For(settings.Citizens), loadBalance: true).GetDynamicPartitions(),
            new ParallelOptions { MaxDegreeOfParallelism = Tellers, CancellationToken = cancel },
            async (story, stop) =>
            {
                try
                {
                    await TellAsync(teller, story, stop);
                    Interlocked.Exchange(ref unusable, 0);
                }
                catch (NoUsableAnswerException e)
                {
                    Tally.Faulted(e.Message);
                    if (Interlocked.Increment(ref unusable) >= Tellers)
                    {
                        throw new StartupException($"{settings.Address} no longer gives usable answers; the morning ends here. At last: {e.Message}");
                    }
                }

                Tally.CitizenDone();
            });
    }

    /// <summary>Looks at everything once more, by the lists and keys that the registry shows.</summary>
    public Task<IReadOnlyList<Invariant>> ExamineAsync(CancellationToken cancel) =>
        new Examination(http, providers, department, serials, clock, ledger, Tally).RunAsync(cancel);

    private async Task TellAsync(Storyteller teller, Story story, CancellationToken cancel)
    {
        for (var other = 0; other <= MaxOthers; other++)
        {
            if (await teller.TellAsync(story, crowd.Next(), cancel))
            {
                return;
            }
        }

        throw new NoUsableAnswerException($"{MaxOthers + 1} citizens by chance were all recorded before.");
    }
}
