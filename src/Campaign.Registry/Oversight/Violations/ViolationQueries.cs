using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Campaign.Registry.Oversight.Violations;

public sealed record ViolationFilter(string? ProviderCode, IReadOnlyList<ViolationKind>? Kind, IReadOnlyList<ViolationState>? State);

/// <summary>A flag as the department sees it.</summary>
/// <param name="Provider">Null when no one provider answers for it.</param>
/// <param name="Evidence">Oldest first.</param>
public sealed record ViolationView(
    Guid Id, ViolationKind Kind, string Clause, ViolationState State, Provider? Provider, DateTimeOffset FlaggedAt, IReadOnlyList<EvidenceView> Evidence);

public sealed record EvidenceView(DateTimeOffset At, Text Summary, Guid? IssuanceId, Guid? NeedId, Guid? CheckId);

/// <summary>The department's list of flags. It alone may ask: what one provider did is no other's to see (I8).</summary>
public sealed class ViolationQueries(RegistryReads reads, ProviderDirectory providers)
{
    // Whom the evidence of these flags is about: holders of issuances and needs, and whoever was asked about, known or not.
    private const string SubjectsSql = """
        select i.person_id, null::smallint as key_id, null::bytea as key_hash, null::text as reason
        from registry.violation_evidence e join registry.recorded_issuances i on i.id = e.issuance_id where e.violation_id = any($8)
        union
        select n.person_id, null, null, null from registry.violation_evidence e join registry.registered_needs n on n.id = e.need_id where e.violation_id = any($8)
        union
        select (select person_id from registry.number_persons k where k.key_hash = a.key_hash limit 1), a.key_id, a.key_hash, null
        from registry.violation_evidence e join registry.provider_asks a on a.id = e.check_id where e.violation_id = any($8)
        """;

    /// <summary>One page, newest flag first; equal instants by id. The evidence of a whole page comes in one query.</summary>
    public async Task<Connection<ViolationView>> ListAsync(
        Caller caller, string campaign, ViolationFilter? filter, Page page, bool withTotal, CancellationToken cancel) =>
        await reads.LookAsync(
            caller.Viewer,
            (db, _) => ListAsync(db, campaign, filter, page, withTotal, cancel),
            (list, now) => ReadTrace.OfSubjects(caller, LookupAct.Violations, now, SubjectsSql, list.Edges.Select(e => e.Node.Id)),
            cancel);

    private async Task<Connection<ViolationView>> ListAsync(
        RegistryDb db, string campaign, ViolationFilter? filter, Page page, bool withTotal, CancellationToken cancel)
    {
        if (await AskedForAsync(db, campaign, filter, cancel) is not { } rows)
        {
            return Page.Nothing<ViolationView>();
        }

        var (found, more, total) = await page.ReadAsync(rows, v => new(v.FlaggedAt, v.Id), withTotal, cancel);
        return page.ConnectionOf(await ViewsAsync(db, found, cancel), v => new(v.FlaggedAt, v.Id), more, total);
    }

    /// <summary>One flag with its evidence; null when there is none.</summary>
    public async Task<ViolationView?> ByIdAsync(Caller caller, string id, CancellationToken cancel) =>
        Guid.TryParseExact(id, "D", out var known) ? (await ByIdsAsync(caller, [known], cancel)).GetValueOrDefault(known) : null;

    /// <summary>Those of these flags that there are, as they stand.</summary>
    public async Task<Dictionary<Guid, ViolationView>> ByIdsAsync(Caller caller, Guid[] ids, CancellationToken cancel) => await reads.LookAsync(
        caller.Viewer,
        async (db, _) => (await ViewsAsync(db, await db.Set<ViolationRecord>().Where(v => ids.Contains(v.Id)).ToListAsync(cancel), cancel)).ToDictionary(v => v.Id),
        (seen, now) => ReadTrace.OfSubjects(caller, LookupAct.Violations, now, SubjectsSql, seen.Keys),
        cancel);

    private async Task<List<ViolationView>> ViewsAsync(RegistryDb db, List<ViolationRecord> rows, CancellationToken cancel)
    {
        var ids = rows.Select(v => v.Id).ToArray();
        var evidence = (await db.Set<EvidenceRecord>().Where(e => ids.Contains(e.ViolationId)).OrderBy(e => e.At).ThenBy(e => e.Key).ToListAsync(cancel))
            .ToLookup(e => e.ViolationId, e => new EvidenceView(e.At, new(e.SummaryVi, e.SummaryEn), e.IssuanceId, e.NeedId, e.CheckId));
        var views = new List<ViolationView>(rows.Count);
        foreach (var row in rows)
        {
            views.Add(new(
                row.Id, Names.Parse<ViolationKind>(row.Kind), row.Clause, Names.Parse<ViolationState>(row.State),
                row.ProviderId is { } id ? await providers.ByIdAsync(id, cancel) : null, row.FlaggedAt, [.. evidence[row.Id]]));
        }

        return views;
    }

    /// <summary>The rows that are asked for; null when there can be none.</summary>
    private async Task<IQueryable<ViolationRecord>?> AskedForAsync(RegistryDb db, string campaign, ViolationFilter? filter, CancellationToken cancel)
    {
        var rows = db.Set<ViolationRecord>().Where(v => v.CampaignId == db.Set<CampaignRecord>().Single(c => c.Code == campaign).Id);
        if (filter?.ProviderCode is { } code)
        {
            if (await providers.IdOfAsync(code, cancel) is not { } provider)
            {
                return null;
            }

            rows = rows.Where(v => v.ProviderId == provider);
        }

        if (filter?.Kind is { } kinds)
        {
            var wanted = kinds.Select(k => k.InDatabase()).ToArray();
            rows = rows.Where(v => wanted.Contains(v.Kind));
        }

        if (filter?.State is { } states)
        {
            var wanted = states.Select(s => s.InDatabase()).ToArray();
            rows = rows.Where(v => wanted.Contains(v.State));
        }

        return rows;
    }
}

internal sealed class ViolationRecord
{
    public Guid Id { get; init; }

    public required string Kind { get; init; }

    public required string Clause { get; init; }

    public int CampaignId { get; init; }

    public short? ProviderId { get; init; }

    public DateTimeOffset FlaggedAt { get; init; }

    public required string State { get; init; }
}

internal sealed class EvidenceRecord
{
    public Guid ViolationId { get; init; }

    public required string Key { get; init; }

    public DateTimeOffset At { get; init; }

    public required string SummaryVi { get; init; }

    public required string SummaryEn { get; init; }

    public Guid? IssuanceId { get; init; }

    public Guid? NeedId { get; init; }

    public Guid? CheckId { get; init; }
}

internal sealed class ViolationMapping : IEntityTypeConfiguration<ViolationRecord>, IEntityTypeConfiguration<EvidenceRecord>
{
    public void Configure(EntityTypeBuilder<ViolationRecord> builder)
    {
        builder.ToTable("violations");
        builder.HasKey(v => v.Id);
    }

    public void Configure(EntityTypeBuilder<EvidenceRecord> builder)
    {
        builder.ToTable("violation_evidence");
        builder.HasKey(e => new { e.ViolationId, e.Key });
    }
}
