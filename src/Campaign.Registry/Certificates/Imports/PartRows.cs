using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
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
    private readonly List<(IssuanceDraft Draft, JournalLeaf Leaf)> issuances = [];
    private readonly List<(Guid Person, Guid Issuance)> freePeriods = [];
    private readonly List<NewDetails> details = [];
    private readonly List<(NumberKey Number, NumberKey Claimed)> numberClaims = [];
    private readonly Dictionary<UInt128, (Guid? Known, NumberKey Number)> looks = [];
    private readonly List<NpgsqlBatchCommand> before = [];
    private readonly List<JournalLeaf> leaves = [];
    private readonly List<Message> messages = [];
    private readonly List<NpgsqlBatchCommand> after = [];

    public ImportOrder Order => order;

    /// <summary>The row is judged, and its citizen looked at by it.</summary>
    public void Look(PreparedRow row, Guid? known) => looks.TryAdd(row.Mark, (known, row.Current));

    /// <summary>The traces of those looks (HUE-1.7); null when nobody was looked at.</summary>
    /// <param name="reader">Who looked.</param>
    /// <param name="written">Whether what was judged is written with them: then a citizen who became known by it is the one of the trace.</param>
    public NpgsqlBatchCommand? Traces(string reader, bool written) => looks.Count == 0
        ? null
        : ReadTrace.OfFile(reader, order.ProviderId, now, [.. looks.Select(l => (l.Value.Known ?? (written ? PersonUnder(l.Key) : null), l.Value.Number))]);

    public Guid? PersonUnder(UInt128 mark) => named.TryGetValue(mark, out var person) ? person : null;

    public bool Claims(string serialNumber, out Guid? person) => serials.TryGetValue(serialNumber, out person);

    public bool HasRecordedFor(Guid person) => recordedFor.Contains(person);

    /// <summary>Rows that became claims on another's place.</summary>
    public int Claimed { get; private set; }

    public void Claim(Guid person, PlaceHolder holder, CertificateFacts certificate)
    {
        Claimed++;
        after.Add(Sql.Statement(
            ClaimSql, Sql.Uuid(order.Id), Sql.Uuid(person), Sql.Int(order.CampaignId), Sql.Small(order.ProviderId), Sql.Uuid(holder.Holding.IssuanceId),
            Sql.Text(certificate.SerialNumber), Sql.At(certificate.IssuedAt), Sql.Bytes(certificate.Shown?.Hash), Sql.At(now)));
    }

    /// <summary>What else the row says of its citizen's numbers: a claim, which warns and links nothing (I2).</summary>
    public void ClaimNumber(PreparedRow row)
    {
        if (row.Claimed is { } claimed)
        {
            numberClaims.Add((row.Current, claimed));
        }
    }

    public void CloseTask(string serialNumber) =>
        after.Add(NewIssuance.CloseTask(order.ProviderId, serialNumber, now));

    public void Expire(Guid person, Holding expired) => before.AddRange(IssuanceTransitions.Expire(person, expired, now));

    public void Record(PreparedRow row, Guid? known, bool startsFreePeriod, bool hasPhone, PhoneVault phones)
    {
        var read = row.Row!;
        var person = known ?? row.NewPerson;
        if (known is null)
        {
            persons.Add(person);
            keys.AddRange(row.Keys.Select(k => new NewNumberKey(k.Hash, k.KeyId, person, read.Number.Kind)));
            numbers.Add(new(person, read.Number.Kind, row.Kept.KeyId, row.Kept.Sealed, now));
        }

        named[row.Mark] = person;
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

        // Whom the registry knew before may have a phone, and a need that waits elsewhere, and so may who had a phone bound at the counter: the citizen is told of the certificate, and may say that it is somebody else's (HUE-2.3).
        if (known is not null || hasPhone)
        {
            messages.Add(Message.ToCitizen(now, order.CampaignId, person, "CERTIFICATE_IMPORTED", id));
        }

        if (read.Details is { } said)
        {
            details.Add(new(
                person, said.Name, said.NameFolded, said.BirthDate, said.IsFemale, said.WardCode, known is null || said.Phone is null ? row.Phone : phones.Keep(said.Phone, person)));
        }
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

        if (numberClaims.Count > 0)
        {
            yield return NumberClaim.InsertMany(numberClaims, order.ProviderId, now);
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

        if (messages.Count > 0)
        {
            yield return Message.InsertAll(messages);
        }

        if (details.Count > 0)
        {
            yield return PersonsInBulk.AddDetails(details, order.ProviderId, now);
        }
    }
}
