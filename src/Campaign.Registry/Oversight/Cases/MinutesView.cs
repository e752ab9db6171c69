using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>One version of a case's minutes.</summary>
/// <param name="Number">Of the year under the agency's sign, e.g. 12/BB-SKHCN.</param>
/// <param name="Sha256">Of the content's UTF-8, lower-case hex; the journal has the same.</param>
/// <param name="Content">JSON, to the letter as it was hashed.</param>
public sealed record MinutesView(Guid Id, string Number, int Year, int Version, DateTimeOffset DrawnUpAt, string DrawnUpBy, string Sha256, string Content)
{
    internal const string SelectSql = """
        select m.id, m.number || '/' || m.sign, m.year, m.version, m.drawn_up_at, m.drawn_up_by, encode(m.content_hash, 'hex'), m.content from registry.case_minutes m
        """;

    internal static MinutesView From(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetInt16(2), row.GetInt32(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5), row.GetString(6), row.GetString(7));

    internal static async Task<MinutesView?> ByIdAsync(Work work, Guid id)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(SelectSql + " where m.id = $1", Sql.Uuid(id)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync(async (rows, cancel) => await rows.ReadAsync(cancel) ? From(rows) : null);
    }
}
