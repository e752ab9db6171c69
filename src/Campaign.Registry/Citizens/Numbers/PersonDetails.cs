using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>Where what is said of a person comes from.</summary>
internal enum DetailsSource
{
    Import,
    Record,
    Need,
}

/// <summary>
/// What is said of a person beside the numbers (HUE-1.3): by it one person is suspected behind two numbers. Written with a record, a need or an import, and never with a
/// check (HUE-1.6). What was not said is null, and tells nothing; it is neither empty nor zero.
/// </summary>
internal sealed record PersonDetails
{
    // The same source says a thing about one person once at an instant.
    private const string InsertSql = """
        insert into registry.person_details (person_id, recorded_at, source, provider_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, phone_sealed_key_id,
          phone_sealed, ward_code)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict do nothing
        """;

    private PersonDetails(string? name, string? folded, DateOnly? birthDate, Sex? sex, string? phone, string? wardCode) =>
        (Name, Folded, BirthDate, Sex, Phone, WardCode) = (name, folded, birthDate, sex, phone, wardCode);

    /// <summary>As written, in NFC; what looks like a citizen number in it is blanked (I11).</summary>
    public string? Name { get; }

    public string? Folded { get; }

    public DateOnly? BirthDate { get; }

    public Sex? Sex { get; }

    /// <summary>10 digits from 0.</summary>
    public string? Phone { get; }

    public string? WardCode { get; }

    /// <param name="name">A name of more than 200 characters, or without a letter, is none.</param>
    /// <param name="birthDate">As the card states it; 1 January may stand for a year alone.</param>
    /// <param name="sex">As the card states it.</param>
    /// <param name="phone">10 digits from 0.</param>
    /// <param name="wardCode">Code of the commune or ward; of more than 20 characters it is none.</param>
    /// <returns>Null when nothing is said by which anybody could be told apart.</returns>
    public static PersonDetails? Of(string? name, DateOnly? birthDate = null, Sex? sex = null, string? phone = null, string? wardCode = null)
    {
        var written = NumbersInText.Blank(name is null ? null : LatinLetters.Together(name).Trim());
        var folded = written is not null && TypedText.PersonName.Fits(written) ? FoldedName.Of(written) : "";
        var named = TypedText.PersonName.Fits(folded);
        return named || birthDate is not null || phone is not null
            ? new(named ? written : null, named ? folded : null, birthDate, sex, phone, wardCode is { Length: > 0 } && TypedText.WardCode.Fits(wardCode) ? wardCode : null)
            : null;
    }

    /// <param name="providerId">Who said it; null for the citizen, or an officer for the citizen.</param>
    public NpgsqlBatchCommand Insert(Guid personId, DetailsSource source, short? providerId, PhoneVault phones, DateTimeOffset now)
    {
        var phone = Phone is null ? (KeptPhone?)null : phones.Keep(Phone, personId);
        return Sql.Statement(
            InsertSql, Sql.Uuid(personId), Sql.At(now), Sql.Text(source.InDatabase()), Sql.Small(providerId), Sql.Text(Name), Sql.Text(Folded), Sql.Day(BirthDate),
            Sql.Text(Sex?.InDatabase()), Sql.Small(phone?.KeyId), Sql.Bytes(phone?.Hash), Sql.Small(phone?.SealedKeyId), Sql.Bytes(phone?.Sealed), Sql.Text(WardCode));
    }
}
