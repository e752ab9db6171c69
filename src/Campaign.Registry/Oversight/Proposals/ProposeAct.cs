using System.Text.Json;
using System.Text.Json.Nodes;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Proposals;

/// <summary>An act that takes two officers, as the second one's approval does it.</summary>
internal interface IProposedAct
{
    ProposedAct Act { get; }

    /// <summary>Judges everything anew and writes, in the transaction of the approval.</summary>
    /// <param name="input">What <see cref="ProposeAct"/> was given, JSON.</param>
    /// <returns>Null when it is done.</returns>
    Task<Refusal?> CarryOutAsync(Work work, Caller approver, string input);
}

/// <summary>
/// Keeps what one officer asks for until another approves: 7 days, or as long as the act says. Four eyes bind officers' logins; the department's systems act with both pairs. The same act on the
/// same subject is open once: who asks for it again is answered with the proposal that is open, and told when that says something else.
/// </summary>
internal static class ProposeAct
{
    public const string OpenOnce = "one_open_proposal_per_subject";

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private static readonly string[] OwnIds = ["Binding", "Link"];

    private const string InsertSql = """
        insert into registry.proposals (id, act, subject, input, proposed_by, proposed_at, expires_at, state) values ($1, $2, $3, $4, $5, $6, $7, 'PROPOSED')
        """;

    /// <summary>What was asked for: without the ids that each try makes anew. A phone's subject is all of it.</summary>
    private static JsonObject Said(string input)
    {
        var said = JsonNode.Parse(input)!.AsObject();
        foreach (var id in OwnIds)
        {
            said.Remove(id);
        }

        return said;
    }

    /// <param name="subject">What it would be done to; two proposals with equal subjects are one.</param>
    /// <param name="input">Without anything that looks like a citizen number.</param>
    /// <param name="within">How long another may approve it; 7 days unless told.</param>
    public static async Task<Decision<SecondOfficerNeeded>> ProposeAsync(
        Work work, Caller officer, ProposedAct act, string subject, string input, TimeSpan? within = null)
    {
        var written = await Proposal.ReadAsync(work, "where act = $1 and subject = $2 and state = 'PROPOSED' for update", Sql.Text(act.InDatabase()), Sql.Text(subject));
        var now = await RegistryClock.ReadAsync(work);
        if (written?.At(now) is { State: ProposalState.Proposed } open)
        {
            return Decision.Discard(new SecondOfficerNeeded(open.Id, open.ExpiresAt, act, IsAnother: !JsonNode.DeepEquals(Said(open.Input), Said(input))));
        }

        var (id, expiresAt) = (Guid.CreateVersion7(now), now + (within ?? Lifetime));
        await using var write = work.Batch();
        if (written is not null)
        {
            write.BatchCommands.Add(Proposal.Decide(written.Id, ProposalState.Expired, null, now));
        }

        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(id), Sql.Text(act.InDatabase()), Sql.Text(subject), Sql.Json(input), Sql.Text(officer.RequestOwner), Sql.At(now),
            Sql.At(expiresAt)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "PROPOSAL_MADE", id, officer.RequestOwner, JsonSerializer.Serialize(new { act = act.InDatabase(), input })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(new SecondOfficerNeeded(id, expiresAt, act));
    }
}
