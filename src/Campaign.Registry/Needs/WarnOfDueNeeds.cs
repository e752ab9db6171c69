using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Needs;

/// <summary>Warns a provider once of a need that still waits after three quarters of its window: of 48 hours, after 36 (HUE-4.2).</summary>
internal sealed class WarnOfDueNeeds(JobWork jobs) : IRegistryJob
{
    private const int BatchSize = 1_000;

    private const string LockSql = """
        select id, person_id, campaign_id, provider_id, due_at from registry.needs
        where state = 'WAITING' and warned_at is null and warn_at <= $1 and due_at > $1 order by warn_at limit $2 for no key update skip locked
        """;

    private const string WarnedSql = """
        update registry.needs n set warned_at = $3 from unnest($1, $2) d (person_id, id) where n.person_id = d.person_id and n.id = d.id and n.warned_at is null
        """;

    public string Name => "warn-of-due-needs";

    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await jobs.RunAsync(WarnBatchAsync, cancel) == BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task<Decision<int>> WarnBatchAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        var needs = await work.RowsAsync<DueNeed>(LockSql, Sql.At(now), Sql.Int(BatchSize));
        if (needs.Count == 0)
        {
            return Decision.Discard(0);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(WarnedSql, Sql.Uuids([.. needs.Select(n => n.PersonId)]), Sql.Uuids([.. needs.Select(n => n.Id)]), Sql.At(now)));
        write.BatchCommands.Add(Message.InsertAll(
            [.. needs.Select(n => Message.ToProvider(now, n.CampaignId, n.ProviderId, "NEED_DUE_SOON", n.Id, details: new { dueAt = Instant.Write(n.DueAt) }))]));
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(needs.Count);
    }

    private sealed record DueNeed(Guid Id, Guid PersonId, int CampaignId, short ProviderId, DateTimeOffset DueAt);
}
