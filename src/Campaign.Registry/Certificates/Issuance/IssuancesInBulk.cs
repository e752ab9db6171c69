using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>Who holds a place, as far as an import asks.</summary>
internal sealed record PlaceHolder(Holding Holding, bool Imported, DateTimeOffset IssuedAt);

/// <summary>What is known of a provider's serial number.</summary>
/// <param name="Place">Where it stands among those that are asked about together.</param>
/// <param name="Person">Whose recorded certificate bears it; null when none does.</param>
/// <param name="Revoked">It was made in vain: true, its revocation is confirmed; false, the revocation is owed. Null when it was not.</param>
internal readonly record struct KnownSerial(int Place, Guid? Person, bool? Revoked);

/// <summary>
/// The tables of certificates for whoever brings thousands at once, as an import does: each table is asked or written by one statement. Journal leaves are the caller's, who also holds
/// the locks of the persons and has judged.
/// </summary>
internal static class IssuancesInBulk
{
    private const string SerialsSql = """
        select s.place, c.person_id, c.revoked
        from unnest($1, $2) s (place, serial_number)
        cross join lateral (
          select (select c.person_id from registry.serial_claims c where c.provider_id = $3 and c.serial_number = s.serial_number) as person_id,
            (select bool_or(t.confirmed_at is not null) from registry.revocation_tasks t where t.provider_id = $3 and t.serial_number = s.serial_number) as revoked) c
        where c.person_id is not null or c.revoked is not null
        """;

    private const string HoldersSql = """
        select i.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id, i.origin = 'IMPORT', i.issued_at
        from unnest($1) p (id)
        cross join lateral (select h.* from registry.issuances h where h.person_id = p.id and h.ended_at is null offset 0) i
        where i.programme_id = (select c.programme_id from registry.campaign_codes c where c.id = $2)
        """;

    private const string BegunSql = """
        select f.person_id from unnest($1) p (id) join registry.free_periods f on f.person_id = p.id
        where f.programme_id = (select c.programme_id from registry.campaign_codes c where c.id = $2) and f.undone_at is null
        """;

    private const string LastImportedSql = """
        select i.person_id from registry.issuances i
        where i.campaign_id = $1 and i.provider_id = $2 and i.origin = 'IMPORT' and i.recorded_at between $3 and $4
        order by i.recorded_at desc, i.id desc limit $5
        """;

    private const string InsertSql = """
        insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, valid_until, key_storage, recorded_at,
          recorded_pending, activated_at, root_id, root_recorded_at, certificate_hash, public_key_hash, receipt_leaf_hash)
        select i.id, i.person_id, $1, $2, 'IMPORT', 'ACTIVE', i.serial_number, i.serial_as_written, i.issued_at, i.valid_until, i.key_storage, $3,
          false, i.issued_at, i.id, $3, i.certificate_hash, i.public_key_hash, i.leaf_hash
        from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          i (id, person_id, serial_number, serial_as_written, issued_at, valid_until, key_storage, certificate_hash, public_key_hash, leaf_hash)
        """;

    private const string ClaimSerialsSql = """
        insert into registry.serial_claims (provider_id, serial_number, issuance_id, person_id)
        select $1, s.serial_number, s.issuance_id, s.person_id from unnest($2, $3, $4) s (serial_number, issuance_id, person_id)
        """;

    private const string StartSql = """
        insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by)
        select f.person_id, $1, $2, $3, f.started_by from unnest($4, $5) f (person_id, started_by)
        """;

    /// <summary>What is known of these serial numbers of one provider, in whatever campaign.</summary>
    public static NpgsqlBatchCommand Serials(IReadOnlyCollection<(int Place, string SerialNumber)> serials, short providerId) => Sql.Statement(
        SerialsSql, Sql.Ints([.. serials.Select(s => (int?)s.Place)]), Sql.Texts([.. serials.Select(s => s.SerialNumber)]), Sql.Small(providerId));

