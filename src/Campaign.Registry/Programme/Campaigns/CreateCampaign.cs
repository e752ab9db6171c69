using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Programme.Campaigns;

/// <param name="OpensAt">May be past.</param>
/// <param name="ProviderCodes">Who takes part from the first day; licences and staff are the provider's own, in every campaign.</param>
/// <param name="Policy">Null: the regulation's values.</param>
/// <param name="Programme">Null: the registry's, or for a trial by its terms one of its own.</param>
internal sealed record CreateCampaignInput(
    string Code, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, IReadOnlyList<string> ProviderCodes, CampaignPolicy? Policy, string? Programme = null);

internal sealed record CampaignCreated(CampaignView Campaign);

/// <summary>Another campaign, or the same one with other terms, bears this code.</summary>
internal sealed record CampaignCodeTaken : Refusal
{
    public override Text Message => new(
        "Đã có chiến dịch mang mã này với nội dung khác. Hãy chọn mã khác.",
        "A campaign with other terms has this code. Choose another code.");
}

/// <summary>The campaign cannot be as it is described.</summary>
/// <param name="Field">Which part of the input.</param>
/// <param name="By">The clause that demands it, when one does.</param>
public sealed record InvalidCampaign(string Field, Text What, Clause? By = null) : Refusal
{
    public override Text Message => new($"{Field}: {What.Vietnamese}", $"{Field}: {What.English}");

    public override Clause? Clause => By;
}

/// <summary>
/// <para>
/// The department sets up a campaign: its code, name, period, policy and the providers that take part, all of them on equal terms (HUE-1.1). Its terms hold from
/// this transaction on and are history from then: later ones are added beside them. Asked again with equal input, the answer is its campaign.
/// </para>
/// <para>
/// It belongs to the registry's programme, in which a citizen has one certificate and one free year whichever campaign recorded them (HUE-1.3, HUE-1.5). On a demo or simulation registry other figures than the law's, or
/// another programme, make it a trial, which is a programme of its own (<see cref="TrialsAloneBendTheLawRule"/>).
/// </para>
/// <para>
/// An officer's login names no provider that was excluded from a campaign of the programme and not taken back: that takes two officers (HUE-5.3).
/// </para>
/// <para>Refusals, in order: CampaignCodeTaken, InvalidCampaign.</para>
/// </summary>
internal sealed partial class CreateCampaign(UnitOfWork unitOfWork, CampaignQueries campaigns) : ICommand<CreateCampaignInput, CampaignCreated>
{
    private const string UniqueCode = "one_campaign_per_code";
    private const string UniqueProgramme = "one_programme_per_code";
    private const int MaxProviders = 100;
    private const int MaxFreeMonths = 120;

    /// <summary>The rows of a part of a file.</summary>
    private const int LeastImportRows = 5_000;

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(366);

    private const string ReadSql = """
        select t.name, t.opens_at, t.closes_at, t.need_window, t.support_window, t.free_months, t.check_window, t.reporting_grace, t.revoke_window,
               t.activation_window, t.checks_per_staff_per_hour, t.checks_per_provider_per_minute, t.imports_until, t.import_rows_per_provider_per_day, o.code as programme, c.is_trial,
               array(select p.code from registry.participations a join registry.provider_codes p on p.id = a.provider_id
                     where a.campaign_id = c.id and a.joined_at = t.effective_from order by p.code) as provider_codes
        from registry.campaigns c join registry.campaign_terms t on t.campaign_id = c.id join registry.programmes o on o.id = c.programme_id
        where c.code = $1 order by t.effective_from limit 1
        """;

    private const string ProgrammeSql = """
        select p.code as own, registry.allows_trials() as allows_trials, exists (select from registry.programmes o where o.code = $1) as is_taken,
          registry.unused_programme_code($2) as unused
        from registry.programmes p where not p.is_trial
        """;

    private const string ExcludedSql = """
        select p.code from registry.provider_codes p where p.code = any($1) and registry.is_excluded(registry.own_programme(), p.id) order by p.code
        """;

