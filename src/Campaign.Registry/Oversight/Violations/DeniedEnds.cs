using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Violations;

/// <param name="ChangedAt">When the department last judged; null before it has.</param>
public sealed record DeniedEndProgress(ViolationState State, DateTimeOffset? ChangedAt);

/// <summary>What became of a citizen's "I did not ask" (HUE-1.5): how far the department has judged, as of a report, and nothing else of the case. Whoever asks tells which ends are the citizen's own.</summary>
public sealed class DeniedEnds(UnitOfWork unitOfWork)
{
    private const string ProgressSql = """
        select v.fingerprint, v.state, m.at as changed_at from registry.violations v
        left join lateral (
          select j.at from registry.journal_leaves j
          where j.subject_id = v.id and j.kind like 'VIOLATION\_%' and j.kind not in ('VIOLATION_FLAGGED', 'VIOLATION_EVIDENCE_ADDED')
          order by j.sequence desc limit 1) m on true
        where v.kind = 'END_NOT_ASKED_FOR' and v.fingerprint = any ($1)
        """;

    /// <param name="ends">The certificates whose end was denied.</param>
    /// <returns>By certificate; of one that no detector has come by yet there is none.</returns>
    public async Task<IReadOnlyDictionary<Guid, DeniedEndProgress>> ProgressAsync(IReadOnlyCollection<Guid> ends, CancellationToken cancel) => ends.Count == 0
        ? new Dictionary<Guid, DeniedEndProgress>()
        : await unitOfWork.RunAsync(
            Viewer.Registry,
            async work => Decision.Discard((await work.RowsAsync<Row>(ProgressSql, Sql.Texts([.. ends.Select(e => e.ToString())])))
                .ToDictionary(r => Guid.Parse(r.Fingerprint), r => new DeniedEndProgress(Names.Parse<ViolationState>(r.State), r.ChangedAt))),
            cancel);

    private sealed record Row(string Fingerprint, string State, DateTimeOffset? ChangedAt);
}
