using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Campaign.Demo.Day;
using Campaign.Host;
using Campaign.Host.Commands;
using Campaign.Registry;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>A day of the campaign, small: the stories, the books that are kept of them, what is flagged, and the look from outside.</summary>
public sealed partial class DemoTests(TestPostgres postgres)
{
    private const int Citizens = 150;

    private static readonly string[] Invariants =
    [
        "every request was answered in the contract's terms",
        "a citizen has one live issuance, no more, no fewer",
        "in a race exactly one provider won",
        "who lost was told who had won, since when, and by when to revoke",
        "a request sent again after a cut connection gave its one issuance, with the first receipt",
        "what was acknowledged is in its provider's list, as acknowledged",
        "the department's list shows the same",
        "nothing is listed that was not acknowledged",
        "a provider's list shows its own issuances alone",
        "each list's total is the number of its rows",
        "the free year never grew by a replacement or a new provider",
        "a switch carried the free period over, as the citizen had been told",
        "what must be refused was refused, and by the rule's own name",
        "a need is in the state that its story led to",
        "another provider's check names the holder",
        "a receipt's signature is the journal key's",
        "every bad habit was flagged at the provider that has it, as often as it was seen",
        "no honest provider was flagged",
        "a flag says why, and shows no citizen's number",
        "the exclusion released the needs that were open",
    ];

