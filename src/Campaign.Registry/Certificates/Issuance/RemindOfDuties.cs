using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// Follows up what a provider owes, until it is done: a technical fault that is to be resolved (HUE-3.3), a certificate made in vain that is to be revoked
/// (HUE-1.4). The provider is reminded once after three quarters of the time and told once that it is over; detectors flag what is over.
/// </summary>
internal sealed class RemindOfDuties(JobWork jobs) : IRegistryJob
{
    private const int BatchSize = 1_000;

    // Whoever has been told is passed by, so that a batch is never full of them. The terms are those in force now.
    private const string DueSql = """
        with terms as (
          select distinct on (campaign_id) campaign_id, activation_window from registry.dated_terms where effective_from <= $1
          order by campaign_id, effective_from desc),
        faults as (
          select i.id as subject_id, i.campaign_id, i.provider_id, i.recorded_at + 0.75 * t.activation_window as remind_at,
                 i.recorded_at + t.activation_window as due_at, 'ACTIVATION' as duty, i.serial_as_written as serial_number
          from registry.live_issuances($1) i join terms t on t.campaign_id = i.campaign_id
          where i.status = 'PENDING_ACTIVATION'),
        revocations as (
          select md5('revocation ' || provider_id || ' ' || campaign_id || ' ' || serial_number)::uuid, campaign_id, provider_id,
                 opened_at + 0.75 * (revoke_by - opened_at), revoke_by, 'REVOCATION', serial_number
          from registry.revocation_tasks where confirmed_at is null and recorded_after_all is null),
        duties as (select * from faults union all select * from revocations),
        due as (
          select subject_id, campaign_id, provider_id, due_at, serial_number, duty || case when due_at <= $1 then '_OVERDUE' else '_DUE_SOON' end as kind
          from duties where remind_at <= $1)
        select * from due d
        where not exists (select from registry.written_messages m where m.subject_id = d.subject_id and m.kind = d.kind and m.recipient = 'PROVIDER')
        order by due_at limit $2
        """;

    public string Name => "remind-of-duties";

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await jobs.RunAsync(RemindBatchAsync, cancel) == BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task<Decision<int>> RemindBatchAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        var messages = (await work.RowsAsync<Due>(DueSql, Sql.At(now), Sql.Int(BatchSize))).ConvertAll(d => Message.ToProvider(
            now, d.CampaignId, d.ProviderId, d.Kind, d.SubjectId, details: new { serialNumber = d.SerialNumber, dueAt = Instant.Write(d.DueAt) }));
        if (messages.Count == 0)
        {
            return Decision.Discard(0);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Message.InsertAll(messages));
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(messages.Count);
    }

    private sealed record Due(Guid SubjectId, int CampaignId, short ProviderId, DateTimeOffset DueAt, string SerialNumber, string Kind);
}
