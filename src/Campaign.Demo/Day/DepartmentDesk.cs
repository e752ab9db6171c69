using System.Text.Json;

namespace Campaign.Demo.Day;

/// <summary>A code that proves a citizen's consent to change provider, and the free period of which the citizen was told with it.</summary>
internal sealed record Consent(string Code, string? FreePeriod);

/// <summary>Whom the story is about was recorded, or waited for help, before this day: a rare accident, and another citizen is tried.</summary>
internal sealed class KnownBeforeException() : Exception("A citizen made up by chance was known before.");

/// <summary>The department: registers needs for citizens who ask at its counter, sees what was flagged, excludes.</summary>
internal sealed class DepartmentDesk(RegistryClient client, DayClock clock, Ledger ledger, Tally tally)
{
    private const int MostGrounds = 50;

    private static readonly string[] Attendees = ["Cán bộ thử, chuyên viên"];

    /// <summary>A campaign whose windows are seconds, so that what lapses does so this very day.</summary>
    public async Task CreateShortCampaignAsync(TimeSpan window, CancellationToken cancel)
    {
        var seconds = $"PT{window.TotalSeconds:0}S";
        await client.AskForAsync(
            RegistryOperation.CreateCampaign,
            "CampaignCreated",
            new
            {
                input = new
                {
                    code = ledger.Campaign,
                    name = $"Một ngày trong vài giây ({ledger.Campaign}, dữ liệu thử)",
                    opensAt = clock.StartedAt.AddHours(-1),
                    closesAt = clock.StartedAt.AddDays(1),
                    providerCodes = DemoProviders.All.Select(p => p.Code).ToArray(),
                    policy = new
                    {
                        needWindow = seconds,
                        supportWindow = seconds,
                        checkWindow = seconds,
                        revokeWindow = seconds,
                        activationWindow = seconds,
                        checksPerStaffPerHour = 10_000,
                    },
                },
            },
            cancel);
    }

    /// <exception cref="KnownBeforeException">The citizen holds a certificate, or waits for help.</exception>
    public async Task<RegisteredNeed> RegisterNeedAsync(
        MadeUpCitizen citizen, string provider, CancellationToken cancel, bool forSwitch = false, string? phone = null)
    {
        var answer = await client.AskAsync(RegistryOperation.RegisterNeed, NeedOf(citizen, provider, forSwitch, phone), cancel);
        switch (RegistryOperation.TypeOf(answer))
        {
            case "NeedRegistered":
                var need = answer.GetProperty("need");
                tally.Did(provider, Deed.NeedChosenFor);
                return ledger.Enter(new(
                    need.GetProperty("id").GetString()!, provider, clock.Hear(need.GetProperty("registeredAt").GetDateTimeOffset()),
                    need.GetProperty("dueAt").GetDateTimeOffset()));
            case "AlreadyIssued" or "NeedAlreadyOpen" when citizen.Issuances.Count == 0:
                throw new KnownBeforeException();
            case var other:
                throw new NoUsableAnswerException($"registerNeed was answered {other}, where only NeedRegistered was expected.");
        }
    }

    /// <summary>Registers a need that must be refused.</summary>
    public async Task RegisterNeedInVainAsync(MadeUpCitizen citizen, string provider, string refusal, CancellationToken cancel)
    {
        var answer = await client.AskAsync(RegistryOperation.RegisterNeed, NeedOf(citizen, provider, false, null), cancel);
        ledger.Forbidden.Enqueue(new(refusal, RegistryOperation.TypeOf(answer)));
    }

    /// <summary>The citizen says that no support began.</summary>
    public async Task DenySupportAsync(RegisteredNeed need, CancellationToken cancel)
    {
        await client.AskForAsync(RegistryOperation.DenySupport, "NeedCancelled", new { input = new { needId = need.Id } }, cancel);
        need.EndsAs = "WAITING";
    }

    public async Task CancelNeedAsync(RegisteredNeed need, CancellationToken cancel)
    {
        await client.AskForAsync(RegistryOperation.CancelNeed, "NeedCancelled", new { input = new { needId = need.Id, reason = "made up" } }, cancel);
        need.EndsAs = "CANCELLED";
    }

