using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

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
/// (HUE-2.3). A row is recorded where the citizen's place is free, under every number that the row has.
/// </para>
/// <para>
/// Among imports the earliest certificate holds the place: a later one of another provider's ends, as REPLACED with the reason EARLIER_CERTIFICATE, and its provider is told. What was
/// recorded in the campaign never gives way to a file: that the file says it is older is kept as a claim, with the certificate's hash when the file has the certificate, and
/// the department looks at it (HUE-1.4). The free period starts on the day of the import, when none has (I6).
/// </para>
/// </summary>
internal sealed class PartWriting(JobWork jobs, NumberVault vault, PhoneVault phones, ProviderDirectory providers)
{
    private const int MostTries = 5;

    private const string PartSql = "insert into registry.import_parts (import_id, first_row, rows, judged_at, verdicts) values ($1, $2, $3, $4, $5)";

    private const string ProgressSql = """
        update registry.imports set rows_done = $2, read_bytes = greatest(read_bytes, $3), recorded = recorded + $4, already_ours = already_ours + $5,
          held_by_another = held_by_another + $6, malformed = malformed + $7, doubtful = doubtful + $8
        where id = $1 and rows_done = $9
        returning true
        """;

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

    /// <summary>What would become of these rows if they were imported now. Nothing is written.</summary>
    public async Task<IReadOnlyList<JudgedRow>> ForetellAsync(ImportOrder order, ImportPart part, CancellationToken cancel) => await jobs.RunAsync<IReadOnlyList<JudgedRow>>(
        async work =>
        {
            var facts = await PartFacts.ReadAsync(work, order, part);
            return Decision.Discard<IReadOnlyList<JudgedRow>>(await JudgeAsync(part, facts, new(order, facts.Now, facts.Terms?.FreeMonths ?? 0), work.Cancel));
        },
        cancel);

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
        var judged = await JudgeAsync(part, facts, writes, work.Cancel);
        await using (var batch = work.Batch())
        {
            batch.Add(writes.Statements());
            batch.BatchCommands.Add(Sql.Statement(
                PartSql, Sql.Uuid(order.Id), Sql.Long(part.FirstRow), Sql.Int((int)(part.LastRow - part.FirstRow + 1)), Sql.At(facts.Now), Sql.Json(VerdictJson.Write(judged))));
            await batch.ExecuteNonQueryAsync(work.Cancel);
        }

        if (turn is not null && await turn.BeforeIsWrittenAsync(work.Cancel) is var before and not PartOutcome.Written)
        {
            return Decision.Discard(before);
        }

        long Count(RowVerdict verdict) => judged.Count(j => j.Verdict == verdict);
        await using var last = work.Batch();
        last.BatchCommands.Add(Sql.Statement(
            ProgressSql, Sql.Uuid(order.Id), Sql.Long(part.LastRow), Sql.Long(part.ReadBytes), Sql.Long(Count(RowVerdict.Recorded)), Sql.Long(Count(RowVerdict.AlreadyOurs)),
            Sql.Long(Count(RowVerdict.HeldByAnother)), Sql.Long(Count(RowVerdict.Malformed)), Sql.Long(Count(RowVerdict.DoubtfulPerson)), Sql.Long(part.FirstRow - 1)));
        await using var results = await last.ReadAsync(work.Cancel);
        if (await results.NextValueOrNullAsync<bool>() is null)
        {
            return Decision.Discard(PartOutcome.OutOfOrder);
        }

        return Decision.Keep(PartOutcome.Written);
    }

    private async Task<List<JudgedRow>> JudgeAsync(ImportPart part, PartFacts facts, PartRows writes, CancellationToken cancel)
    {
        var judged = new List<JudgedRow>(part.Rows.Count);
        for (var place = 0; place < part.Rows.Count; place++)
        {
            var verdict = await JudgeAsync(part.Rows[place], place, facts, writes, cancel);
            judged.Add(part.Rows[place].Row?.LeftOut is { } leftOut && verdict.Fault is null ? verdict with { Field = leftOut.Field, Fault = leftOut.Fault } : verdict);
        }

        return judged;
    }

    private async Task<JudgedRow> JudgeAsync(PreparedRow row, int place, PartFacts facts, PartRows writes, CancellationToken cancel)
    {
        if (row.Malformed is { } malformed)
        {
            return new(row.Number, RowVerdict.Malformed, malformed.Field, malformed.Fault);
        }

        // What an earlier row of this part is about to write counts as written.
        var byNumber = facts.PersonOf(place) ?? writes.PersonUnder(row.Mark);
        var byOther = facts.PersonOfOther(place) ?? (row.OtherMark is { } other ? writes.PersonUnder(other) : null);
        if (byNumber is not null && byOther is not null && byNumber != byOther)
        {
            return new(row.Number, RowVerdict.DoubtfulPerson);
        }

        var known = byNumber ?? byOther;
        var read = row.Row!;
        if (facts.SerialIsKnown(place, out var holderOfSerial) || writes.Claims(read.Certificate.SerialNumber, out holderOfSerial))
        {
            return holderOfSerial == known ? Ours() : new(row.Number, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.SerialOfAnotherCitizen);
        }

        if (facts.SerialIsRevoked(place))
        {
            return new(row.Number, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.SerialRevoked);
        }

        if (known is not null && writes.HasRecordedFor(known.Value))
        {
            return Ours();
        }

        var holder = known is { } person ? facts.HolderOf(person) : null;
        if (holder is not null && holder.Holding.HoldsAt(facts.Now))
        {
            if (holder.Holding.ProviderId == writes.Order.ProviderId)
            {
                return Ours();
            }

            var isEarlier = read.Certificate.IssuedAt < holder.IssuedAt;
            if (!isEarlier || !holder.Imported)
            {
                if (isEarlier)
                {
                    writes.Claim(known!.Value, holder, read.Certificate);
                }

                return new(row.Number, RowVerdict.HeldByAnother, Holder: (await providers.ByIdAsync(holder.Holding.ProviderId, cancel)).Code);
            }

            writes.End(known!.Value, holder.Holding);
        }
        else if (holder is not null)
        {
            writes.Expire(known!.Value, holder.Holding);
        }

        if (facts.RevocationIsOwed(place))
        {
            writes.CloseTask(read.Certificate.SerialNumber);
        }

        writes.Record(row, known, nameNumber: byNumber is null, nameOther: byOther is null && read.Other is not null, startsFreePeriod: known is null || !facts.HasBegun(known.Value), vault, phones);
        return new(row.Number, RowVerdict.Recorded);

        // The certificate is known; a number of the row that is not becomes the citizen's all the same, as that of a recorded row does (I2).
        JudgedRow Ours()
        {
            writes.AddNumbers(row, known!.Value, nameNumber: byNumber is null, nameOther: byOther is null && read.Other is not null, vault);
            return new(row.Number, RowVerdict.AlreadyOurs);
        }
    }
}
