using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>What holds in a campaign from <see cref="EffectiveFrom"/> (inclusive) until later terms begin, and who decided it.</summary>
/// <param name="DecidedAt">Null: before decisions bore their instant.</param>
public sealed record DatedTerms(
    DateTimeOffset EffectiveFrom, string? DecidedBy, DateTimeOffset? DecidedAt, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, CampaignPolicy Policy)
{
    public bool SaysTheSameAs(DatedTerms other) => Name == other.Name && OpensAt == other.OpensAt && ClosesAt == other.ClosesAt && Policy == other.Policy;
}

/// <summary>All terms that a campaign has had or will have, as everybody may see them.</summary>
public sealed class CampaignTermsHistory(UnitOfWork unitOfWork)
{
    private const string ReadSql = """
        select t.effective_from, t.decided_by, t.decided_at, t.name, t.opens_at, t.closes_at, t.need_window, t.support_window, t.free_months, t.check_window, t.reporting_grace,
               t.revoke_window, t.activation_window, t.checks_per_staff_per_hour, t.checks_per_provider_per_minute, t.imports_until, t.import_rows_per_provider_per_day
        from registry.campaigns c join registry.campaign_terms t on t.campaign_id = c.id where c.code = $1 order by t.effective_from desc
        """;

    /// <summary>The last to begin first; those to come are among them.</summary>
    public Task<IReadOnlyList<DatedTerms>> OfAsync(Caller caller, string campaign, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work => Decision.Discard(await ReadAsync(work, campaign)),
        cancel);

    internal static async Task<IReadOnlyList<DatedTerms>> ReadAsync(Work work, string campaign) =>
        (await work.RowsAsync<TermsRow>(ReadSql, Sql.Text(campaign))).ConvertAll(t => new DatedTerms(
            t.EffectiveFrom, t.DecidedBy, t.DecidedAt, t.Name, t.OpensAt, t.ClosesAt,
            new(
                t.NeedWindow, t.SupportWindow, t.FreeMonths, t.CheckWindow, t.ReportingGrace, t.RevokeWindow, t.ActivationWindow, t.ChecksPerStaffPerHour,
                t.ChecksPerProviderPerMinute, t.ImportsUntil, t.ImportRowsPerProviderPerDay)));

    private sealed record TermsRow(
        DateTimeOffset EffectiveFrom, string DecidedBy, DateTimeOffset? DecidedAt, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, TimeSpan NeedWindow,
        TimeSpan SupportWindow, int FreeMonths, TimeSpan CheckWindow, TimeSpan ReportingGrace, TimeSpan RevokeWindow, TimeSpan ActivationWindow, int ChecksPerStaffPerHour,
        int ChecksPerProviderPerMinute, DateTimeOffset? ImportsUntil, int ImportRowsPerProviderPerDay);
}
