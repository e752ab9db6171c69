using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Violations;

/// <summary>The register of flags, as whoever finds something writes it: each violation once, each piece of its evidence once.</summary>
internal sealed class ViolationStore(JobWork jobs, ChangeSignal changes)
{
    private const string FlagSql = """
        insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
        select f.id, $1, $2, $3, f.provider_id, f.fingerprint, $4, f.thresholds::jsonb
        from unnest($5, $6, $7, $8) f (id, provider_id, fingerprint, thresholds)
        order by f.fingerprint
        on conflict on constraint flagged_once do nothing returning id
        """;

    private const string AddEvidenceSql = """
        insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, issuance_id, need_id, check_id)
        select v.id, e.key, e.at, e.summary_vi, e.summary_en, e.issuance_id, e.need_id, e.check_id
        from unnest($2, $3, $4, $5, $6, $7, $8, $9) e (fingerprint, key, at, summary_vi, summary_en, issuance_id, need_id, check_id)
        join registry.violations v on v.kind = $1 and v.fingerprint = e.fingerprint
        order by v.id, e.key
        on conflict on constraint each_piece_of_evidence_once do nothing returning violation_id
        """;

    /// <summary>Flags what is not flagged yet and adds what evidence is new, with journal leaves, in one transaction.</summary>
    public Task FlagAsync(ViolationKind kind, Clause clause, int campaignId, IReadOnlyList<Finding> findings, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var ids = findings.Select(_ => Guid.CreateVersion7(now)).ToArray();
            var flagged = (await work.ValuesAsync<Guid>(
                FlagSql, Sql.Text(kind.InDatabase()), Sql.Text(clause.Id), Sql.Int(campaignId), Sql.At(now), Sql.Uuids(ids),
                Sql.Smalls([.. findings.Select(f => f.ProviderId)]), Sql.Texts([.. findings.Select(f => f.Fingerprint)]),
                Sql.Texts([.. findings.Select(f => f.Thresholds)]))).ToHashSet();
            var added = (await AddEvidenceAsync(work, kind, findings)).ToHashSet();
            var leaves = ids.Zip(findings).Where(f => flagged.Contains(f.First))
                .Select(f => LeafOf(now, "VIOLATION_FLAGGED", f.First, kind, clause, campaignId, f.Second.ProviderId))
                .Concat(added.Where(id => !flagged.Contains(id)).Order().Select(id => LeafOf(now, "VIOLATION_EVIDENCE_ADDED", id, kind, clause, campaignId, null)))
                .ToList();
            if (leaves.Count > 0)
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(JournalLeaf.InsertAll(leaves));
                await batch.ExecuteNonQueryAsync(work.Cancel);
                work.OnCommitted(changes.Raise);
            }

            return new Decision<bool>(leaves.Count > 0, leaves.Count > 0);
        },
        cancel);

    private static Task<List<Guid>> AddEvidenceAsync(Work work, ViolationKind kind, IReadOnlyList<Finding> findings)
    {
        var all = findings.SelectMany(f => f.Evidence.Select(e => (f.Fingerprint, Evidence: e))).ToList();
        return work.ValuesAsync<Guid>(
            AddEvidenceSql, Sql.Text(kind.InDatabase()), Sql.Texts([.. all.Select(e => e.Fingerprint)]), Sql.Texts([.. all.Select(e => e.Evidence.Key)]),
            Sql.Times([.. all.Select(e => e.Evidence.At)]), Sql.Texts([.. all.Select(e => e.Evidence.Summary.Vietnamese)]),
            Sql.Texts([.. all.Select(e => e.Evidence.Summary.English)]), Sql.Uuids([.. all.Select(e => e.Evidence.IssuanceId)]),
            Sql.Uuids([.. all.Select(e => e.Evidence.NeedId)]), Sql.Uuids([.. all.Select(e => e.Evidence.CheckId)]));
    }

    private static JournalLeaf LeafOf(DateTimeOffset now, string leaf, Guid id, ViolationKind kind, Clause clause, int campaignId, short? providerId) => JournalLeaf.Of(
        now, leaf, id, "registry",
        JsonSerializer.Serialize(new { kind = kind.InDatabase(), clause = clause.Id, campaign = campaignId, provider = providerId }));
}
