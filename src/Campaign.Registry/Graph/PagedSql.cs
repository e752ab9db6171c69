using Campaign.Registry.Kernel;
using Npgsql;

namespace Campaign.Registry.Graph;

/// <summary>A page of rows that plain SQL answers, newest first by an instant and an id.</summary>
internal static class PagedSql
{
    /// <summary>The rows of the page and one more, in the page's direction.</summary>
    /// <param name="rows">A select that has the columns <c>at</c> and <c>id</c>.</param>
    public static NpgsqlBatchCommand Read(this Page page, string rows, params NpgsqlParameter[] parameters)
    {
        var n = parameters.Length;
        var direction = page.Backwards ? "asc" : "desc";
        return Sql.Statement(
            $"""
            select * from ({rows}) r
            where (${n + 1}::timestamptz is null or (r.at, r.id) < (${n + 1}, ${n + 2})) and (${n + 3}::timestamptz is null or (r.at, r.id) > (${n + 3}, ${n + 4}))
            order by r.at {direction}, r.id {direction} limit ${n + 5}
            """,
            [.. parameters, Sql.At(page.After?.At), Sql.Uuid(page.After?.Id), Sql.At(page.Before?.At), Sql.Uuid(page.Before?.Id), Sql.Int(page.Size + 1)]);
    }

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
}
