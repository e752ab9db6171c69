using System.Text.Json;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>Whose import this is.</summary>
/// <param name="Actor">Who asked for it, as history says it.</param>
internal sealed record ImportOrder(Guid Id, int CampaignId, string CampaignCode, short ProviderId, string Actor);

/// <summary>What became of a part.</summary>
internal enum PartOutcome
{
    Written,

    /// <summary>Another run has gone on with this import.</summary>
    OutOfOrder,

    /// <summary>The provider no longer takes part (I7), or the campaign is over.</summary>
    NotTaken,

    /// <summary>The provider would look at more citizens than it may today.</summary>
    BudgetSpent,

    /// <summary>It is written; and so many rows are claims that an officer looks before the next (<see cref="ManyClaimsHoldAFileRule"/>).</summary>
    Held,
}

/// <summary>
/// Of two parts under way at once the later begins when the earlier holds its locks, so that none waits for it, and commits when the earlier has; they share no number.
/// </summary>
internal sealed class PartTurn(Task<PartOutcome>? before)
{
    private readonly TaskCompletionSource locked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the persons are locked, or when there is nothing more to wait for.</summary>
    public Task WhenLocked => locked.Task;

    public void Locked() => locked.TrySetResult();

    public Task<PartOutcome> BeforeIsWrittenAsync(CancellationToken cancel) => before?.WaitAsync(cancel) ?? Task.FromResult(PartOutcome.Written);
}

/// <summary>
/// <para>
/// Judges the rows of a part and writes what is recorded, with its journal leaves, the verdicts and how far the file has been read, in one transaction and set by set
/// (HUE-2.3). A row is judged by its own number alone, and recorded where that citizen's place is free; a second number is a claim, which links nothing (I2).
/// </para>
/// <para>
/// Who was told first holds the place, by record or by file (HUE-1.4). That a file says its certificate is older than another provider's is kept as a claim, with the
/// certificate's hash when the file has the certificate, and the department looks at it. The free period starts on the day of the import, when none has (I6).
/// </para>
/// </summary>
/// <param name="metered">Whether the provider's looks count (<see cref="ImportBudgetRule"/>) and its claims hold the file; the operator's do not.</param>
internal sealed class PartWriting(JobWork jobs, PhoneVault phones, bool metered)
{
    private const int MostTries = 5;

    private const string PartSql = "insert into registry.import_parts (import_id, first_row, rows, judged_at, verdicts) values ($1, $2, $3, $4, $5)";

    private const string ProgressSql = """
        update registry.imports set rows_done = $2, read_bytes = greatest(read_bytes, $3), recorded = recorded + $4, already_ours = already_ours + $5,
          held_by_another = held_by_another + $6, malformed = malformed + $7, doubtful = doubtful + $8, claims = claims + $10
        where id = $1 and rows_done = $9 and state = 'RUNNING'
        returning claims, claims_seen, recorded + already_ours + held_by_another + malformed + doubtful as judged
        """;

    private const string HoldSql = "update registry.imports set state = 'HELD', awaiting_since = $2 where id = $1";

