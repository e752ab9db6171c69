using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Platform.Graph;

/// <summary>A page of rows that plain SQL answers, newest first by an instant and an id.</summary>
public static class PagedSql
{
    /// <summary>The rows of the page and one more, in the page's direction.</summary>
    /// <param name="rows">A select that has the columns <c>at</c> and <c>id</c>.</param>
    public static NpgsqlBatchCommand Read(this Page page, string rows, params NpgsqlParameter[] parameters) =>
        Sql.Statement(Cut(page, rows, parameters.Length), [.. parameters, .. Bounds(page)]);

    /// <summary>The same, for rows of which more is said than decides their order: what is joined to them is looked up for one page, not for the whole list.</summary>
    /// <param name="rows">Each row's id and at.</param>
    /// <param name="joins">From where the rest is taken; the page's rows are <c>k</c>.</param>
    public static NpgsqlBatchCommand ReadJoined(this Page page, string rows, string select, string joins, params NpgsqlParameter[] parameters) => Sql.Statement(
        $"{select} from ({Cut(page, rows, parameters.Length)}) k {joins} order by k.at {Direction(page)}, k.id {Direction(page)}", [.. parameters, .. Bounds(page)]);

    public static NpgsqlBatchCommand Count(string rows, params NpgsqlParameter[] parameters) => Sql.Statement($"select count(*)::int from ({rows}) r", parameters);

    public static async Task<List<T>> AllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var found = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(read(reader));
        }

        return found;
    }

    private static string Direction(Page page) => page.Backwards ? "asc" : "desc";

    private static string Cut(Page page, string rows, int n) => $"""
        select * from ({rows}) r
        where (${n + 1}::timestamptz is null or (r.at, r.id) < (${n + 1}, ${n + 2})) and (${n + 3}::timestamptz is null or (r.at, r.id) > (${n + 3}, ${n + 4}))
        order by r.at {Direction(page)}, r.id {Direction(page)} limit ${n + 5}
        """;

    private static NpgsqlParameter[] Bounds(Page page) =>
        [Sql.At(page.After?.At), Sql.Uuid(page.After?.Id), Sql.At(page.Before?.At), Sql.Uuid(page.Before?.Id), Sql.Int(page.Size + 1)];
}
