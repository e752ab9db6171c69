using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>Null: as it was.</summary>
/// <param name="EffectiveFrom">Later than now and than all terms that were decided before.</param>
/// <param name="ClosesAt">Later than <paramref name="EffectiveFrom"/>.</param>
public sealed record ChangeCampaignTermsInput(
    string Campaign,
    DateTimeOffset EffectiveFrom,
    string? Name = null,
    DateTimeOffset? ClosesAt = null,
    TimeSpan? NeedWindow = null,
    TimeSpan? SupportWindow = null,
    int? FreeMonths = null,
    TimeSpan? CheckWindow = null,
    TimeSpan? ReportingGrace = null,
    TimeSpan? RevokeWindow = null,
    TimeSpan? ActivationWindow = null,
    int? ChecksPerStaffPerHour = null,
    int? ChecksPerProviderPerMinute = null,
    DateTimeOffset? ImportsUntil = null,
    int? ImportRowsPerProviderPerDay = null);

public sealed record CampaignTermsChanged(DatedTerms Terms);

/// <summary>
/// <para>
/// The department changes what holds in a campaign, for all its providers alike (HUE-1.1), from an instant to come. Earlier terms stay as history, and what began under them ends under them: the limit of a need, a free
/// period, a deadline to revoke bear their own ends. When a campaign opens does not change. What is not named stays as it was decided last. The law's figures stay the law's but in a trial (<see cref="TrialsAloneBendTheLawRule"/>). Asked again with equal input, the answer is the terms that it made.
/// </para>
/// <para>Refusals, in order: CampaignNotOpen, InvalidCampaign, BeginsTooEarly.</para>
/// </summary>
public sealed class ChangeCampaignTerms(UnitOfWork unitOfWork) : ICommand<ChangeCampaignTermsInput, CampaignTermsChanged>
{
    private const string InsertSql = """
        insert into registry.campaign_terms (campaign_id, effective_from, name, opens_at, closes_at, need_window, support_window, free_months, check_window, reporting_grace, revoke_window,
          activation_window, checks_per_staff_per_hour, checks_per_provider_per_minute, decided_by, decided_at, imports_until, import_rows_per_provider_per_day)
        select c.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18 from registry.campaigns c where c.code = $1
        """;

    private const string TrialSql = "select c.is_trial from registry.campaigns c where c.code = $1";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CampaignNotOpen), typeof(InvalidCampaign), typeof(BeginsTooEarly)];

    public Task<Answer<CampaignTermsChanged>> HandleAsync(Caller caller, ChangeCampaignTermsInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, (work, _) => ChangeAsync(work, caller, input), [BeginsTooEarly.Constraint], cancel);

    /// <summary>What would hold, given what was decided last.</summary>
    public static DatedTerms Merge(DatedTerms last, ChangeCampaignTermsInput input) => new(
        input.EffectiveFrom, null, null, input.Name?.Trim() ?? last.Name, last.OpensAt, input.ClosesAt ?? last.ClosesAt,
        new(
            input.NeedWindow ?? last.Policy.NeedWindow, input.SupportWindow ?? last.Policy.SupportWindow, input.FreeMonths ?? last.Policy.FreeMonths,
            input.CheckWindow ?? last.Policy.CheckWindow, input.ReportingGrace ?? last.Policy.ReportingGrace, input.RevokeWindow ?? last.Policy.RevokeWindow,
            input.ActivationWindow ?? last.Policy.ActivationWindow, input.ChecksPerStaffPerHour ?? last.Policy.ChecksPerStaffPerHour,
            input.ChecksPerProviderPerMinute ?? last.Policy.ChecksPerProviderPerMinute, input.ImportsUntil ?? last.Policy.ImportsUntil,
            input.ImportRowsPerProviderPerDay ?? last.Policy.ImportRowsPerProviderPerDay));

    private static async Task<Decision<Answer<CampaignTermsChanged>>> ChangeAsync(Work work, Caller caller, ChangeCampaignTermsInput input)
    {
        var all = await CampaignTermsHistory.ReadAsync(work, input.Campaign);
        var isTrial = await work.ValueOrNullAsync<bool>(TrialSql, Sql.Text(input.Campaign)) == true;
        var now = await RegistryClock.ReadAsync(work);
        if (all is not [var last, ..])
        {
            return Decision.Discard<Answer<CampaignTermsChanged>>(new CampaignNotOpen(null, null));
        }

        if (all.FirstOrDefault(t => t.EffectiveFrom == input.EffectiveFrom) is { } same && same.SaysTheSameAs(Merge(same, input)))
        {
            return Decision.Discard<Answer<CampaignTermsChanged>>(new CampaignTermsChanged(same));
        }

        var terms = Merge(last, input) with { DecidedBy = caller.RequestOwner, DecidedAt = now };
        if ((CreateCampaign.JudgeName(terms.Name) ?? CreateCampaign.JudgePolicy(terms.Policy) ?? (isTrial ? null : TrialsAloneBendTheLawRule.JudgeFigures(terms.Policy))
            ?? JudgeClosing(terms, last) ?? CreateCampaign.JudgeImports(terms.Policy, terms.ClosesAt)) is { } invalid)
        {
            return Decision.Discard<Answer<CampaignTermsChanged>>(invalid with { Field = invalid.Field.Split('.')[^1] });
        }

        if (BeginsTooEarly.Judge(input.EffectiveFrom, now, last.EffectiveFrom) is { } early)
        {
            return Decision.Discard<Answer<CampaignTermsChanged>>(early);
        }

        var policy = terms.Policy;
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Text(input.Campaign), Sql.At(terms.EffectiveFrom), Sql.Text(terms.Name), Sql.At(terms.OpensAt), Sql.At(terms.ClosesAt), Sql.Span(policy.NeedWindow),
            Sql.Span(policy.SupportWindow), Sql.Int(policy.FreeMonths), Sql.Span(policy.CheckWindow), Sql.Span(policy.ReportingGrace), Sql.Span(policy.RevokeWindow),
            Sql.Span(policy.ActivationWindow), Sql.Int(policy.ChecksPerStaffPerHour), Sql.Int(policy.ChecksPerProviderPerMinute), Sql.Text(terms.DecidedBy), Sql.At(now),
            Sql.At(policy.ImportsUntil), Sql.Int(policy.ImportRowsPerProviderPerDay)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "CAMPAIGN_TERMS_CHANGED", null, caller.RequestOwner, JsonSerializer.Serialize(new { campaign = input.Campaign, terms })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<CampaignTermsChanged>>(new CampaignTermsChanged(terms));
    }

    /// <summary>A campaign does not close before it is said that it closes.</summary>
    private static InvalidCampaign? JudgeClosing(DatedTerms terms, DatedTerms last) => terms.ClosesAt != last.ClosesAt && terms.ClosesAt <= terms.EffectiveFrom
        ? new("closesAt", new("phải sau thời điểm có hiệu lực.", "must be after effectiveFrom."))
        : null;
}
