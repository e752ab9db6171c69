using System.Collections.Concurrent;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Platform.Messages;

/// <summary>
/// <para>
/// Sends what is in the outbox, oldest due first. A message is claimed in a transaction of its own, which already writes when it would be tried again: so a run
/// that is killed leaves nothing to be cleaned up, no lock is held while a gateway is waited for, and two runs never have the same message.
/// </para>
/// <para>
/// After try n the next comes 10 s × 2^(n−1) later, an hour at most. After 20 tries, about half a day, it is given up: that is written with its time, and logged.
/// </para>
/// </summary>
internal sealed class DeliverMessages(JobWork jobs, IMessageGateway gateway, ILogger<DeliverMessages> log) : IRegistryJob
{
    public const int MostTries = 20;

    private const int MostInOneClaim = 200;
    private const int MostAtOnce = 8;

    private const string ClaimSql = """
        with due as (
          select id from registry.messages where sent_at is null and given_up_at is null and next_attempt_at <= $1
          order by next_attempt_at limit $2 for update skip locked)
        update registry.messages m
        set attempts = attempts + 1, next_attempt_at = $1 + least(interval '1 hour', interval '10 seconds' * 2 ^ m.attempts)
        from due where m.id = due.id
        returning m.id, written_at, campaign_id, recipient, person_id, provider_id, kind, subject_id, occasion, details::text, attempts
        """;

    private const string SentSql = "update registry.messages set sent_at = $2 where id = any($1) and sent_at is null";

    private const string GivenUpSql =
        "update registry.messages set given_up_at = $2 where id = any($1) and sent_at is null and given_up_at is null";

    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(10);

    public string Name => "deliver-messages";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await ClaimAsync(cancel) is { Count: > 0 } claimed)
        {
            var (sent, givenUp) = await SendAsync(claimed, cancel);
            // What was sent is noted even when the host is stopping.
            await NoteAsync(sent, givenUp);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private Task<List<Claimed>> ClaimAsync(CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            return Decision.Keep((await work.RowsAsync<Row>(ClaimSql, Sql.At(now), Sql.Int(MostInOneClaim))).ConvertAll(m => new Claimed(
                new(m.Id, m.WrittenAt, m.CampaignId, Names.Parse<Recipient>(m.Recipient), m.PersonId, m.ProviderId, m.Kind, m.SubjectId, m.Occasion, m.Details), m.Attempts)));
        },
        cancel);

    private async Task<(Guid[] Sent, Guid[] GivenUp)> SendAsync(List<Claimed> claimed, CancellationToken cancel)
    {
        var (sent, givenUp) = (new ConcurrentBag<Guid>(), new ConcurrentBag<Guid>());
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce };
        await Parallel.ForEachAsync(claimed, limits, async (item, _) =>
        {
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(SendPatience);
            try
            {
                await gateway.SendAsync(item.Message, patience.Token);
                sent.Add(item.Message.Id);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // The host stops; the claim says when it is tried again.
            }
            catch (Exception e) when (item.Tries < MostTries)
            {
                // By its kind alone: the text of a gateway's fault may hold a contact.
                log.LogInformation("Message {MessageId} was not sent at try {Try}: {Fault}", item.Message.Id, item.Tries, e.GetType().Name);
            }
            catch (Exception e)
            {
                log.LogWarning("Message {MessageId} ({Kind}) is given up after {Tries} tries: {Fault}", item.Message.Id, item.Message.Kind, item.Tries, e.GetType().Name);
                givenUp.Add(item.Message.Id);
            }
        });
        return ([.. sent], [.. givenUp]);
    }

    private Task<int> NoteAsync(Guid[] sent, Guid[] givenUp) => jobs.RunAsync(
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(SentSql, Sql.Uuids(sent), Sql.At(now)));
            batch.BatchCommands.Add(Sql.Statement(GivenUpSql, Sql.Uuids(givenUp), Sql.At(now)));
            return Decision.Keep(await batch.ExecuteNonQueryAsync(work.Cancel));
        },
        CancellationToken.None);

    private sealed record Row(
        Guid Id, DateTimeOffset WrittenAt, int? CampaignId, string Recipient, Guid? PersonId, short? ProviderId, string Kind, Guid SubjectId, string Occasion, string Details,
        short Attempts);

    /// <param name="Tries">With the one for which it was claimed.</param>
    private sealed record Claimed(Message Message, int Tries);
}
