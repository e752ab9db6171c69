using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Model;

/// <summary>How often each operation was answered by each member of its union.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(string Operation, string Answer), int> counts = [];

    public IEnumerable<string> Lines => counts.OrderBy(c => c.Key.Operation, StringComparer.Ordinal).ThenByDescending(c => c.Value)
        .Select(c => $"{c.Value,7} {c.Key.Operation} {c.Key.Answer}");

    public void Count(string operation, string answer) => counts.AddOrUpdate((operation, answer), 1, (_, n) => n + 1);

    public bool Saw(string operation, string answer) => counts.ContainsKey((operation, answer));
}

/// <summary>Plays a script against the registry and the model, step by step, on campaigns and citizens of its own.</summary>
internal sealed class ScriptRun(TestRegistry registry, Script script, Tally tally)
{
    private const string Create = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }";

    private const string ExcludeProvider = """
        mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename ... on Refusal { code message clause }
          ... on ProviderExcluded { provider { code } excludedAt needsReleased } } }
        """;

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What keeps a request id.</summary>
    private static readonly string[] Successes = ["IssuanceRecorded", "IssuanceEnded", "RevocationConfirmed", "NeedRegistered", "CallNoted"];

    /// <summary>The eve of a leap day, so that months and years end oddly; one day for all, so that a seed means the same tomorrow.</summary>
    private static readonly DateTimeOffset Eve = new(2028, 2, 28, 0, 0, 0, TimeSpan.Zero);

    private readonly World world = new(
        (TimeProvider.System.GetUtcNow() is var today && today > Eve ? new(today.UtcDateTime.Date, TimeSpan.Zero) : Eve).AddHours(script.Hour));

    /// <summary>What was asked and answered, a line for each step.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What first differed, or was broken; null when nothing was.</summary>
    public async Task<string?> FailureAsync()
    {
        await registry.Database.FreezeAsync(world.Now);
        foreach (var campaign in world.Model.Campaigns)
        {
            await CreateAsync(campaign);
        }

        foreach (var command in script.Commands)
        {
            if (await StepOrFaultAsync(command) is { } failure)
            {
                Note($"     !! {failure}");
                return failure;
            }
        }

        return null;
    }

    /// <summary>An error in place of an answer, or of a job, is a failure of the registry's.</summary>
    private async Task<string?> StepOrFaultAsync(Command command)
    {
        try
        {
            return await StepAsync(command);
        }
        catch (Exception e) when (e is InvalidOperationException or Npgsql.NpgsqlException)
        {
            return e.Message;
        }
    }

    private async Task<string?> StepAsync(Command command)
    {
        switch (command)
        {
            case Jump jump:
                return await MoveClockAsync(jump.From(world));
            case Wait wait:
                return await MoveClockAsync(world.Now.AddMinutes(wait.Minutes));
            case RunJob job:
                Note($"job {job.Name}");
                await registry.RunJobAsync(job.Name);
                return await BrokenAsync(lists: true);
            case Asking asking:
                var request = await GroundedAsync(asking.In(world));
                var (operation, query) = Operation(request.Input);
                world.NameWhatIsKnown();
                Note($"{request.Client} {operation} {JsonSerializer.Serialize(request.Input, request.Input.GetType(), Compact)}");
                var expected = world.Model.Answer(request.Client, request.Input);
                var answer = await registry.AskAsync(request.Client, operation, query, request.Input is DenyCallInput denied ? new { id = denied.Id } : new { input = request.Input });
                Lines[^1] += $" → {answer.TypeName()}";
                tally.Count(operation, answer.TypeName());
                if (expected.DifferenceFrom(answer) is { } difference)
                {
                    return difference;
                }

                if (request.Input is NeedInput registered && world.Model.IsChosenAgainAfterCalls(registered))
                {
                    tally.Count(operation, answer.TypeName() + "AfterThreeCalls");
                }

                expected.Learn(answer);
                if (asking is not Resend)
                {
                    world.Sent.Add(request);
                    if (Successes.Contains(answer.TypeName()))
                    {
                        world.Acted.Add(request);
                    }
                }

                return await BrokenAsync(lists: false);
            default:
                throw new ArgumentOutOfRangeException(nameof(command));
        }
    }

    private async Task<string?> MoveClockAsync(DateTimeOffset to)
    {
        world.Model.Now = to;
        await registry.Database.FreezeAsync(to);
        Note("the clock jumps to this instant");
        return await BrokenAsync(lists: true);
    }

    /// <summary>What reads otherwise than the model says, or is broken in the database.</summary>
    private async Task<string?> BrokenAsync(bool lists)
    {
        world.NameWhatIsKnown();
        return await ReadOtherwiseAsync()
            ?? (lists ? await ListedOtherwiseAsync() : null)
            ?? (await Invariants.BreachesAsync(registry.Database, world.Model) is { Count: > 0 } breaches ? string.Join("; ", breaches) : null);
    }

    /// <summary>The latest needs and issuances, each as it reads now.</summary>
    private async Task<string?> ReadOtherwiseAsync()
    {
        const int Most = 7;
        var (needs, issuances) = (world.Model.Needs.TakeLast(Most).ToList(), world.Model.Issuances.TakeLast(Most).ToList());
        if (needs.Count + issuances.Count == 0)
        {
            return null;
        }

        var fields = needs.Select((n, i) => $"n{i}: need(id: \"{n.Id}\") {{ state dueAt lapseReason }}")
            .Concat(issuances.Select((n, i) => $"i{i}: issuance(id: \"{n.Id}\") {{ status freePeriod {{ startsOn endsOn daysLeft }} }}"));
        var (_, body) = await registry.SendAsync("department", $"{{ {string.Join(' ', fields)} }}");
        var data = body.GetProperty("data");
        var differences = needs.SelectMany((n, i) => new[]
        {
            Expected.Difference(data, $"n{i}.state", n.StateAt(world.Now)) is { } state ? $"{n.Id}: {state}" : null,
            Expected.Difference(data, $"n{i}.lapseReason", n.StateAt(world.Now) == "LAPSED" && n.NotReached ? "NOT_REACHED" : null) is { } reason ? $"{n.Id}: {reason}" : null,
            Expected.Difference(data, $"n{i}.dueAt", n.DueAt) is { } due ? $"{n.Id}: {due}" : null,
        }).Concat(issuances.SelectMany((s, i) => world.Model.FreePeriodFields($"i{i}.freePeriod", s.Citizen, s.Campaign.Code)
            .Append(($"i{i}.status", s.StatusAt(world.Now)))
            .Select(f => Expected.Difference(data, f.Item1, f.Item2) is { } difference ? $"{s.Id}: {difference}" : null)));
        return string.Join("; ", differences.OfType<string>()) is { Length: > 0 } found ? $"reads otherwise: {found}" : null;
    }

    /// <summary>Each list of needs by state holds those that are so now, whether or not that has been written down (I5).</summary>
    private async Task<string?> ListedOtherwiseAsync()
    {
        foreach (var campaign in world.Model.Campaigns.Where(c => world.Model.Needs.Any(n => n.Campaign == c)))
        {
            foreach (var state in new[] { "WAITING", "IN_SUPPORT", "LAPSED", "RELEASED" })
            {
                var list = await registry.NeedsAsync("department", new { state = new[] { state } }, campaign.Code, first: 100);
                var found = list.GetProperty("edges").EnumerateArray().Select(e => e.Text("node", "id")).Order(StringComparer.Ordinal);
                var expected = world.Model.Needs.Where(n => n.Campaign == campaign && n.StateAt(world.Now) == state).Select(n => n.Id!).Order(StringComparer.Ordinal);
                if (!found.SequenceEqual(expected))
                {
                    return $"listed as {state}: [{string.Join(", ", found)}] instead of [{string.Join(", ", expected)}]";
                }
            }
        }

        return null;
    }

    private async Task CreateAsync(ModelCampaign campaign)
    {
        static string Seconds(TimeSpan span) => $"PT{(long)span.TotalSeconds}S";
        var input = new
        {
            code = campaign.Code,
            name = "A campaign of a script",
            opensAt = campaign.OpensAt,
            closesAt = campaign.ClosesAt,
            providerCodes = campaign.Providers,
            policy = new
            {
                needWindow = Seconds(campaign.NeedWindow),
                supportWindow = Seconds(campaign.SupportWindow),
                checkWindow = Seconds(campaign.CheckWindow),
                revokeWindow = Seconds(campaign.RevokeWindow),
                freeMonths = campaign.FreeMonths,
                checksPerStaffPerHour = 1_000_000,
                checksPerProviderPerMinute = 1_000_000,
            },
        };
        (await registry.AskAsync("department", "createCampaign", Create, new { input })).TypeName().ShouldBe("CampaignCreated");
    }

    private static (string Operation, string Query) Operation(object input) => input switch
    {
        CheckInput => ("checkCitizen", Operations.CheckCitizen),
        RecordInput => ("recordIssuance", Operations.RecordIssuance),
        SwitchInput => ("switchProvider", Operations.SwitchProvider),
        ConsentInput => ("consentToSwitch", Operations.ConsentToSwitch),
        ReplaceInput => ("replaceCertificate", Operations.ReplaceCertificate),
        ActivateInput => ("activateIssuance", Operations.ActivateIssuance),
        EndInput => ("endIssuance", Operations.EndIssuance),
        ConfirmInput => ("confirmRevocation", Operations.ConfirmRevocation),
        NeedInput => ("registerNeed", Operations.RegisterNeed),
        SupportInput => ("startNeedSupport", Operations.StartNeedSupport),
        DenyInput => ("denyNeedSupport", Operations.DenyNeedSupport),
        NoteCallInput => ("noteCallNotReached", Operations.NoteCallNotReached),
        DenyCallInput => ("denyCall", Operations.DenyCall),
        CancelInput => ("cancelNeed", Operations.CancelNeed),
        ExcludeInput => ("excludeProvider", ExcludeProvider),
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    /// <summary>An exclusion rests on grounds; in a campaign that there is, they are made when it is asked for.</summary>
    private async Task<Request> GroundedAsync(Request request) =>
        request.Input is ExcludeInput { ViolationIds: [] } exclude && world.Model.Campaigns.Any(c => c.Code == exclude.Campaign)
            ? request with { Input = exclude with { ViolationIds = [await registry.Database.GroundAsync(exclude.ProviderCode, exclude.Campaign)] } }
            : request;

    private void Note(string step)
    {
        var line = $"{world.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)} {step}";
        world.NameWhatIsKnown();
        Lines.Add(world.Names.Aggregate(line, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)));
    }
}
