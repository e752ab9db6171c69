using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Npgsql;

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
               t.revoke_window, t.activation_window, t.checks_per_staff_per_hour, t.checks_per_provider_per_minute
        from registry.campaigns c join registry.campaign_terms t on t.campaign_id = c.id where c.code = $1 order by t.effective_from desc
        """;

    /// <summary>The last to begin first; those to come are among them.</summary>
    public Task<IReadOnlyList<DatedTerms>> OfAsync(Caller caller, string campaign, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Read(campaign));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync(FromAsync));
        },
        cancel);

    internal static NpgsqlBatchCommand Read(string campaign) => Sql.Statement(ReadSql, Sql.Text(campaign));

    internal static async Task<IReadOnlyList<DatedTerms>> FromAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        var all = new List<DatedTerms>();
        while (await rows.ReadAsync(cancel))
        {
            all.Add(new(
                rows.GetFieldValue<DateTimeOffset>(0), rows.GetString(1), rows.ValueOrNull<DateTimeOffset>(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4),
                rows.GetFieldValue<DateTimeOffset>(5),
                new(
                    rows.GetTimeSpan(6), rows.GetTimeSpan(7), rows.GetInt32(8), rows.GetTimeSpan(9), rows.GetTimeSpan(10), rows.GetTimeSpan(11), rows.GetTimeSpan(12),
                    rows.GetInt32(13), rows.GetInt32(14))));
        }

        return all;
    }
}
