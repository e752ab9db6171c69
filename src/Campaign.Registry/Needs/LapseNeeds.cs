using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Needs;

/// <summary>
/// Writes down what has become of open needs: lapsed at their due time (HUE-4.4), or released by their provider's exclusion (HUE-5.3), and tells those concerned.
/// No rule waits for it: an open need reads as lapsed or released without it (I5, I7). In batches, each a transaction with its leaves and messages; what another
/// transaction has locked is passed by and comes next time, so that a record in flight is never overtaken.
/// </summary>
internal sealed class LapseNeeds(JobWork jobs, ChangeSignal changes, ILogger<LapseNeeds> log) : IRegistryJob
{
    private const int BatchSize = 2_000;

    private const string SelectSql = """
        select n.id, n.person_id, n.campaign_id, n.provider_id, n.state, n.due_at, p.ended_at as released_at
        from registry.needs n
        join registry.participation_periods p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
        where n.ended_at is null
        """;

    // Begins where the last batch ended, so that the index entries that it left behind are not read again.
    private const string LockDueSql = SelectSql + " and n.due_at <= $1 and n.due_at >= $3 order by n.due_at limit $2 for no key update of n skip locked";

    private const string LockReleasedSql = SelectSql + " and p.ended_at <= $1 and p.ended_at < n.due_at limit $2 for no key update of n skip locked";

    private const string LapseSql = """
        update registry.needs n set state = 'LAPSED', lapsed_from = n.state, ended_at = n.due_at, closed_at = $3
        from unnest($1, $2) d (person_id, id)
        where n.person_id = d.person_id and n.id = d.id and n.ended_at is null and n.due_at <= $3
        """;

    private const string ReleaseSql = """
        update registry.needs n set state = 'RELEASED', ended_at = d.released_at, closed_at = $4
        from unnest($1, $2, $3) d (person_id, id, released_at)
        where n.person_id = d.person_id and n.id = d.id and n.ended_at is null
        """;

    public string Name => "lapse-needs";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        var written = 0;
        var from = DateTimeOffset.MinValue;
        foreach (var lockSql in new[] { LockReleasedSql, LockDueSql })
        {
            for (var batch = (Count: BatchSize, Last: from); batch.Count == BatchSize;)
            {
                var start = batch.Last;
                batch = await jobs.RunAsync(work => WriteBatchAsync(work, lockSql, start), cancel);
                written += batch.Count;
            }
        }

        if (written > 0)
        {
            log.LogInformation("Wrote down the end of {Count} needs", written);
        }
    }

    private async Task<Decision<(int Count, DateTimeOffset Last)>> WriteBatchAsync(Work work, string lockSql, DateTimeOffset from)
    {
        var (ended, now) = await LockAsync(work, lockSql, from);
        if (ended.Count == 0)
        {
            return Decision.Discard((0, from));
        }

        var lapsed = ended.Where(n => n.StateAt(now) == NeedState.Lapsed).ToList();
        var released = ended.Where(n => n.StateAt(now) == NeedState.Released).ToList();
        await using var batch = work.Batch();
        if (lapsed.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Statement(
                LapseSql, Sql.Uuids([.. lapsed.Select(n => n.PersonId)]), Sql.Uuids([.. lapsed.Select(n => n.Id)]), Sql.At(now)));
        }

        if (released.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Statement(
                ReleaseSql, Sql.Uuids([.. released.Select(n => n.PersonId)]), Sql.Uuids([.. released.Select(n => n.Id)]),
                Sql.Times([.. released.Select(n => n.ReleasedAt!.Value)]), Sql.At(now)));
        }

        batch.BatchCommands.Add(JournalLeaf.InsertAll(
        [
            .. lapsed.Select(n => NeedTransitions.LapseLeaf(n.Id, Names.Parse<NeedState>(n.State), n.DueAt, now)),
            .. released.Select(n => NeedTransitions.ReleaseLeaf(n.Id, n.ReleasedAt!.Value, now)),
        ]));
        batch.BatchCommands.Add(Message.InsertAll(
        [
            .. lapsed.SelectMany(n => NeedTransitions.LapseMessages(n.Id, n.PersonId, n.CampaignId, n.ProviderId, now)),
            .. released.Select(n => NeedTransitions.ReleaseMessage(n.Id, n.PersonId, n.CampaignId, now)),
        ]));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        return Decision.Keep((ended.Count, ended[^1].DueAt));
    }

    /// <summary>Locks the next needs whose end is to be written, then reads the clock: what was due before the locks is due after them.</summary>
    private static async Task<(List<EndedNeed> Needs, DateTimeOffset Now)> LockAsync(Work work, string lockSql, DateTimeOffset from)
    {
        var before = await RegistryClock.ReadAsync(work);
        var needs = lockSql == LockDueSql
            ? await work.RowsAsync<EndedNeed>(lockSql, Sql.At(before), Sql.Int(BatchSize), Sql.At(from))
            : await work.RowsAsync<EndedNeed>(lockSql, Sql.At(before), Sql.Int(BatchSize));
        return (needs, await RegistryClock.ReadAsync(work));
    }

    private sealed record EndedNeed(Guid Id, Guid PersonId, int CampaignId, short ProviderId, string State, DateTimeOffset DueAt, DateTimeOffset? ReleasedAt)
    {
        public NeedState StateAt(DateTimeOffset now) => Names.Parse<NeedState>(State).At(DueAt, ReleasedAt, now);
    }
}
