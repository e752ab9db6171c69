using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Campaign.Host.Jobs;

/// <summary>
/// One run of a name at a time, over all hosts: a session advisory lock on a connection of its own, that neither a pool nor anybody else uses. It ends with the
/// connection, so with the host too, however that ends. While it is held the connection is looked at; when that is gone, so may the lock be, and <see cref="Lost"/>
/// tells the job to stop.
/// </summary>
internal sealed class JobLock : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    private readonly NpgsqlConnection connection;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource released = new();
    private readonly Task watch;

    private JobLock(NpgsqlConnection connection)
    {
        this.connection = connection;
        watch = WatchAsync();
    }

    public CancellationToken Lost => lost.Token;

    /// <returns>Null when somebody else holds it.</returns>
    public static async Task<JobLock?> TryTakeAsync(string connectionString, string job, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 3, CommandTimeout = 4, ApplicationName = $"campaign-job {job}" };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            command.Parameters.AddWithValue(KeyOf(job));
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
            {
                return new(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await released.CancelAsync();
        await watch;
        await connection.DisposeAsync();
        lost.Dispose();
        released.Dispose();
    }

    private static long KeyOf(string job) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"campaign-registry/job/{job}")));

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                // Ends at once when the server has ended the connection; a network that swallows everything is found by asking.
                await connection.WaitAsync(BetweenLooks, released.Token);
                await using var look = new NpgsqlCommand("select 1", connection);
                await look.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (released.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception)
        {
            await lost.CancelAsync();
        }
    }
}
