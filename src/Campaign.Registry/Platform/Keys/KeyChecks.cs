using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Platform.Keys;

/// <summary>
/// Holds the keyring against the database: a key id means one key for ever. A host with other keys would find nobody under any number and answer "free", so it
/// does not start.
/// </summary>
public static class KeyChecks
{
    /// <summary>Whether every key that rows are made with is in this ring, and every key of this ring is known to the database. Writes nothing.</summary>
    /// <exception cref="InvalidKeyringException">A key that rows were made with is missing or another; the message says which.</exception>
    public static async Task<bool> AreKnownAsync(Keyring keys, NpgsqlDataSource source, CancellationToken cancel)
    {
        var mine = ValuesOf(keys).ToDictionary(k => (k.Purpose, k.Id), k => k.Value);
        await using var connection = await source.OpenConnectionAsync(cancel);
        var stored = await StoredAsync(connection, cancel);
        Compare(mine, stored);
        return mine.Keys.All(key => stored.Any(s => (s.Purpose, s.KeyId) == key && (s.InUse || !IsCurrent(keys, key))));
    }

    /// <exception cref="InvalidKeyringException">A key that rows were made with is missing or another; the message says which.</exception>
    public static async Task VerifyAsync(Keyring keys, NpgsqlDataSource source, CancellationToken cancel)
    {
        var mine = ValuesOf(keys).ToDictionary(k => (k.Purpose, k.Id), k => k.Value);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Two hosts with new keys at once: the second compares with what the first has written.
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({Migrations.LockKey + 2})", cancel);
        Compare(mine, await StoredAsync(connection, cancel));

        // Only a host whose keys fit adds its new ones, so that a wrong start leaves nothing behind.
        foreach (var ((purpose, id), value) in mine)
        {
            await ExecuteAsync(
                connection, "insert into registry.key_checks (purpose, key_id, check_value, in_use) values ($1, $2, $3, $4) on conflict do nothing", cancel,
                Sql.Text(purpose), Sql.Text(id), Sql.Bytes(value), Sql.Bool(IsCurrent(keys, (purpose, id))));
        }

        // What is current here makes rows from now on, however it came to be so: no host serves without it.
        foreach (var (purpose, id) in mine.Keys.Where(key => IsCurrent(keys, key)))
        {
            await ExecuteAsync(
                connection, "update registry.key_checks set in_use = true where purpose = $1 and key_id = $2 and not in_use", cancel, Sql.Text(purpose), Sql.Text(id));
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private static bool IsCurrent(Keyring keys, (string Purpose, string Id) key) => keys.Ids().Contains(($"{key.Purpose}:{key.Id}", true));

    private static void Compare(Dictionary<(string Purpose, string Id), byte[]> mine, List<StoredCheck> stored)
    {
        foreach (var (purpose, id, check, inUse, retired) in stored)
        {
            if (!mine.TryGetValue((purpose, id), out var value))
            {
                if (inUse && !retired)
                {
                    throw new InvalidKeyringException($"The database holds rows made with {purpose} key {id}, which this host does not have.");
                }
            }
            else if (!CryptographicOperations.FixedTimeEquals(value, check))
            {
                throw new InvalidKeyringException($"{purpose} key {id} of this host is not the one that the database's rows were made with.");
            }
        }
    }

    // Not by Entity Framework, which would build its model before a host has answered anything: a tenth of the time to start.
    private static async Task<List<StoredCheck>> StoredAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select purpose, key_id, check_value, in_use, retired_at is not null from registry.key_checks", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var stored = new List<StoredCheck>();
        while (await rows.ReadAsync(cancel))
        {
            stored.Add(new(rows.GetString(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2), rows.GetBoolean(3), rows.GetBoolean(4)));
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

        foreach (var key in keys.TokenSigningKeys)
        {
            yield return ("TOKEN", key.Id, SHA256.HashData(TokenKeys.PublicPartOf(key)));
        }
    }

    private sealed record StoredCheck(string Purpose, string KeyId, byte[] CheckValue, bool InUse, bool Retired);
}