    public static KnownSerial SerialFrom(NpgsqlDataReader row) => new(row.GetInt32(0), row.ValueOrNull<Guid>(1), row.ValueOrNull<bool>(2));

    /// <summary>Who is written as holding the places of these persons in the campaign's programme.</summary>
    public static NpgsqlBatchCommand Holders(Guid[] persons, int campaignId) => Sql.Statement(HoldersSql, Sql.Uuids(persons), Sql.Int(campaignId));

    public static (Guid Person, PlaceHolder Holder) HolderFrom(NpgsqlDataReader row) =>
        (row.GetGuid(0), new(Holding.From(row, 1), row.GetBoolean(7), row.GetFieldValue<DateTimeOffset>(8)));

    /// <summary>Whose free period in the campaign's programme has begun: the persons alone.</summary>
    public static NpgsqlBatchCommand Begun(Guid[] persons, int campaignId) => Sql.Statement(BegunSql, Sql.Uuids(persons), Sql.Int(campaignId));

    /// <summary>Whose certificates a provider's import recorded from this instant to that one, the last first: the persons alone.</summary>
    public static NpgsqlBatchCommand LastImported(int campaignId, short providerId, DateTimeOffset from, DateTimeOffset to, int most) =>
        Sql.Statement(LastImportedSql, Sql.Int(campaignId), Sql.Small(providerId), Sql.At(from), Sql.At(to), Sql.Int(most));

    /// <summary>Imported certificates of one provider in one campaign, and their serial numbers. Each is in force from when it was issued.</summary>
    /// <param name="issuances">With the leaf that says it; at least one.</param>
    public static IEnumerable<NpgsqlBatchCommand> Add(IReadOnlyCollection<(IssuanceDraft Draft, JournalLeaf Leaf)> issuances)
    {
        var drafts = issuances.Select(i => i.Draft).ToArray();
        var (campaignId, providerId, now) = (drafts[0].CampaignId, drafts[0].ProviderId, drafts[0].RecordedAt);
        var ids = drafts.Select(d => d.Id).ToArray();
        var holders = drafts.Select(d => d.PersonId).ToArray();
        var serials = drafts.Select(d => d.Certificate.SerialNumber).ToArray();
        yield return Sql.Statement(
            InsertSql, Sql.Int(campaignId), Sql.Small(providerId), Sql.At(now), Sql.Uuids(ids), Sql.Uuids(holders), Sql.Texts(serials),
            Sql.Texts([.. drafts.Select(d => d.Certificate.SerialAsWritten)]), Sql.Times([.. drafts.Select(d => d.Certificate.IssuedAt)]),
            Sql.Times([.. drafts.Select(d => d.Certificate.ValidUntil)]), Sql.Texts([.. drafts.Select(d => d.Certificate.KeyStorage.InDatabase())]),
            Sql.ManyBytes([.. drafts.Select(d => d.Certificate.Shown?.Hash)]), Sql.ManyBytes([.. drafts.Select(d => d.Certificate.Shown?.PublicKeyHash)]),
            Sql.ManyBytes([.. issuances.Select(i => i.Leaf.LeafHash)]));
        yield return Sql.Statement(ClaimSerialsSql, Sql.Small(providerId), Sql.Texts(serials), Sql.Uuids(ids), Sql.Uuids(holders));
    }

    /// <summary>The free periods that these issuances start (I6), all with the same days.</summary>
    public static NpgsqlBatchCommand StartFreePeriods(IReadOnlyCollection<(Guid Person, Guid Issuance)> started, int campaignId, FreePeriod period) => Sql.Statement(
        StartSql, Sql.Int(campaignId), Sql.Day(period.StartsOn), Sql.Day(period.EndsOn), Sql.Uuids([.. started.Select(f => f.Person)]), Sql.Uuids([.. started.Select(f => f.Issuance)]));
}