    [Fact]
    public async Task A_day_ends_with_every_bad_habit_flagged_and_every_invariant_held()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database, settings: TestRegistry.Settings with { RunsJobs = true });
        var output = new StringWriter();

        var exitCode = await PlayDay.RunAsync(
            new(new Uri(registry.Address, "/"), Citizens), output, TimeProvider.System, TestContext.Current.CancellationToken);

        var text = output.ToString();
        exitCode.ShouldBe(0, text);
        text.ShouldContain("All invariants hold.");
        text.ShouldNotContain("✖");
        var examined = InvariantLine().Matches(text).ToDictionary(m => m.Groups[2].Value.Trim(), m => int.Parse(m.Groups[1].Value.Replace(",", "")));
        examined.Keys.ShouldBe(Invariants, ignoreOrder: true);
        // A possible same person is nobody's habit: no provider could know the other number, and none is named. Patterns over days are not a day's. And nobody imports a file, scans a badge, reports, denies an end or signs in to register others' needs in the demo's day.
        var habits = RegistryInside.Detectors.Where(d => d.Kind is not (ViolationKind.PossibleSamePerson or ViolationKind.ManyNeedsOnePhone or ViolationKind.UnrecordedCertificate or ViolationKind.ExpiredBadgeShown or ViolationKind.CitizenReport or ViolationKind.EndNotAskedFor
            or >= ViolationKind.GhostIssuance)).ToList();
        // Nothing holds by not having been looked at.
        examined.Values.ShouldAllBe(count => count > 0);
        examined["a citizen has one live issuance, no more, no fewer"].ShouldBeGreaterThan(Citizens);
        examined["every bad habit was flagged at the provider that has it, as often as it was seen"].ShouldBe(habits.Count);
        foreach (var detector in habits)
        {
            var kind = detector.Kind.InDatabase();
            text.ShouldMatch($@"(?m)^ +{FlagNames.Of(kind)} +{detector.Clause} +bkav-ca +[1-9]");
            text.ShouldMatch($@"(?m)^ +{kind} ");
        }

        text.ShouldNotContain(FlagNames.Of("MANY_NEEDS_ONE_PHONE"), Case.Sensitive, "eleven needs of one phone were typed by the department");
        text.ShouldNotMatch("[0-9]{9}");
    }

    [Fact]
    public async Task A_day_that_is_stopped_says_how_far_it_came()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        using var stop = new CancellationTokenSource();
        var output = new StoppingWriter(stop, once: "A day of the campaign");

        var exitCode = await PlayDay.RunAsync(new(new Uri(registry.Address, "/"), 10_000), output, TimeProvider.System, stop.Token);

        exitCode.ShouldBe(CommandLine.Failed);
        output.ToString().ShouldContain("Stopped after ");
    }

    /// <summary>Stops the day as soon as it has said that it begins, however long the sign-in took.</summary>
    private sealed class StoppingWriter(CancellationTokenSource stop, string once) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(once, StringComparison.Ordinal) == true)
            {
                stop.Cancel();
            }
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));
    }

    [Fact]
    public void A_habit_that_is_not_flagged_and_an_honest_provider_that_is_fail_the_day()
    {
        static Flag Of(string kind, string? provider, string why = "because") => new($"{kind} {provider}", kind, "HUE-1.4", provider, default, [], why);
        Dictionary<string, int> expected = new() { ["LATE_RECORD"] = 2 };
        var late = Of("LATE_RECORD", DayPlayer.BadProvider);

        BrokenOf(new DayFlags([late, late], [], [], expected, 1, 1)).ShouldBe([0, 0, 0, 0]);
        BrokenOf(new DayFlags([late], [], [], expected, 1, 1)).ShouldBe([1, 0, 0, 0]);
        BrokenOf(new DayFlags([late, Of("LATE_RECORD", "ca2")], [], [], expected, 1, 1)).ShouldBe([1, 1, 0, 0]);
        // In the first campaign everybody is honest.
        BrokenOf(new DayFlags([late, late], [], [late], expected, 1, 1)).ShouldBe([0, 1, 0, 0]);
        BrokenOf(new DayFlags([late, late, Of("KEY_REUSED", DayPlayer.BadProvider, "046 2030 046203000001")], [], [], expected, 1, 1)).ShouldBe([0, 0, 1, 0]);
        BrokenOf(new DayFlags([late, late], [], [], expected, 1, 0)).ShouldBe([0, 0, 0, 1]);

        static IEnumerable<int> BrokenOf(DayFlags flags) => flags.Judge().Select(i => i.Broken);
    }

    [Fact]
    public void The_clock_of_the_day_is_never_behind_what_it_has_heard()
    {
        var clock = new DayClock(TimeProvider.System);
        clock.Set(TimeProvider.System.GetUtcNow());
        var heard = TimeProvider.System.GetUtcNow().AddMinutes(3);

        clock.Hear(heard).ShouldBe(heard);
        clock.Hear(heard.AddMinutes(-2));

        clock.Now.ShouldBeInRange(heard, heard.AddMinutes(1));
    }

    [Fact]
    public async Task Where_nobody_listens_one_line_says_what_to_do()
    {
        var port = HostProcess.FreePort();

        var error = await Should.ThrowAsync<StartupException>(() => PlayDay.RunAsync(
            new(PlayDay.AddressOf(null, port), Citizens), TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken));
        var (exitCode, line) = await CommandLineAsync("demo", "--port", $"{port}");

        exitCode.ShouldBe(1);
        line.ShouldBe($"campaign: {error.Message}");
        line.ShouldBe($"campaign: Nothing listens at http://127.0.0.1:{port}/. Start the registry first, in another terminal: ./campaign up");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused()
    {
        var (exitCode, line) = await CommandLineAsync("demo", "--url", "localhost");

        exitCode.ShouldBe(1);
        line.ShouldContain("--url localhost is no address");
    }

    [Fact]
    public void Made_up_citizens_have_the_structure_of_real_ones_and_are_told_apart()
    {
        var crowd = new MadeUpCitizens();
        var numbers = Enumerable.Range(0, 2_000).Select(_ => crowd.Next().Number).ToList();

        numbers.Distinct().Count().ShouldBe(numbers.Count);
        foreach (var number in numbers)
        {
            CitizenNumber.TryParse(number, out var read).ShouldBeTrue();
            ReferenceData.Column("provinces.csv", "code").ShouldContain(read!.ProvinceCode);
            read.BirthYear!.Value.ShouldBeInRange(2000, 2007);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(150, 7)]
    [InlineData(10_000, 7)]
    public void Every_citizen_has_a_story_and_every_story_a_citizen(int citizens, int kinds)
    {
        var stories = StoryPlan.For(citizens);

        stories.Length.ShouldBe(citizens);
        stories.Distinct().Count().ShouldBe(kinds);
    }

    [GeneratedRegex(@"^ +✔ +([0-9,]+)  (.+)$", RegexOptions.Multiline)]
    private static partial Regex InvariantLine();

    private static async Task<(int ExitCode, string Error)> CommandLineAsync(params string[] arguments)
    {
        var before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            return (await CommandLine.RunAsync(arguments), error.ToString().Trim());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
