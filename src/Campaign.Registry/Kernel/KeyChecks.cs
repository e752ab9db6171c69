using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Campaign.Registry.Kernel;

/// <summary>
/// Holds the keyring against the database: a key id means one key for ever. A host with other keys would find nobody under any number and answer "free", so it
/// does not start.
/// </summary>
public static class KeyChecks
{
    /// <exception cref="InvalidKeyringException">A key that rows were made with is missing or another; the message says which.</exception>
    public static async Task VerifyAsync(Keyring keys, NpgsqlDataSource source, CancellationToken cancel)
    {
        var mine = ValuesOf(keys).ToDictionary(k => (k.Purpose, k.Id), k => k.Value);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Two hosts with new keys at once: the second compares with what the first has written.
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({Migrations.LockKey + 2})", cancel);
        foreach (var ((purpose, id), stored) in await StoredAsync(connection, cancel))
        {
            if (!mine.TryGetValue((purpose, id), out var value))
            {
                throw new InvalidKeyringException($"The database holds rows made with {purpose} key {id}, which this host does not have.");
            }

            if (!CryptographicOperations.FixedTimeEquals(value, stored))
            {
                throw new InvalidKeyringException($"{purpose} key {id} of this host is not the one that the database's rows were made with.");
            }
        }

        // Only a host whose keys fit adds its new ones, so that a wrong start leaves nothing behind.
        foreach (var ((purpose, id), value) in mine)
        {
            await ExecuteAsync(
                connection, "insert into registry.key_checks (purpose, key_id, check_value) values ($1, $2, $3) on conflict do nothing", cancel,
                Sql.Text(purpose), Sql.Text(id), Sql.Bytes(value));
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private static async Task<List<((string Purpose, string Id) Key, byte[] Value)>> StoredAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var stored = new List<((string, string), byte[])>();
        await using var select = new NpgsqlCommand("select purpose, key_id, check_value from registry.key_checks", connection);
        await using var reader = await select.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            stored.Add(((reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2)));
        }

        return stored;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static IEnumerable<(string Purpose, string Id, byte[] Value)> ValuesOf(Keyring keys)
    {
        foreach (var (purpose, list) in new[] { ("NUMBER", keys.NumberKeys), ("ENCRYPTION", keys.EncryptionKeys), ("TICKET", keys.TicketKeys) })
        {
            foreach (var key in list)
            {
                yield return (purpose, key.Id.ToString(), HMACSHA256.HashData(key.Bytes, Encoding.ASCII.GetBytes("campaign-registry key check")));
            }
        }

        foreach (var key in keys.JournalKeys)
        {
            yield return ("JOURNAL", key.Id, SHA256.HashData(key.PublicKey));
        }
    }
}
