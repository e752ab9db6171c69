using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>What a part writes, gathered, so that each table is written once.</summary>
internal sealed class PartRows(ImportOrder order, DateTimeOffset now, int freeMonths)
{
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
        insert into registry.person_details (person_id, recorded_at, source, provider_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed, ward_code)
        select d.person_id, $1, 'IMPORT', $2, d.name, d.name_folded, d.birth_date, d.sex, d.phone_key_id, d.phone_hash, d.sealed_key_id, d.sealed, d.ward_code
        from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) d (person_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, sealed_key_id, sealed, ward_code)
        """;

    private const string ClaimSql = """
        insert into registry.import_claims (import_id, person_id, campaign_id, provider_id, holder_id, serial_number, issued_at, certificate_hash, claimed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
        """;

    private const string CloseTaskSql = """
        update registry.revocation_tasks set recorded_after_all = $3
        where provider_id = $1 and serial_number = $2 and confirmed_at is null and recorded_after_all is null
        """;

    private readonly Dictionary<UInt128, Guid> named = [];
    private readonly Dictionary<string, Guid?> serials = [];
    private readonly HashSet<Guid> recordedFor = [];
    private readonly List<Guid> persons = [];
    private readonly List<(byte[] Hash, short KeyId, Guid Person, NumberKind Kind)> keys = [];
    private readonly List<(Guid Person, NumberKind Kind, short KeyId, byte[] Sealed, DateTimeOffset At)> numbers = [];
    private readonly HashSet<(Guid Person, NumberKind Kind, DateTimeOffset At)> times = [];
    private readonly List<(IssuanceDraft Draft, JournalLeaf Leaf)> issuances = [];
    private readonly List<(Guid Person, Guid Issuance)> freePeriods = [];
    private readonly List<(Guid Person, ImportedDetails Details, KeptPhone? Phone)> details = [];
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

    public void Record(PreparedRow row, Guid? known, bool nameNumber, bool nameOther, bool startsFreePeriod, NumberVault vault, PhoneVault phones)
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
            // A microsecond later, so that the row's own number comes first.
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
            details.Add((person, said, known is null || said.Phone is null ? row.Phone : phones.Keep(said.Phone, person)));
        }
    }

    /// <summary>Of a row that records nothing: what it says of the citizen's numbers, with a leaf of its own, for no record bears it (I10).</summary>
    public void AddNumbers(PreparedRow row, Guid person, bool nameNumber, bool nameOther, NumberVault vault)
    {
        if (!nameNumber && !nameOther)
        {
            return;
        }

        var added = nameNumber ? row.Row!.Number : row.Row!.Other!;
        Name(person, added, nameNumber ? row.Keys : row.OtherKeys, vault.Encrypt(added, person), now);
        named[row.Mark] = person;
        if (row.OtherMark is { } other)
        {
            named[other] = person;
        }

        leaves.Add(JournalLeaf.Of(now, "NUMBER_IMPORTED", person, order.Actor, $$"""{"import":"{{order.Id}}","kind":"{{added.Kind.InDatabase()}}"}"""));
    }

    private void Name(Guid person, CitizenNumber number, NumberKey[] under, (short KeyId, byte[] Sealed) kept, DateTimeOffset at)
    {
        // A person's numbers are told apart by kind and time.
        while (!times.Add((person, number.Kind, at)))
        {
            at = at.AddMicroseconds(1);
        }

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
                Sql.Smalls([.. details.Select(d => d.Phone?.SealedKeyId)]), Sql.ManyBytes([.. details.Select(d => d.Phone?.Sealed)]),
                Sql.Texts([.. details.Select(d => d.Details.WardCode)]));
        }
    }
}
