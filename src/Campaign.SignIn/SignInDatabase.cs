using System.Linq.Expressions;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Npgsql;

namespace Campaign.SignIn;

/// <summary>
/// The pool under the sign-in's role: people's accounts and sessions by hand-written statements, OpenIddict's tables through Entity Framework. Statements are bounded
/// by the connection string (3 s for a connection, 4 s for a statement). What must hold together is one statement, so that none needs a transaction of its own.
/// </summary>
internal sealed class SignInDatabase(NpgsqlDataSource source) : IAsyncDisposable
{
    public NpgsqlDataSource Source => source;

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>How many rows were changed.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>All rows.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>All rows, each as the record whose properties bear its columns' names.</summary>
    public async Task<List<T>> RowsAsync<T>(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where T : class
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await MappedRows.ReadAsync<T>(connection, sql, cancel, parameters);
    }

    /// <summary>One page of them.</summary>
    /// <param name="sql">A select.</param>
    public async Task<(List<T> Rows, bool More, int Total)> PageAsync<T>(
        Page page, string sql, Expression<Func<T, Cursor>> place, bool withTotal, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where T : class
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var db = MappedRows.Over(connection);
        return await page.ReadAsync(MappedRows.Of<T>(db, sql, parameters), place, withTotal, cancel);
    }

    /// <summary>The first row; null when there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where T : class => (await ListAsync(sql, read, cancel, parameters)).FirstOrDefault();

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