    public async Task<Consent> ConsentAsync(MadeUpCitizen citizen, string provider, CancellationToken cancel)
    {
        var answer = await client.AskForAsync(
            RegistryOperation.Consent, "SwitchConsented",
            new { input = new { campaign = ledger.Campaign, citizenId = citizen.Number, providerCode = provider } }, cancel);
        return new(answer.GetProperty("consentCode").GetString()!, Acknowledged.FreePeriodOf(answer));
    }

    /// <summary>The whole order that the regulation asks for (HUE-5.3): a case, its confirmation, minutes, publication, and only then the exclusion.</summary>
    /// <returns>How many open needs were given back to their citizens.</returns>
    public async Task<int> ExcludeAsync(string provider, IEnumerable<string> violationIds, CancellationToken cancel)
    {
        var grounds = violationIds.Take(MostGrounds).ToArray();
        var opened = await client.AskForAsync(
            RegistryOperation.OpenCase, "CaseOpened", new { input = new { requestId = Guid.NewGuid().ToString(), violationIds = grounds } }, cancel);
        var caseId = opened.GetProperty("case").GetProperty("id").GetString()!;
        await client.AskForAsync(
            RegistryOperation.DecideCase, "CaseDecided",
            new { input = new { requestId = Guid.NewGuid().ToString(), caseId, decision = "CONFIRMED", reason = "Đối chiếu nhật ký và hồ sơ (dữ liệu thử)" } }, cancel);
        await client.AskForAsync(
            RegistryOperation.DrawUpMinutes, "MinutesDrawnUp",
            new { input = new { requestId = Guid.NewGuid().ToString(), caseId, place = "Trụ sở Sở (dữ liệu thử)", attendees = Attendees } }, cancel);
        await client.AskForAsync(RegistryOperation.PublishCase, "CasePublished", new { id = caseId }, cancel);
        var answer = await client.AskForAsync(
            RegistryOperation.Exclude,
            "ProviderExcluded",
            new
            {
                input = new
                {
                    campaign = ledger.Campaign,
                    providerCode = provider,
                    reason = "Vi phạm nhiều quy định của chiến dịch (dữ liệu thử)",
                    decisionNumber = "DEMO/QĐ",
                    violationIds = grounds,
                },
            },
            cancel);
        return answer.GetProperty("needsReleased").GetInt32();
    }

    public async Task<string> StateOfAsync(RegisteredNeed need, CancellationToken cancel)
    {
        var answer = await client.AskAsync(RegistryOperation.Need, new { id = need.Id }, cancel);
        return answer is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("state").GetString()! : "NONE";
    }

    /// <summary>What has been flagged in the campaign since the day began, newest first.</summary>
    /// <param name="language">Of the evidence.</param>
    public async Task<IReadOnlyList<Flag>> FlagsAsync(string language, CancellationToken cancel)
    {
        var flags = new List<Flag>();
        string? after = null;
        while (true)
        {
            var page = await client.AskAsync(RegistryOperation.Violations, new { campaign = ledger.Campaign, after }, cancel, language);
            var read = page.GetProperty("edges").EnumerateArray().Select(e => Flag.Of(e.GetProperty("node"))).ToList();
            flags.AddRange(read.TakeWhile(f => f.FlaggedAt >= clock.StartedAt));
            if (flags.Count == 0 || read[^1].FlaggedAt < clock.StartedAt || !page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                return flags;
            }

            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
    }

    private object NeedOf(MadeUpCitizen citizen, string provider, bool forSwitch, string? phone) => new
    {
        input = new
        {
            requestId = Guid.NewGuid().ToString(),
            campaign = ledger.Campaign,
            citizenId = citizen.Number,
            providerCode = provider,
            mode = "AT_HOME",
            contactName = "Công dân thử",
            phone = phone ?? MadeUpCitizens.Phone(),
            forSwitch,
            wardCode = "19753",
            address = "1 đường Thử",
        },
    };
}
