using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Needs;

/// <summary>
/// The statements that move a need on, each with its journal leaf and the messages to those concerned. Each names the states from which it may go; the caller
/// holds the locks and has judged.
/// </summary>
internal static class NeedTransitions
{
    private const string EndSql = """
        update registry.needs set state = $3, ended_at = $4, closed_at = $5, served_by = $6
        where person_id = $1 and id = $2 and ended_at is null
        """;

    // Whichever provider it is with: the database judges for itself.
    private const string CloseSql = "select registry.close_open_need($1, $2, $3, $4, $5)";

    private const string StartSql = """
        update registry.needs set state = 'IN_SUPPORT', support_until = $3, due_at = $3 where person_id = $1 and id = $2 and state = 'WAITING' and due_at > $4
        """;

    private const string WaitAgainSql = """
        update registry.needs set state = 'WAITING', support_until = null, due_at = waiting_until where person_id = $1 and id = $2 and state = 'IN_SUPPORT'
        """;

    /// <summary>The citizen has got a certificate: by this issuance, when it names the need; else another way (I4). Or the need had ended before, unwritten.</summary>
    public static IEnumerable<NpgsqlBatchCommand> OnIssuance(KnownNeed need, Guid issuanceId, bool named, string actor, DateTimeOffset now)
    {
        if (!need.StateAt(now).IsOpen())
        {
            return WriteDownEnd(need, now);
        }

        return named
            ? [
                End(need, NeedState.Served, now, now, issuanceId),
                Leaf(now, "NEED_SERVED", need, actor, new { by = issuanceId }),
                Message.ToCitizen(now, need.CampaignId, need.PersonId, "NEED_SERVED", need.Id).Insert(),
            ]
            : [
                Close(need, NeedState.Superseded, now, now),
                Leaf(now, "NEED_SUPERSEDED", need, actor, new { by = issuanceId }),
                Message.ToProvider(now, need.CampaignId, need.ProviderId, "NEED_SUPERSEDED", need.Id).Insert(),
            ];
    }

    /// <summary>Writes down that an open need has lapsed or was released, at the instant at which it did.</summary>
    public static IEnumerable<NpgsqlBatchCommand> WriteDownEnd(KnownNeed need, DateTimeOffset now) => need.StateAt(now) switch
    {
        NeedState.Lapsed =>
        [
            Close(need, NeedState.Lapsed, need.DueAt, now),
            LapseLeaf(need.Id, need.Written, need.DueAt, now).Insert(),
            .. LapseMessages(need.Id, need.PersonId, need.CampaignId, need.ProviderId, now).Select(m => m.Insert()),
        ],
        NeedState.Released =>
        [
            Close(need, NeedState.Released, need.ReleasedAt!.Value, now),
            ReleaseLeaf(need.Id, need.ReleasedAt.Value, now).Insert(),
            ReleaseMessage(need.Id, need.PersonId, need.CampaignId, now).Insert(),
        ],
        var state => throw new InvalidOperationException($"A need that is {state} has no end to write down."),
    };

    public static JournalLeaf LapseLeaf(Guid needId, NeedState from, DateTimeOffset dueAt, DateTimeOffset now) => JournalLeaf.Of(
        now, "NEED_LAPSED", needId, "registry", $$"""{"from":"{{from.InDatabase()}}","lapsedAt":"{{Instant.Write(dueAt)}}"}""");

    public static JournalLeaf ReleaseLeaf(Guid needId, DateTimeOffset releasedAt, DateTimeOffset now) => JournalLeaf.Of(
        now, "NEED_RELEASED", needId, "registry", $$"""{"releasedAt":"{{Instant.Write(releasedAt)}}"}""");

    public static Message[] LapseMessages(Guid needId, Guid personId, int campaignId, short providerId, DateTimeOffset now) =>
    [
        Message.ToCitizen(now, campaignId, personId, "NEED_LAPSED", needId),
        Message.ToProvider(now, campaignId, providerId, "NEED_LAPSED", needId),
    ];

    public static Message ReleaseMessage(Guid needId, Guid personId, int campaignId, DateTimeOffset now) =>
        Message.ToCitizen(now, campaignId, personId, "NEED_RELEASED", needId);

    public static IEnumerable<NpgsqlBatchCommand> Start(NeedRow need, DateTimeOffset until, DateTimeOffset now) =>
        [Sql.Statement(StartSql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id), Sql.At(until), Sql.At(now))];

    /// <summary>As if support had never begun: the need waits again, or has lapsed when its waiting is over.</summary>
    public static IEnumerable<NpgsqlBatchCommand> WaitAgain(NeedRow need, DateTimeOffset now)
    {
        yield return Sql.Statement(WaitAgainSql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id));
        var waiting = need with { Written = NeedState.Waiting, SupportUntil = null, DueAt = need.WaitingUntil };
        if (!waiting.StateAt(now).IsOpen())
        {
            foreach (var statement in WriteDownEnd(waiting, now))
            {
                yield return statement;
            }
        }
    }

    public static IEnumerable<NpgsqlBatchCommand> Cancel(NeedRow need, string? reason, string actor, DateTimeOffset now) =>
    [
        End(need, NeedState.Cancelled, now, now, null),
        Leaf(now, "NEED_CANCELLED", need, actor, new { reason = NumbersInText.Blank(reason) }),
        Message.ToProvider(now, need.CampaignId, need.ProviderId, "NEED_CANCELLED", need.Id).Insert(),
    ];

    public static NpgsqlBatchCommand Leaf(DateTimeOffset now, string kind, KnownNeed need, string actor, object payload) =>
        JournalLeaf.Of(now, kind, need.Id, actor, JsonSerializer.Serialize(payload)).Insert();

    private static NpgsqlBatchCommand End(KnownNeed need, NeedState state, DateTimeOffset endedAt, DateTimeOffset now, Guid? servedBy) => Sql.Statement(
        EndSql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id), Sql.Text(state.InDatabase()), Sql.At(endedAt), Sql.At(now), Sql.Uuid(servedBy));

    private static NpgsqlBatchCommand Close(KnownNeed need, NeedState state, DateTimeOffset endedAt, DateTimeOffset now) => Sql.Statement(
        CloseSql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id), Sql.Text(state.InDatabase()), Sql.At(endedAt), Sql.At(now));
}
