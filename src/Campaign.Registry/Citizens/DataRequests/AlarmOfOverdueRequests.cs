using Campaign.Registry.Oversight.Invariants;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>
/// A request that is overdue is an alarm, raised once, and the department is told. No rule waits for it: a request reads as overdue from its deadline on without it.
/// </summary>
internal sealed class AlarmOfOverdueRequests(JobWork jobs, ILogger<AlarmOfOverdueRequests> log) : IRegistryJob
{
    private const int BatchSize = 200;

    // Whoever has been told of is passed by, so that a batch is never full of them.
    private const string OverdueSql = """
        select r.id, r.person_id, r.due_at from registry.overdue_data_requests($1) r
        where not exists (
          select from registry.raised_alarms a where a.what = 'DATA_REQUEST_OVERDUE' and a.person_id = r.person_id and a.campaign_id is null and a.subject_ids = array[r.id])
        order by r.due_at limit $2
        """;

    public string Name => "alarm-of-overdue-requests";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await jobs.RunAsync(RaiseBatchAsync, cancel) is { Count: > 0 } raised)
        {
            foreach (var id in raised)
            {
                log.LogError("Request {RequestId} of a citizen about their own data is overdue", id);
            }

            cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task<Decision<List<Guid>>> RaiseBatchAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        var overdue = await work.RowsAsync<Overdue>(OverdueSql, Sql.At(now), Sql.Int(BatchSize));
        if (overdue.Count == 0)
        {
            return Decision.Discard(new List<Guid>());
        }

        await using var batch = work.Batch();
        foreach (var request in overdue)
        {
            batch.BatchCommands.Add(new Difference(Clause.Confidentiality.Id, "DATA_REQUEST_OVERDUE", request.PersonId, null, [request.Id]).Raise(now));
            batch.BatchCommands.Add(Message.ToDepartment(
                now, null, "DATA_REQUEST_OVERDUE", request.Id, details: new { dueAt = Instant.Write(request.DueAt) }).Insert());
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(overdue.Select(r => r.Id).ToList());
    }

    private sealed record Overdue(Guid Id, Guid PersonId, DateTimeOffset DueAt);
}
