using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>One version of a case's minutes.</summary>
/// <param name="Number">Of the year under the agency's sign, e.g. 12/BB-SKHCN.</param>
/// <param name="Sha256">Of the content's UTF-8, lower-case hex; the journal has the same.</param>
/// <param name="Content">JSON, to the letter as it was hashed.</param>
public sealed record MinutesView(Guid Id, string Number, int Year, int Version, DateTimeOffset DrawnUpAt, string DrawnUpBy, string Sha256, string Content)
{
    internal const string SelectSql = """
        select m.id, m.number || '/' || m.sign as number, m.year::int, m.version, m.drawn_up_at, m.drawn_up_by, encode(m.content_hash, 'hex') as sha256, m.content
        from registry.case_minutes m
        """;

    internal static Task<MinutesView?> ByIdAsync(Work work, Guid id) => work.RowOrNullAsync<MinutesView>(SelectSql + " where m.id = $1", Sql.Uuid(id));
}
