using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Persons;

/// <summary>
/// On what grounds two numbers are held to be one person's. IMPORT: a link made before files became claims; it can be undone, and no new one is made. A claim by a provider,
/// in a record or a file, links nothing (I2).
/// </summary>
public enum NumberLinkSource
{
    Officer,
    IdentityService,
    Import,
    CardClaim,
}

/// <summary>What linking two persons came to.</summary>
internal enum LinkVerdict
{
    Linked,
    SameAlready,
    BothHold,
}

/// <summary>
/// The one way by which two persons become one, for officers and identity services: registry.link_persons, which locks both, looks and writes it all, with its
/// journal leaf (db/baseline/B05__citizens.sql). It answers the department and the registry alone, and links by no file (no_link_by_a_file).
/// </summary>
internal static class PersonLinks
{
    private const string BothHoldSql = """
        select count(distinct i.person_id) = 2 from registry.live_issuances($3) i where i.person_id in (registry.survivor_of($1), registry.survivor_of($2))
        """;

    private const string LinkSql = "select registry.link_persons($1, $2, $3, $4, $5, $6, $7)";

    /// <param name="link">The id that the link gets, or the case when both hold a certificate.</param>
    /// <param name="at">The instant that the caller's rows bear, read after its locks; null: read under these.</param>
    /// <param name="basis">Why: a <see cref="TypedText.ReasonOfALookup"/>. What looks like a citizen number in it is blanked (I11).</param>
    public static NpgsqlBatchCommand Link(Guid link, Guid one, Guid other, NumberLinkSource source, string actor, DateTimeOffset? at, string basis) => Sql.Statement(
        LinkSql, Sql.Uuid(one), Sql.Uuid(other), Sql.Text(source.InDatabase()), Sql.Text(actor), Sql.At(at), Sql.Text(NumbersInText.Blank(basis)), Sql.Uuid(link));

    /// <summary>Those concerned are told: whoever answers the phone of either number (HUE-1.2).</summary>
    public static IEnumerable<NpgsqlBatchCommand> Tell(Guid link, Guid one, Guid other, DateTimeOffset now) =>
        new[] { one, other }.Select(person => Message.ToCitizen(now, null, person, "NUMBERS_LINKED", link, person.ToString()).Insert());

    /// <summary>Likewise of its undoing.</summary>
    public static IEnumerable<NpgsqlBatchCommand> TellUndone(Guid link, IEnumerable<Guid> persons, DateTimeOffset now) =>
        persons.Select(person => Message.ToCitizen(now, null, person, "NUMBERS_UNLINKED", link, person.ToString()).Insert());

    /// <summary>Whether each of the two holds a certificate, so that a link would open a case and move nothing.</summary>
    public static async Task<bool> BothHoldAsync(Work work, Guid one, Guid other, DateTimeOffset now) =>
        await work.ValueOrNullAsync<bool>(BothHoldSql, Sql.Uuid(one), Sql.Uuid(other), Sql.At(now)) == true;

    /// <summary>Whether the two are one person already.</summary>
    public static async Task<bool> AreOneAsync(Work work, Guid one, Guid other) =>
        await work.ValueOrNullAsync<bool>("select registry.survivor_of($1) = registry.survivor_of($2)", Sql.Uuid(one), Sql.Uuid(other)) == true;

    public static async Task<LinkVerdict> VerdictAsync(BatchResults results) => Names.Parse<LinkVerdict>((await results.NextTextOrNullAsync())!);
}
