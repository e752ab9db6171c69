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
    private const string ClaimSql = """
        insert into registry.import_claims (import_id, person_id, campaign_id, provider_id, holder_id, serial_number, issued_at, certificate_hash, claimed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
        """;

    private readonly Dictionary<UInt128, Guid> named = [];
    private readonly Dictionary<string, Guid?> serials = [];
    private readonly HashSet<Guid> recordedFor = [];
    private readonly List<Guid> persons = [];
    private readonly List<NewNumberKey> keys = [];
    private readonly List<NewNumber> numbers = [];
    private readonly HashSet<(Guid Person, NumberKind Kind, DateTimeOffset At)> times = [];
    private readonly List<(IssuanceDraft Draft, JournalLeaf Leaf)> issuances = [];
    private readonly List<(Guid Person, Guid Issuance)> freePeriods = [];
    private readonly List<NewDetails> details = [];
    private readonly List<NpgsqlBatchCommand> before = [];
    private readonly List<JournalLeaf> leaves = [];
    private readonly List<NpgsqlBatchCommand> after = [];

    public ImportOrder Order => order;

    public Guid? PersonUnder(UInt128 mark) => named.TryGetValue(mark, out var person) ? person : null;

    public bool Claims(string serialNumber, out Guid? person) => serials.TryGetValue(serialNumber, out person);

    public bool HasRecordedFor(Guid person) => recordedFor.Contains(person);

    public void Claim(Guid person, PlaceHolder holder, CertificateFacts certificate) => after.Add(Sql.Statement(
        ClaimSql, Sql.Uuid(order.Id), Sql.Uuid(person), Sql.Int(order.CampaignId), Sql.Small(order.ProviderId), Sql.Uuid(holder.Holding.IssuanceId),
        Sql.Text(certificate.SerialNumber), Sql.At(certificate.IssuedAt), Sql.Bytes(certificate.Shown?.Hash), Sql.At(now)));

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
        after.Add(NewIssuance.CloseTask(order.ProviderId, serialNumber, now));

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
            details.Add(new(
                person, said.Name, said.NameFolded, said.BirthDate, said.IsFemale, said.WardCode, known is null || said.Phone is null ? row.Phone : phones.Keep(said.Phone, person)));
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

        keys.AddRange(under.Select(k => new NewNumberKey(k.Hash, k.KeyId, person, number.Kind)));
        numbers.Add(new(person, number.Kind, kept.KeyId, kept.Sealed, at));
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
            yield return PersonsInBulk.AddPersons(persons, now);
        }

        if (keys.Count > 0)
        {
            yield return PersonsInBulk.AddKeys(keys, now);
            yield return PersonsInBulk.AddNumbers(numbers);
        }

        if (issuances.Count == 0)
        {
            yield break;
        }

        foreach (var statement in IssuancesInBulk.Add(issuances))
        {
            yield return statement;
        }

        if (freePeriods.Count > 0)
        {
            yield return IssuancesInBulk.StartFreePeriods(freePeriods, order.CampaignId, FreePeriod.StartingOn(VietnamTime.DateOf(now), freeMonths));
        }

        if (details.Count > 0)
        {
            yield return PersonsInBulk.AddDetails(details, order.ProviderId, now);
        }
    }
}
