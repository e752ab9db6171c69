using System.Globalization;
using System.Text;
using System.Text.Json;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>
/// What the monitoring finds of what was planted, and whom it flags without cause, by kind (docs/reference/monitoring.md). Weeks of six providers are drawn from seeds that no bound was set by: frauds of each kind, some of them
/// careful enough to stay below it, beside honest habits that look like them. The truth is known to the world that was drawn, and to nothing that is asked.
/// </summary>
public sealed class DetectorFiguresTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Page = "docs/reference/monitoring.md";
    private const string Begin = "<!-- figures -->\n";
    private const string End = "<!-- end of figures -->";
    private const double LeastPrecision = 0.95;
    private const double LeastRecall = 0.8;

    private static readonly ViolationKind[] Kinds =
    [
        ViolationKind.GhostIssuance, ViolationKind.OnePhoneManyHolders, ViolationKind.MassEnds, ViolationKind.SerialChanges, ViolationKind.StatementsDenied, ViolationKind.LookupsSpread,
        ViolationKind.SteeringReported, ViolationKind.ChecksWithoutIssuance, ViolationKind.FreePeriodBreach, ViolationKind.SharedRecipient, ViolationKind.EndNotAskedFor,
        ViolationKind.DossierIncomplete, ViolationKind.NeverActivated, ViolationKind.DuplicateAttempt,
    ];

    [Fact]
    public async Task What_is_planted_is_found_and_the_honest_are_left_alone()
    {
        await new Patterns(clock).WithTheLawsPaceAsync();
        // The weeks follow each other for years, so that none reaches into another.
        await clock.Database.ExecuteAsync("set session_replication_role = replica; update registry.campaign_terms set closes_at = '2100-01-01'; update registry.licences set valid_before = '2100-01-01'; reset session_replication_role");
        var truth = new List<Deed>();
        var start = ClockFixture.Morning;
        foreach (var seed in Enumerable.Range(4_001, Thorough.Or(5, 1)))
        {
            var weeks = new DrawnWeeks(clock, seed, start, Thorough.Or(4, 1));
            await weeks.PlayAsync();
            truth.AddRange(weeks.Deeds);
            start = weeks.EndsAt.AddDays(7);
            await clock.AtAsync(start);
            await clock.Registry.RunJobAsync("lapse-needs");
        }

        await clock.AtAsync(start);
        await clock.RunAsync([.. Enum.GetValues<ViolationKind>()]);
        var flags = await AllFlagsAsync();
        var figures = Kinds.Select(kind => Figure.Of(kind, truth, flags)).ToList();
        var honest = flags.Where(f => !truth.Any(d => d.Explains(f))).ToList();

        Keep(figures, truth.Count(d => d.Kind is null), flags, truth);
        honest.Where(f => Oversight.Cases.SeverityOfKinds.Of(Names.Parse<ViolationKind>(f.Kind)) == Oversight.Cases.CaseSeverity.High).ShouldBeEmpty("honest habits get no flag of high severity");
        honest.Where(f => Kinds.Contains(Names.Parse<ViolationKind>(f.Kind))).ShouldBeEmpty();
        if (Thorough.IsAskedFor)
        {
            figures.ShouldAllBe(f => f.Planted > 0 && f.Precision >= LeastPrecision && f.Recall >= LeastRecall);
        }
        else
        {
            // So few that a careful one weighs too much for a share: what is not careful must be found.
            figures.ShouldAllBe(f => f.Missed.All(d => d.Careful) && f.Precision >= LeastPrecision);
        }
    }

    private async Task<IReadOnlyList<Flagged>> AllFlagsAsync()
    {
        var flags = new List<Flagged>();
        for (string? after = null; ;)
        {
            var page = await clock.Registry.AskAsync("department", "violations", Detection.Query, new { campaign = "hue", first = 100, after });
            flags.AddRange(page.At("edges").EnumerateArray().Select(e => Flagged.Of(e.At("node"))));
            if (!page.At("pageInfo", "hasNextPage").GetBoolean())
            {
                return flags;
            }

            after = page.Text("pageInfo", "endCursor");
        }
    }

    private static void Keep(List<Figure> figures, int honest, IReadOnlyList<Flagged> flags, IReadOnlyList<Deed> truth)
    {
        var table = new StringBuilder($"Played: {honest.ToString("N0", CultureInfo.InvariantCulture)} honest habits that look like frauds, of which none was flagged with high severity.\n\n");
        table.Append("| kind | planted | of them careful | found | flagged without cause | precision | recall |\n|---|---|---|---|---|---|---|\n");
        foreach (var f in figures)
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{f.Kind.InDatabase()}` | {f.Planted} | {f.Careful} | {f.Found} | {f.Wrong} | {f.Precision:0.00} | {f.Recall:0.00} |\n");
        }

        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine(table.ToString());
        foreach (var flag in flags.Where(f => !truth.Any(d => d.Explains(f))))
        {
            output?.WriteLine($"without cause: {flag.Kind} {flag.Provider} {string.Join(' ', flag.At.Take(3))}");
        }

        foreach (var missed in figures.SelectMany(f => f.Missed))
        {
            output?.WriteLine($"missed: {missed.Kind} {missed.Careful} {missed.Provider} {missed.From}");
        }

        if (Thorough.IsAskedFor && Environment.GetEnvironmentVariable("CAMPAIGN_UPDATE_GOLDEN") == "1")
        {
            var path = Path.Combine(Repository.Root, Page);
            var text = File.ReadAllText(path);
            var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
            File.WriteAllText(path, text[..begin] + "\n" + table + "\n" + text[end..]);
        }
    }

    /// <summary>A flag as the department sees it.</summary>
    internal sealed record Flagged(string Kind, string? Provider, IReadOnlyList<string> About, IReadOnlyList<DateTimeOffset> At)
    {
        public static Flagged Of(JsonElement node)
        {
            var evidence = node.At("evidence").EnumerateArray().ToList();
            return new(
                node.Text("kind"), node.At("provider").ValueKind == JsonValueKind.Null ? null : node.Text("provider", "code"),
                [.. evidence.SelectMany(e => new[] { "issuanceId", "needId", "checkId" }.Select(id => e.At(id).GetString())).OfType<string>()], [.. evidence.Select(e => e.Time("at"))]);
        }
    }

    private sealed record Figure(ViolationKind Kind, int Planted, int Careful, int Found, int Wrong, IReadOnlyList<Deed> Missed)
    {
        public double Precision => Found + Wrong == 0 ? 1 : (double)Found / (Found + Wrong);

        public double Recall => Planted == 0 ? 1 : (double)Found / Planted;

        public static Figure Of(ViolationKind kind, IReadOnlyList<Deed> truth, IReadOnlyList<Flagged> flags)
        {
            var planted = truth.Where(d => d.Kind == kind).ToList();
            var raised = flags.Where(f => f.Kind == kind.InDatabase()).ToList();
            var missed = planted.Where(d => !raised.Any(d.Explains)).ToList();
            return new(kind, planted.Count, planted.Count(d => d.Careful), planted.Count - missed.Count, raised.Count(f => !truth.Any(d => d.Explains(f))), missed);
        }
    }
}

/// <summary>Something that was done, and whether it was wrong.</summary>
/// <param name="Kind">What it is to be flagged as; null: an honest habit.</param>
/// <param name="Careful">Done so as to stay below the bound.</param>
/// <param name="Provider">Who answers for it; null where nobody does.</param>
/// <param name="About">Issuances and needs that it concerns.</param>
/// <param name="From">When it began and ended: what has no id is known by its time.</param>
internal sealed record Deed(ViolationKind? Kind, bool Careful, string? Provider, IReadOnlyList<string> About, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Other kinds that the same deed rightly earns too.</summary>
    public IReadOnlyList<ViolationKind> Also { get; init; } = [];

    public bool Explains(DetectorFiguresTests.Flagged flag) => (Kind?.InDatabase() == flag.Kind || Also.Any(k => k.InDatabase() == flag.Kind)) && (Kind is null || flag.Provider == Provider)
        && (flag.About.Any(About.Contains) || (flag.About.Count == 0 && flag.At.Any(at => at >= From && at <= To)) || (About.Count == 0 && flag.At.Any(at => at >= From && at <= To)));
}
