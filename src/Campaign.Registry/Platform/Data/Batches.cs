using Npgsql;

namespace Campaign.Registry.Platform.Data;

internal static class Batches
{
    public static void Add(this NpgsqlBatch batch, IEnumerable<NpgsqlBatchCommand> commands)
    {
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Runs a batch; its results are then read one after the other, in the order of those statements that answer rows.</summary>
    public static async Task<BatchResults> ReadAsync(this NpgsqlBatch batch, CancellationToken cancel) => new(await batch.ExecuteReaderAsync(cancel), cancel);
}

/// <summary>The results of one round trip.</summary>
internal sealed class BatchResults(NpgsqlDataReader reader, CancellationToken cancel) : IAsyncDisposable
{
    private bool begun;

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    /// <summary>Reads the next result as its slice reads it.</summary>
    public async Task<T> NextAsync<T>(Func<NpgsqlDataReader, CancellationToken, Task<T>> read)
    {
        if (begun && !await reader.NextResultAsync(cancel))
        {
            throw new InvalidOperationException("The batch has fewer results than are read.");
        }

        begun = true;
        return await read(reader, cancel);
    }

    /// <summary>The first column of the next result's one row; null when it has none, or it is null.</summary>
    public Task<T?> NextValueOrNullAsync<T>()
        where T : struct =>
        NextAsync<T?>(async (rows, token) => await rows.ReadAsync(token) && !await rows.IsDBNullAsync(0, token) ? rows.GetFieldValue<T>(0) : null);

    /// <inheritdoc cref="NextValueOrNullAsync{T}"/>
    public async Task<string?> NextTextOrNullAsync() => (await NextValuesAsync<string?>()).FirstOrDefault();

    /// <summary>The first column of every row of the next result.</summary>
    public Task<List<T>> NextValuesAsync<T>() => NextAsync(async (rows, token) =>
    {
        var found = new List<T>();
        while (await rows.ReadAsync(token))
        {
            found.Add(await rows.IsDBNullAsync(0, token) ? default! : rows.GetFieldValue<T>(0));
        }

        return found;
    });
}
