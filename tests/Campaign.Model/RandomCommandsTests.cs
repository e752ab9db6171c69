using Campaign.Testing;
using CsCheck;

namespace Campaign.Model;

/// <summary>
/// Random commands of several callers, and a clock that jumps, against a plain model in memory. CsCheck generates the scripts from seeds; a script that fails is made
/// as short as it can be by leaving out steps, which its steps allow for, and is printed a line for each step.
/// </summary>
/// <remarks>
/// The same scripts each time, unless told otherwise: CAMPAIGN_MODEL_SEQUENCES says how many, CAMPAIGN_MODEL_SEED where to begin (a number, or "random"), or the
/// seed that a failure printed, to play that one script alone.
/// </remarks>
public sealed class RandomCommandsTests(TestPostgres postgres, ITestOutputHelper output)
{
    private const int Commands = 40;
    private static readonly int DefaultSequences = Thorough.Or(100, 56);

    /// <summary>From where on the scripts of each landing get as far as they have to.</summary>
    private static readonly uint DefaultStart = (uint)Thorough.Or(1, 121);

    /// <summary>Databases with a host each that play scripts side by side: a clock has one position.</summary>
    private const int Players = 2;

    /// <summary>What the scripts must have seen, or they test less than they seem to.</summary>
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["checkCitizen"] = "CitizenCheck CampaignNotOpen ProviderNotParticipating",
        ["recordIssuance"] = """
            IssuanceRecorded RequestIdReused InvalidCitizenId InvalidCertificate CampaignNotOpen ProviderNotParticipating StaffNotAuthorised CheckRequired
            SerialNumberTaken AlreadyIssued NeedNotServable
            """.ReplaceLineEndings(" "),
        ["switchProvider"] = "IssuanceRecorded CheckRequired NothingToSwitch ConsentNotProven NeedNotServable",
        ["consentToSwitch"] = "SwitchConsented NothingToSwitch",
        ["replaceCertificate"] = "IssuanceRecorded IssuanceNotFound CannotEndSo",
        ["activateIssuance"] = "IssuanceActivated NotPendingActivation",
        ["endIssuance"] = "IssuanceEnded CannotEndSo",
        ["confirmRevocation"] = "RevocationConfirmed NoRevocationDue",
        ["registerNeed"] = "NeedRegistered RequestIdReused AlreadyIssued NothingToSwitch NeedAlreadyOpen ProviderLetItLapse NeedRegisteredAfterThreeCalls",
        ["startNeedSupport"] = "NeedSupportStarted NeedNotServable EvidenceMissing",
        ["denyNeedSupport"] = "NeedCancelled NeedNotServable",
        ["noteCallNotReached"] = "CallNoted CallDoesNotCount NeedNotServable",
        ["denyCall"] = "CallDenied",
        ["cancelNeed"] = "NeedCancelled NeedNotServable",
        ["excludeProvider"] = "ProviderExcluded",
    };

    private static readonly string? Seed = Environment.GetEnvironmentVariable("CAMPAIGN_MODEL_SEED");

    private static readonly int Sequences =
        int.TryParse(Environment.GetEnvironmentVariable("CAMPAIGN_MODEL_SEQUENCES"), out var sequences) ? sequences : DefaultSequences;

    [Fact]
    public async Task Whatever_is_asked_in_whatever_order_is_answered_as_the_contract_says_and_I1_to_I7_hold()
    {
        var seeds = new System.Collections.Concurrent.ConcurrentQueue<string>(Seeds());
        var tally = new Tally();
        using var failed = new CancellationTokenSource();

        await Task.WhenAll(Enumerable.Range(0, Players).Select(async _ =>
        {
            await using var database = await postgres.CreateAsync();
            await using var registry = await TestRegistry.StartAsync(database);
            while (!failed.IsCancellationRequested && seeds.TryDequeue(out var seed))
            {
                var script = Scripts.Of(Commands).Generate(PCG.Parse(seed), null, out var _);
                if (await new ScriptRun(registry, script, tally).FailureAsync() is not null)
                {
                    await failed.CancelAsync();
                    Assert.Fail(await ReportAsync(registry, script, seed));
                }
            }
        }));

        output.WriteLine(string.Join('\n', tally.Lines));
        if (Seed is null && Sequences >= DefaultSequences)
        {
            Answers.SelectMany(a => a.Value.Split(' ').Select(answer => (Operation: a.Key, Answer: answer))).Where(a => !tally.Saw(a.Operation, a.Answer))
                .ShouldBeEmpty("the scripts no longer get that far");
        }
    }

    private static IEnumerable<string> Seeds()
    {
        if (Seed is not null and not "random" && !uint.TryParse(Seed, out _))
        {
            return [Seed];
        }

        var start = Seed switch
        {
            null => DefaultStart,
            "random" => (uint)Random.Shared.Next(),
            _ => uint.Parse(Seed),
        };
        return Enumerable.Range(0, Sequences).Select(n => new PCG(start + (uint)n, 20231128UL).ToString());
    }

    /// <summary>The shortest script that still fails, found by leaving out ever smaller parts, and how to play the whole one again.</summary>
    private static async Task<string> ReportAsync(TestRegistry registry, Script script, string seed)
    {
        var commands = script.Commands.ToList();
        var shortest = new ScriptRun(registry, script, new());
        await shortest.FailureAsync();
        for (var size = commands.Count / 2; size >= 1; size /= 2)
        {
            for (var start = 0; start + size <= commands.Count;)
            {
                var without = commands.Take(start).Concat(commands.Skip(start + size)).ToList();
                var run = new ScriptRun(registry, script with { Commands = without }, new());
                if (await run.FailureAsync() is null)
                {
                    start += size;
                    continue;
                }

                (commands, shortest) = (without, run);
            }
        }

        return $"""
            After {shortest.Lines.Count} steps (of {script.Commands.Count}; play them again with CAMPAIGN_MODEL_SEED={seed}):
            {string.Join('\n', shortest.Lines)}
            """;
    }
}