    private const string InsertSql = """
        with programme as (
          insert into registry.programmes (code) select $17 where $18 returning id),
        campaign as (
          insert into registry.campaigns (code, programme_id, is_trial) select $1, coalesce((select id from programme), registry.own_programme()), $18 returning id),
        terms as (
          insert into registry.campaign_terms (campaign_id, effective_from, name, opens_at, closes_at, need_window, support_window, free_months, check_window,
            reporting_grace, revoke_window, activation_window, checks_per_staff_per_hour, checks_per_provider_per_minute, decided_by, decided_at, imports_until, import_rows_per_provider_per_day)
          select id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $2, $19, $20 from campaign)
        insert into registry.participations (campaign_id, provider_id, joined_at)
        select campaign.id, p.id, $2 from campaign, registry.provider_codes p where p.code = any($16)
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CampaignCodeTaken), typeof(InvalidCampaign)];

    public async Task<Answer<CampaignCreated>> HandleAsync(Caller caller, CreateCampaignInput input, CancellationToken cancel)
    {
        var refusal = await unitOfWork.RunAsync(caller.Viewer, (work, _) => CreateAsync(work, caller, input), [UniqueCode, UniqueProgramme], cancel);
        return refusal is null
            ? new CampaignCreated(await campaigns.ByCodeAsync(input.Code, cancel) ?? throw new InvalidOperationException("A campaign is never deleted."))
            : refusal;
    }

    private static async Task<Decision<Refusal?>> CreateAsync(Work work, Caller caller, CreateCampaignInput input)
    {
        var policy = input.Policy ?? CampaignPolicy.OfTheRegulation;
        var existing = await ExistingAsync(work, input);
        var known = await work.ValuesAsync<string>("select code from registry.provider_codes where code = any($1)", Sql.Texts([.. input.ProviderCodes]));
        var facts = await work.RowOrNullAsync<ProgrammeFacts>(ProgrammeSql, Sql.Text(input.Programme), Sql.Text(input.Code))
            ?? throw new InvalidOperationException("A registry has a programme.");
        var now = await RegistryClock.ReadAsync(work);
        if (existing is not null)
        {
            return Decision.Discard<Refusal?>(IsSame(existing, input, policy, facts) ? null : new CampaignCodeTaken());
        }

        if (Judge(input, policy, known) is { } invalid)
        {
            return Decision.Discard<Refusal?>(invalid);
        }

        var (programme, isTrial, refused) = TrialsAloneBendTheLawRule.Judge(input.Programme, policy, facts);
        if (refused is not null)
        {
            return Decision.Discard<Refusal?>(refused);
        }

        // Four eyes, as for a reinstatement: the department's system acts with both pairs.
        if (!isTrial && caller.IsOfficer && (await work.ValuesAsync<string>(ExcludedSql, Sql.Texts([.. input.ProviderCodes]))).FirstOrDefault() is { } excluded)
        {
            return Decision.Discard<Refusal?>(new InvalidCampaign(
                "providerCodes",
                new($"{excluded} đã bị loại khỏi chương trình. Muốn đưa trở lại phải có quyết định khôi phục (reinstateProvider).", $"{excluded} was excluded from the programme; it returns only by a reinstatement (reinstateProvider)."),
                Clause.ViolatorIsExcluded));
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Text(input.Code), Sql.At(now), Sql.Text(input.Name.Trim()), Sql.At(input.OpensAt), Sql.At(input.ClosesAt), Sql.Span(policy.NeedWindow),
            Sql.Span(policy.SupportWindow), Sql.Int(policy.FreeMonths), Sql.Span(policy.CheckWindow), Sql.Span(policy.ReportingGrace),
            Sql.Span(policy.RevokeWindow), Sql.Span(policy.ActivationWindow), Sql.Int(policy.ChecksPerStaffPerHour),
            Sql.Int(policy.ChecksPerProviderPerMinute), Sql.Text(caller.RequestOwner), Sql.Texts([.. input.ProviderCodes]), Sql.Text(programme),
            Sql.Bool(isTrial), Sql.At(policy.ImportsUntil), Sql.Int(policy.ImportRowsPerProviderPerDay)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "CAMPAIGN_CREATED", null, caller.RequestOwner, JsonSerializer.Serialize(input with { Policy = policy, Programme = programme })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Refusal?>(null);
    }

    /// <summary>The campaign that bears this code, as it was created; null when none does.</summary>
    private static async Task<(CreateCampaignInput Input, bool IsTrial)?> ExistingAsync(Work work, CreateCampaignInput input) =>
        await work.RowOrNullAsync<Existing>(ReadSql, Sql.Text(input.Code)) is not { } campaign ? null : (
            new(
                input.Code, campaign.Name, campaign.OpensAt, campaign.ClosesAt, campaign.ProviderCodes,
                new(
                    campaign.NeedWindow, campaign.SupportWindow, campaign.FreeMonths, campaign.CheckWindow, campaign.ReportingGrace, campaign.RevokeWindow, campaign.ActivationWindow,
                    campaign.ChecksPerStaffPerHour, campaign.ChecksPerProviderPerMinute, campaign.ImportsUntil, campaign.ImportRowsPerProviderPerDay),
                campaign.Programme),
            campaign.IsTrial);

    private sealed record Existing(
        string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, TimeSpan NeedWindow, TimeSpan SupportWindow, int FreeMonths, TimeSpan CheckWindow, TimeSpan ReportingGrace,
        TimeSpan RevokeWindow, TimeSpan ActivationWindow, int ChecksPerStaffPerHour, int ChecksPerProviderPerMinute, DateTimeOffset? ImportsUntil, int ImportRowsPerProviderPerDay, string Programme, bool IsTrial,
        string[] ProviderCodes);

    private static bool IsSame((CreateCampaignInput Input, bool IsTrial)? campaign, CreateCampaignInput input, CampaignPolicy policy, ProgrammeFacts facts) =>
        campaign is var (existing, isTrial)
        && existing.Name == input.Name.Trim() && existing.OpensAt == input.OpensAt && existing.ClosesAt == input.ClosesAt && existing.Policy == policy
        && existing.ProviderCodes.ToHashSet().SetEquals(input.ProviderCodes)
        && (input.Programme is null
            ? isTrial ? TrialsAloneBendTheLawRule.JudgeFigures(policy) is not null && UnnamedTrial().Replace(existing.Programme!, "") == UnnamedTrial().Replace(input.Code, "") : true
            : input.Programme == existing.Programme);

    private static InvalidCampaign? Judge(CreateCampaignInput input, CampaignPolicy policy, IReadOnlyCollection<string> known)
    {
        if (!PlainCode().IsMatch(input.Code))
        {
            return NotPlain("code");
        }

        // Code and name are public and stay for ever (I11).
        if (NumbersInText.StandsAlone(input.Code))
        {
            return HoldsANumber("code");
        }

        if (JudgeName(input.Name) is { } name)
        {
            return name;
        }

        if (input.OpensAt >= input.ClosesAt)
        {
            return new("closesAt", new("phải sau thời điểm mở.", "must be after opensAt."));
        }

        if (input.ProviderCodes.Count is 0 or > MaxProviders || input.ProviderCodes.Distinct().Count() != input.ProviderCodes.Count
            || input.ProviderCodes.Any(c => !known.Contains(c)))
        {
            return new("providerCodes", new(
                $"phải gồm 1 đến {MaxProviders} doanh nghiệp đã biết, mỗi doanh nghiệp một lần.", $"must name 1 to {MaxProviders} known providers, each once."));
        }

        return JudgePolicy(policy) ?? JudgeImports(policy, input.ClosesAt) ?? (input.Programme is { } programme && !PlainCode().IsMatch(programme) ? NotPlain("programme") : null)
            ?? (input.Programme is { } named && NumbersInText.StandsAlone(named) ? HoldsANumber("programme") : null);
    }

    internal static InvalidCampaign? JudgeName(string name) => !TypedText.CampaignName.Fits(name)
        ? new("name", TypedText.CampaignName.Bounds)
        : NumbersInText.StandsAlone(name) ? HoldsANumber("name") : null;

    internal static InvalidCampaign? JudgePolicy(CampaignPolicy policy)
    {
        foreach (var (field, window) in policy.Windows.Where(w => w.Window < ShortestWindow || w.Window > LongestWindow))
        {
            return new($"policy.{field}", new("phải từ PT1S đến P366D.", "must be from PT1S to P366D."));
        }

        if (policy.FreeMonths is < 1 or > MaxFreeMonths)
        {
            return new("policy.freeMonths", new($"phải từ 1 đến {MaxFreeMonths}.", $"must be 1 to {MaxFreeMonths}."));
        }

        return policy.ChecksPerStaffPerHour < 1
            ? new("policy.checksPerStaffPerHour", new("phải lớn hơn 0.", "must be more than 0."))
            : policy.ChecksPerProviderPerMinute < 1
                ? new("policy.checksPerProviderPerMinute", new("phải lớn hơn 0.", "must be more than 0."))
                : null;
    }

    /// <summary>Files are taken until the campaign closes at most; and a day takes a part of a file, or none would get on.</summary>
    internal static InvalidCampaign? JudgeImports(CampaignPolicy policy, DateTimeOffset closesAt) => policy switch
    {
        _ when policy.ImportsUntil > closesAt => new("policy.importsUntil", new("không được sau thời điểm đóng.", "must not be after closesAt.")),
        { ImportRowsPerProviderPerDay: < LeastImportRows } => new(
            "policy.importRowsPerProviderPerDay", new($"phải từ {LeastImportRows} trở lên.", $"must be {LeastImportRows} or more.")),
        _ => null,
    };

    private static InvalidCampaign NotPlain(string field) =>
        new(field, new("chỉ gồm chữ thường, chữ số và dấu gạch nối, 1 đến 40 ký tự.", "must be 1 to 40 lower-case letters, digits and hyphens."));

    private static InvalidCampaign HoldsANumber(string field) => new(field, new("không được chứa số căn cước.", "must not contain a citizen number."));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z")]
    private static partial Regex PlainCode();

    /// <summary>What registry.unused_programme_code puts before a campaign's code.</summary>
    [GeneratedRegex(@"\A(trial-)+")]
    private static partial Regex UnnamedTrial();
}
