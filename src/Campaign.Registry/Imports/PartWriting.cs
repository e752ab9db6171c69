using System.Text.Json;
using Campaign.Registry.Citizens;
using Campaign.Registry.Issuance;
using Campaign.Registry.Journal;
using Campaign.Registry.Kernel;
using Campaign.Registry.Notifications;
using Campaign.Registry.Places;
using Campaign.Registry.Providers;
using Npgsql;

namespace Campaign.Registry.Imports;

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
internal sealed class PartWriting(JobWork jobs, NumberVault vault, ProviderDirectory providers)
{
    private const int MostTries = 5;

    private const string PersonsSql = "insert into registry.persons (id, recorded_at) select id, $2 from unnest($1) p (id)";

    private const string NumberKeysSql = """
        insert into registry.number_keys (key_hash, key_id, person_id, kind, source, linked_at)
        select n.hash, n.key_id, n.person_id, n.kind, 'IMPORT', $5 from unnest($1, $2, $3, $4) n (hash, key_id, person_id, kind)
        """;

    private const string NumbersSql = """
        insert into registry.citizen_numbers (person_id, kind, encryption_key_id, ciphertext, recorded_at)
        select n.person_id, n.kind, n.key_id, n.ciphertext, n.at from unnest($1, $2, $3, $4, $5) n (person_id, kind, key_id, ciphertext, at)
        """;

    private const string IssuancesSql = """
        insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, valid_until, key_storage, recorded_at,
          recorded_pending, activated_at, root_id, root_recorded_at, certificate_hash, public_key_hash, receipt_leaf_hash)
        select i.id, i.person_id, $1, $2, 'IMPORT', 'ACTIVE', i.serial_number, i.serial_as_written, i.issued_at, i.valid_until, i.key_storage, $3,
          false, i.issued_at, i.id, $3, i.certificate_hash, i.public_key_hash, i.leaf_hash
        from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          i (id, person_id, serial_number, serial_as_written, issued_at, valid_until, key_storage, certificate_hash, public_key_hash, leaf_hash)
        """;

    private const string SerialsSql = """
        insert into registry.serial_claims (provider_id, serial_number, issuance_id, person_id)
        select $1, s.serial_number, s.issuance_id, s.person_id from unnest($2, $3, $4) s (serial_number, issuance_id, person_id)
        """;

    private const string FreePeriodsSql = """
        insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by)
        select f.person_id, $1, $2, $3, f.started_by from unnest($4, $5) f (person_id, started_by)
        """;

    private const string DetailsSql = """
        insert into registry.person_details (person_id, recorded_at, source, provider_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, ward_code)
        select d.person_id, $1, 'IMPORT', $2, d.name, d.name_folded, d.birth_date, d.sex, d.phone_key_id, d.phone_hash, d.ward_code
        from unnest($3, $4, $5, $6, $7, $8, $9, $10) d (person_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, ward_code)
        """;

    private const string ClaimSql = """
        insert into registry.import_claims (import_id, person_id, campaign_id, provider_id, holder_id, serial_number, issued_at, certificate_hash, claimed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
        """;

    private const string CloseTaskSql = """
        update registry.revocation_tasks set recorded_after_all = $3
        where provider_id = $1 and serial_number = $2 and confirmed_at is null and recorded_after_all is null
        """;

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

        var writes = new Writes(order, facts.Now, terms.FreeMonths);
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

    private async Task<List<JudgedRow>> JudgeAsync(ImportPart part, PartFacts facts, Writes writes, CancellationToken cancel)
    {
        var judged = new List<JudgedRow>(part.Rows.Count);
        for (var place = 0; place < part.Rows.Count; place++)
        {
            judged.Add(await JudgeAsync(part.Rows[place], place, facts, writes, cancel));
        }

        return judged;
    }

    private async Task<JudgedRow> JudgeAsync(PreparedRow row, int place, PartFacts facts, Writes writes, CancellationToken cancel)
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