    /// <param name="turn">Told when the part's persons are locked; and says when the part before it is written. Null: there is none under way.</param>
    public async Task<PartOutcome> WriteAsync(ImportOrder order, ImportPart part, PartTurn? turn, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await jobs.RunAsync((work, _) => WriteAsync(work, order, part, turn), Replay.LostRaces, cancel);
            }
            catch (PersonsChangedException) when (attempt < MostTries)
            {
                // Somebody made a number known, or linked two, between the look and the lock.
            }
        }
    }

    /// <summary>What would become of these rows if they were imported now. Nothing is written but the trace of the look.</summary>
    public async Task<IReadOnlyList<JudgedRow>> ForetellAsync(ImportOrder order, ImportPart part, CancellationToken cancel) => await jobs.RunAsync<IReadOnlyList<JudgedRow>>(
        async work =>
        {
            var facts = await PartFacts.ReadAsync(work, order, part);
            var unwritten = new PartRows(order, facts.Now, facts.Terms?.FreeMonths ?? 0);
            var judged = Judge(part, facts, unwritten);
            if (unwritten.Traces(ReaderOf(order), written: false) is not { } traces)
            {
                return Decision.Discard<IReadOnlyList<JudgedRow>>(judged);
            }

            await using var batch = work.Batch();
            batch.BatchCommands.Add(traces);
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep<IReadOnlyList<JudgedRow>>(judged);
        },
        cancel);

    /// <summary>Whether the provider may look at so many more citizens by its files today; and how many it may in all.</summary>
    public Task<(bool May, int Most)> MayLookAsync(ImportOrder order, int more, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
            batch.BatchCommands.Add(CampaignTimeline.Read(order.CampaignCode));
            await using var results = await batch.ReadAsync(work.Cancel);
            var now = await results.NextAsync(RegistryClock.ReadAsync);
            var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now) ?? throw new InvalidOperationException("A kept import has a campaign.");
            await results.DisposeAsync();
            return Decision.Discard((!metered || !ImportBudgetRule.IsExceededBy(await LookedAtAsync(work, order, now) + more, terms), terms.ImportRowsPerProviderPerDay));
        },
        cancel);

    private static async Task<long> LookedAtAsync(Work work, ImportOrder order, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(ImportBudgetRule.Lock(order.ProviderId));
        batch.BatchCommands.Add(ImportBudgetRule.Count(order.ProviderId, now));
        await using var results = await batch.ReadAsync(work.Cancel);
        await results.NextAsync((_, _) => Task.FromResult(true));
        return await results.NextValueOrNullAsync<long>() ?? 0;
    }

    private string ReaderOf(ImportOrder order) => metered ? order.Actor : ImportBudgetRule.Operator;

    private async Task<Decision<PartOutcome>> WriteAsync(Work work, ImportOrder order, ImportPart part, PartTurn? turn)
    {
        var facts = await PartFacts.ReadAsync(work, order, part);
        turn?.Locked();
        if (!facts.InOrder)
        {
            return Decision.Discard(PartOutcome.OutOfOrder);
        }

        if (facts.Terms is not { } terms || facts.Now >= terms.ClosesAt || !facts.Participation.CoversInstant(facts.Now))
        {
            return Decision.Discard(PartOutcome.NotTaken);
        }

        var writes = new PartRows(order, facts.Now, terms.FreeMonths);
        var judged = Judge(part, facts, writes);
        await using (var batch = work.Batch())
        {
            batch.Add(writes.Statements());
            if (writes.Traces(ReaderOf(order), written: true) is { } traces)
            {
                batch.BatchCommands.Add(traces);
            }

            batch.BatchCommands.Add(Sql.Statement(
                PartSql, Sql.Uuid(order.Id), Sql.Long(part.FirstRow), Sql.Int((int)(part.LastRow - part.FirstRow + 1)), Sql.At(facts.Now), Sql.Json(VerdictJson.Write(judged))));
            await batch.ExecuteNonQueryAsync(work.Cancel);
        }

        if (turn is not null && await turn.BeforeIsWrittenAsync(work.Cancel) is var before and not PartOutcome.Written)
        {
            return Decision.Discard(before);
        }

        // In its turn, so that what is counted is written.
        if (metered && ImportBudgetRule.IsExceededBy(await LookedAtAsync(work, order, facts.Now), terms))
        {
            return Decision.Discard(PartOutcome.BudgetSpent);
        }

        long Count(RowVerdict verdict) => judged.Count(j => j.Verdict == verdict);
        if (await work.RowOrNullAsync<Progressed>(
            ProgressSql, Sql.Uuid(order.Id), Sql.Long(part.LastRow), Sql.Long(part.ReadBytes), Sql.Long(Count(RowVerdict.Recorded)), Sql.Long(Count(RowVerdict.AlreadyOurs)),
            Sql.Long(Count(RowVerdict.HeldByAnother)), Sql.Long(Count(RowVerdict.Malformed)), Sql.Long(Count(RowVerdict.DoubtfulPerson)), Sql.Long(part.FirstRow - 1),
            Sql.Long(writes.Claimed)) is not { } at)
        {
            return Decision.Discard(PartOutcome.OutOfOrder);
        }

        if (!metered || !ManyClaimsHoldAFileRule.Holds(at.Claims, at.Judged, at.ClaimsSeen))
        {
            return Decision.Keep(PartOutcome.Written);
        }

        await using var held = work.Batch();
        held.BatchCommands.Add(Sql.Statement(HoldSql, Sql.Uuid(order.Id), Sql.At(facts.Now)));
        held.BatchCommands.Add(JournalLeaf.Of(
            facts.Now, "IMPORT_HELD", order.Id, order.Actor, JsonSerializer.Serialize(new { claims = at.Claims, judged = at.Judged, afterRow = part.LastRow })).Insert());
        await held.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(PartOutcome.Held);
    }

    private sealed record Progressed(long Claims, long ClaimsSeen, long Judged);

    private List<JudgedRow> Judge(ImportPart part, PartFacts facts, PartRows writes)
    {
        var judged = new List<JudgedRow>(part.Rows.Count);
        for (var place = 0; place < part.Rows.Count; place++)
        {
            var row = part.Rows[place];
            var verdict = Judge(row, place, facts, writes);
            if (verdict.Verdict != RowVerdict.Malformed)
            {
                writes.ClaimNumber(row);
            }

            judged.Add(row.Row?.LeftOut is { } leftOut && verdict.Fault is null ? verdict with { Field = leftOut.Field, Fault = leftOut.Fault } : verdict);
        }

        return judged;
    }

    private JudgedRow Judge(PreparedRow row, int place, PartFacts facts, PartRows writes)
    {
        if (row.Malformed is { } malformed)
        {
            return new(row.Number, RowVerdict.Malformed, malformed.Field, malformed.Fault);
        }

        // What an earlier row of this part is about to write counts as written.
        var known = facts.PersonOf(place) ?? writes.PersonUnder(row.Mark);
        writes.Look(row, known);
        var read = row.Row!;
        if (facts.SerialIsKnown(place, out var holderOfSerial) || writes.Claims(read.Certificate.SerialNumber, out holderOfSerial))
        {
            return holderOfSerial == known ? new(row.Number, RowVerdict.AlreadyOurs) : new(row.Number, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.SerialOfAnotherCitizen);
        }

        if (facts.SerialIsRevoked(place))
        {
            return new(row.Number, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.SerialRevoked);
        }

        if (known is not null && writes.HasRecordedFor(known.Value))
        {
            return new(row.Number, RowVerdict.AlreadyOurs);
        }

        var holder = known is { } person ? facts.HolderOf(person) : null;
        if (holder is not null && holder.Holding.HoldsAt(facts.Now))
        {
            if (holder.Holding.ProviderId == writes.Order.ProviderId)
            {
                return new(row.Number, RowVerdict.AlreadyOurs);
            }

            if (read.Certificate.IssuedAt < holder.IssuedAt)
            {
                writes.Claim(known!.Value, holder, read.Certificate);
            }

            return new(row.Number, RowVerdict.HeldByAnother);
        }

        if (holder is not null)
        {
            writes.Expire(known!.Value, holder.Holding);
        }

        if (facts.RevocationIsOwed(place))
        {
            writes.CloseTask(read.Certificate.SerialNumber);
        }

        writes.Record(row, known, startsFreePeriod: known is null || !facts.HasBegun(known.Value), facts.HasPhone(place), phones);
        return new(row.Number, RowVerdict.Recorded);
    }
}
