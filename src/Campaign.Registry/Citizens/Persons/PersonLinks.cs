using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Persons;

/// <summary>On what grounds two numbers are held to be one person's. A claim by a caller links nothing (I2).</summary>
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
/// The one way by which two persons become one, for officers, the import and identity services: registry.link_persons, which locks both, looks and writes it all, with its
/// journal leaf (db/baseline/B05__citizens.sql). It answers the department and the registry alone: the import runs it as a job does, on <see cref="Viewer.Registry"/>.
/// </summary>
internal static class PersonLinks
{
    private const string LinkSql = "select registry.link_persons($1, $2, $3, $4, $5, $6, $7)";

    // In the order of their locks, so that two imports at once do not wait for each other.
    private const string LinkManySql = """
        select p.place, registry.link_persons(p.a, p.b, $5, $4, $6, p.basis)
        from (
          select * from unnest($1, $2, $3) with ordinality u (a, b, basis, place) order by least(u.a, u.b), greatest(u.a, u.b)) p
        """;

    /// <param name="link">The id that the link gets, or the case when both hold a certificate.</param>
    /// <param name="at">The instant that the caller's rows bear, read after its locks; null: read under these.</param>
    /// <param name="basis">Why: a <see cref="TypedText.ReasonOfALookup"/>. What looks like a citizen number in it is blanked (I11).</param>
    public static NpgsqlBatchCommand Link(Guid link, Guid one, Guid other, NumberLinkSource source, string actor, DateTimeOffset? at, string basis) => Sql.Statement(
        LinkSql, Sql.Uuid(one), Sql.Uuid(other), Sql.Text(source.InDatabase()), Sql.Text(actor), Sql.At(at), Sql.Text(NumbersInText.Blank(basis)), Sql.Uuid(link));

    /// <summary>Many pairs at once, e.g. the rows of a page of an import that carry two numbers each.</summary>
    public static NpgsqlBatchCommand LinkMany(
        IReadOnlyCollection<(Guid One, Guid Other, string Basis)> pairs, NumberLinkSource source, string actor, DateTimeOffset? at) => Sql.Statement(
        LinkManySql, Sql.Uuids([.. pairs.Select(p => p.One)]), Sql.Uuids([.. pairs.Select(p => p.Other)]), Sql.Texts([.. pairs.Select(p => NumbersInText.Blank(p.Basis)!)]),
        Sql.Text(actor), Sql.Text(source.InDatabase()), Sql.At(at));

    public static async Task<LinkVerdict> VerdictAsync(BatchResults results) => Names.Parse<LinkVerdict>((await results.NextTextOrNullAsync())!);
}
