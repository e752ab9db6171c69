using Campaign.Registry.Platform.Data;
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

    /// <summary>All rows of a statement that was made elsewhere.</summary>
    public Task<List<T>> ListAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        NpgsqlParameter[] parameters = [.. statement.Parameters.Cast<NpgsqlParameter>()];
        statement.Parameters.Clear();
        return ListAsync(statement.CommandText, read, cancel, parameters);
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
