using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="Kind">What was confirmed, and under which clause.</param>
public sealed record PublishedKind(ViolationKind Kind, string Clause);

/// <summary>What everybody may know of a case that was published (HUE-5.3): no citizen, no officer, no evidence and no number of records (I8).</summary>
/// <param name="Number">E.g. 2026/000123.</param>
/// <param name="Provider">Null once the publication was withdrawn: then nothing is said but that it was.</param>
/// <param name="UpdatedAt">When it was published, or withdrawn.</param>
public sealed record PublishedCase(Guid Id, string Number, Provider? Provider, IReadOnlyList<PublishedKind> Kinds, DateTimeOffset? DecidedAt, DateTimeOffset UpdatedAt)
{
    public bool IsWithdrawn => Provider is null;
}

/// <summary>The cases of a campaign that were published, and those of which that was withdrawn, the latest change first. Public.</summary>
public sealed class PublishedCases(UnitOfWork unitOfWork)
{
    public const int Most = 50;

    private const string RowsSql = """
        select c.id, c.year || '/' || lpad(c.number::text, 6, '0') as number, e.at, e.kind, p.code, n.name, f.kinds, f.clauses,
          (select d.at from registry.case_events d where d.case_id = c.id and d.kind = 'DECIDED' order by d.place desc limit 1) as decided_at
        from registry.case_events e
        join registry.cases c on c.id = e.case_id
        join registry.provider_codes p on p.id = c.provider_id
        left join registry.provider_titles n on n.provider_id = p.id and n.valid_to is null
        cross join lateral (
          select array_agg(k.kind order by k.kind, k.clause) as kinds, array_agg(k.clause order by k.kind, k.clause) as clauses
          from (select distinct v.kind, v.clause from registry.case_violations cv join registry.flags v on v.id = cv.violation_id where cv.case_id = c.id) k) f
        where e.kind in ('PUBLISHED', 'WITHDRAWN') and c.campaign_id = (select g.id from registry.campaign_codes g where g.code = $1)
          and not exists (select from registry.case_events l where l.case_id = e.case_id and l.kind in ('PUBLISHED', 'WITHDRAWN') and l.place > e.place)
        order by e.at desc, e.case_id limit $2
        """;

    /// <summary>50 at most.</summary>
    public Task<IReadOnlyList<PublishedCase>> OfAsync(string campaign, CancellationToken cancel) => unitOfWork.RunAsync<IReadOnlyList<PublishedCase>>(
        Viewer.Registry,
        async work => Decision.Discard<IReadOnlyList<PublishedCase>>(
            (await work.RowsAsync<Published>(RowsSql, Sql.Text(campaign), Sql.Int(Most))).ConvertAll(c => c.Kind == "WITHDRAWN"
                ? new PublishedCase(c.Id, c.Number, null, [], null, c.At)
                : new(
                    c.Id, c.Number, new(c.Code, c.Name ?? c.Code),
                    [.. c.Kinds!.Zip(c.Clauses!, (kind, clause) => new PublishedKind(Names.Parse<ViolationKind>(kind), clause))], c.DecidedAt, c.At))),
        cancel);

    /// <param name="Kinds">Null when the case has no flags.</param>
    private sealed record Published(
        Guid Id, string Number, DateTimeOffset At, string Kind, string Code, string? Name, string[]? Kinds, string[]? Clauses, DateTimeOffset? DecidedAt);
}