        writes.Record(row, known, nameNumber: byNumber is null, nameOther: byOther is null && read.Other is not null, startsFreePeriod: known is null || !facts.HasBegun(known.Value), vault);
        return new(row.Number, RowVerdict.Recorded);
    }

    /// <summary>What a part writes, gathered, so that each table is written once.</summary>
    private sealed class Writes(ImportOrder order, DateTimeOffset now, int freeMonths)
    {
        private readonly Dictionary<UInt128, Guid> named = [];
        private readonly Dictionary<string, Guid?> serials = [];
        private readonly HashSet<Guid> recordedFor = [];
        private readonly List<Guid> persons = [];
        private readonly List<(byte[] Hash, short KeyId, Guid Person, NumberKind Kind)> keys = [];
        private readonly List<(Guid Person, NumberKind Kind, short KeyId, byte[] Sealed, DateTimeOffset At)> numbers = [];
        private readonly List<(IssuanceDraft Draft, JournalLeaf Leaf)> issuances = [];
        private readonly List<(Guid Person, Guid Issuance)> freePeriods = [];
        private readonly List<(Guid Person, ImportedDetails Details, (short KeyId, byte[] Hash)? Phone)> details = [];
        private readonly List<NpgsqlBatchCommand> before = [];
        private readonly List<JournalLeaf> leaves = [];
        private readonly List<NpgsqlBatchCommand> after = [];

        public ImportOrder Order => order;

        public Guid? PersonUnder(UInt128 mark) => named.TryGetValue(mark, out var person) ? person : null;

        public bool Claims(string serialNumber, out Guid? person) => serials.TryGetValue(serialNumber, out person);

        public bool HasRecordedFor(Guid person) => recordedFor.Contains(person);

        public void Claim(Guid person, PlaceHolder holder, CertificateFacts certificate) => after.Add(Sql.Statement(
            ClaimSql, Sql.Uuid(order.Id), Sql.Uuid(person), Sql.Int(order.CampaignId), Sql.Small(order.ProviderId), Sql.Uuid(holder.Holding.IssuanceId),
            Sql.Text(certificate.SerialNumber), Sql.At(certificate.IssuedAt), Sql.Bytes(certificate.CertificateHash), Sql.At(now)));

        /// <summary>Another's import gives way to an earlier certificate.</summary>
        public void End(Guid person, Holding left)
        {
            before.Add(IssuanceTransitions.End(person, left.IssuanceId, IssuanceStatus.Replaced, now, "EARLIER_CERTIFICATE", order.Actor));
            leaves.Add(JournalLeaf.Of(
                now, "ISSUANCE_ENDED", left.IssuanceId, order.Actor,
                $$"""{"from":"{{left.Status.InDatabase()}}","to":"REPLACED","reason":"EARLIER_CERTIFICATE","import":"{{order.Id}}"}"""));
            after.Add(Message.ToProvider(now, order.CampaignId, left.ProviderId, "EARLIER_CERTIFICATE_IMPORTED", left.IssuanceId).Insert());
        }

        public void CloseTask(string serialNumber) =>
            after.Add(Sql.Statement(CloseTaskSql, Sql.Small(order.ProviderId), Sql.Text(serialNumber), Sql.At(now)));

        public void Expire(Guid person, Holding expired) => before.AddRange(IssuanceTransitions.Expire(person, expired, now));

        public void Record(PreparedRow row, Guid? known, bool nameNumber, bool nameOther, bool startsFreePeriod, NumberVault vault)
        {
            var read = row.Row!;
            var person = known ?? row.NewPerson;
            if (known is null)
            {
                persons.Add(person);
            }

            if (nameNumber)
            {
                Name(person, read.Number, row.Keys, known is null ? row.Kept : vault.Encrypt(read.Number, person), now);
            }

            if (nameOther)
            {
                // A microsecond apart, for a person's numbers are told apart by kind and time.
                Name(person, read.Other!, row.OtherKeys, known is null ? row.OtherKept : vault.Encrypt(read.Other!, person), now.AddMicroseconds(1));
            }

            named[row.Mark] = person;
            if (row.OtherMark is { } otherMark)
            {
                named[otherMark] = person;
            }

            serials[read.Certificate.SerialNumber] = person;
            recordedFor.Add(person);
            var id = Guid.CreateVersion7(now);
            var freePeriod = startsFreePeriod ? FreePeriod.StartingOn(VietnamTime.DateOf(now), freeMonths) : null;
            var draft = new IssuanceDraft(
                id, person, order.CampaignId, order.ProviderId, IssuanceOrigin.Import, IssuanceStatus.Active, read.Certificate, now, null, null, null, read.Certificate.IssuedAt, id, now,
                null, freePeriod, null);
            var leaf = JournalLeaf.Of(now, "ISSUANCE_IMPORTED", id, order.Actor, NewIssuance.Payload(draft));
            issuances.Add((draft, leaf));
            leaves.Add(leaf);
            if (startsFreePeriod)
            {
                freePeriods.Add((person, id));
            }

            if (read.Details is { } said)
            {
                details.Add((person, said, row.Phone));
            }
        }

        private void Name(Guid person, CitizenNumber number, NumberKey[] under, (short KeyId, byte[] Sealed) kept, DateTimeOffset at)
        {
            keys.AddRange(under.Select(k => (k.Hash, k.KeyId, person, number.Kind)));
            numbers.Add((person, number.Kind, kept.KeyId, kept.Sealed, at));
        }

        public IEnumerable<NpgsqlBatchCommand> Statements() => [.. before, .. Rows(), .. after];

        private IEnumerable<NpgsqlBatchCommand> Rows()
        {
            if (leaves.Count > 0)
            {
                yield return JournalLeaf.InsertAll(leaves);
            }

            if (persons.Count > 0)
            {
                yield return Sql.Statement(PersonsSql, Sql.Uuids([.. persons]), Sql.At(now));
            }

            if (keys.Count > 0)
            {
                yield return Sql.Statement(
                    NumberKeysSql, Sql.ManyBytes([.. keys.Select(k => k.Hash)]), Sql.Smalls([.. keys.Select(k => (short?)k.KeyId)]), Sql.Uuids([.. keys.Select(k => k.Person)]),
                    Sql.Texts([.. keys.Select(k => k.Kind.InDatabase())]), Sql.At(now));
                yield return Sql.Statement(
                    NumbersSql, Sql.Uuids([.. numbers.Select(n => n.Person)]), Sql.Texts([.. numbers.Select(n => n.Kind.InDatabase())]),
                    Sql.Smalls([.. numbers.Select(n => (short?)n.KeyId)]), Sql.ManyBytes([.. numbers.Select(n => n.Sealed)]), Sql.Times([.. numbers.Select(n => n.At)]));
            }

            if (issuances.Count == 0)
            {
                yield break;
            }

            var drafts = issuances.ConvertAll(i => i.Draft);
            var ids = drafts.Select(d => d.Id).ToArray();
            var holders = drafts.Select(d => d.PersonId).ToArray();
            var serials = drafts.Select(d => d.Certificate.SerialNumber).ToArray();
            yield return Sql.Statement(
                IssuancesSql, Sql.Int(order.CampaignId), Sql.Small(order.ProviderId), Sql.At(now), Sql.Uuids(ids), Sql.Uuids(holders), Sql.Texts(serials),
                Sql.Texts([.. drafts.Select(d => d.Certificate.SerialAsWritten)]), Sql.Times([.. drafts.Select(d => d.Certificate.IssuedAt)]),
                Sql.Times([.. drafts.Select(d => d.Certificate.ValidUntil)]), Sql.Texts([.. drafts.Select(d => d.Certificate.KeyStorage.InDatabase())]),
                Sql.ManyBytes([.. drafts.Select(d => d.Certificate.CertificateHash)]), Sql.ManyBytes([.. drafts.Select(d => d.Certificate.PublicKeyHash)]),
                Sql.ManyBytes([.. issuances.Select(i => i.Leaf.LeafHash)]));
            yield return Sql.Statement(SerialsSql, Sql.Small(order.ProviderId), Sql.Texts(serials), Sql.Uuids(ids), Sql.Uuids(holders));
            if (freePeriods.Count > 0)
            {
                var period = FreePeriod.StartingOn(VietnamTime.DateOf(now), freeMonths);
                yield return Sql.Statement(
                    FreePeriodsSql, Sql.Int(order.CampaignId), Sql.Day(period.StartsOn), Sql.Day(period.EndsOn), Sql.Uuids([.. freePeriods.Select(f => f.Person)]),
                    Sql.Uuids([.. freePeriods.Select(f => f.Issuance)]));
            }

            if (details.Count > 0)
            {
                yield return Sql.Statement(
                    DetailsSql, Sql.At(now), Sql.Small(order.ProviderId), Sql.Uuids([.. details.Select(d => d.Person)]), Sql.Texts([.. details.Select(d => d.Details.Name)]),
                    Sql.Texts([.. details.Select(d => d.Details.NameFolded)]), Sql.Days([.. details.Select(d => d.Details.BirthDate)]),
                    Sql.Texts([.. details.Select(d => d.Details.IsFemale is { } female ? female ? "FEMALE" : "MALE" : null)]),
                    Sql.Smalls([.. details.Select(d => d.Phone?.KeyId)]), Sql.ManyBytes([.. details.Select(d => d.Phone?.Hash)]),
                    Sql.Texts([.. details.Select(d => d.Details.WardCode)]));
            }
        }
    }
}

/// <summary>The verdicts of a part as they are kept: those alone that are not RECORDED, each as [row, verdict, field, fault, holder].</summary>
internal static class VerdictJson
{
    public static string Write(IEnumerable<JudgedRow> rows) => JsonSerializer.Serialize(
        rows.Where(r => r.Verdict != RowVerdict.Recorded)
            .Select(r => new object?[] { r.Row, r.Verdict.InDatabase(), r.Field?.InDatabase(), r.Fault?.InDatabase(), r.Holder }));

    public static IEnumerable<JudgedRow> Read(string json)
    {
        using var rows = JsonDocument.Parse(json);
        return [.. rows.RootElement.EnumerateArray().Select(r => new JudgedRow(
            r[0].GetInt64(), Names.Parse<RowVerdict>(r[1].GetString()!), r[2].GetString() is { } field ? Names.Parse<ImportField>(field) : null,
            r[3].GetString() is { } fault ? Names.Parse<RowFault>(fault) : null, r[4].GetString()))];
    }
}
