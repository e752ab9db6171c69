using System.Globalization;
using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Platform.Rekeying;

/// <summary>One key as it stands: in the file, at the hosts, in the database.</summary>
public sealed record KeyState(KeyPurpose Purpose, string Id, bool Current, int HostsThatKnow, int Hosts, DateTimeOffset? PromotedAt);

/// <summary>
/// The steps of a rotation, each a command: added (known, not used), promoted (used for what is made from now on), retired (needed by nothing). Each is written into
/// the journal, without any key, in the transaction in which the key file changes; two commands at once take turns. A step that may not be taken yet is answered
/// with one line that says why; null is "done".
/// </summary>
/// <param name="work">Transactions under campaign_rekey.</param>
/// <param name="officersElsewhere">Officers come from an outside issuer: two of them are taken to be there.</param>
public sealed class KeyRotation(JobWork work, bool officersElsewhere = false)
{
    /// <summary>A host that was not seen for so long has stopped serving: its keys were lent for half of it.</summary>
    public static readonly TimeSpan HostLives = TimeSpan.FromMinutes(1);

    /// <summary>Whether a step was taken that no second person had agreed to.</summary>
    public bool TookAlone { get; private set; }

    private const string LivesSql = "left_at is null and seen_at > registry.registry_now() - $1";

    private static readonly string LockSql = $"select pg_advisory_xact_lock({Migrations.LockKey + 3})";

    public Task<IReadOnlyList<KeyState>> ListAsync(KeyFile file, CancellationToken cancel) => work.RunAsync(
        async w =>
        {
            var states = new List<KeyState>();
            var hosts = (int)await CountAsync(w, $"select count(*) from registry.key_holders where {LivesSql}", Sql.Span(HostLives));
            foreach (var purpose in Enum.GetValues<KeyPurpose>())
            {
                var ids = file.IdsOf(purpose);
                foreach (var id in ids)
                {
                    var know = await CountAsync(
                        w, $"select count(*) from registry.key_holders where {LivesSql} and known @> array[$2]", Sql.Span(HostLives), Sql.Text(NameOf(purpose, id)));
                    states.Add(new(purpose, id, id == ids[^1], (int)know, hosts, await PromotedAtAsync(w, purpose, id)));
                }
            }

            return Decision.Discard<IReadOnlyList<KeyState>>(states);
        },
        cancel);

    /// <summary>A new key, whose id was never used before. Nothing is made with it alone until it is promoted.</summary>
    public Task<string> AddAsync(KeyPurpose purpose, Func<CancellationToken, Task<KeyFile>> read, Func<KeyFile, CancellationToken, Task> write, CancellationToken cancel) =>
        work.RunAsync(
            async w =>
            {
                var (now, file) = await BeginAsync(w, read);
                var used = await CountAsync(
                    w, "select coalesce(max(key_id::int), 0) from registry.key_checks where purpose = $1 and key_id ~ '^[0-9]{1,5}$'", Sql.Text(purpose.InDatabase()));
                var mine = purpose == KeyPurpose.Journal ? 0 : file.IdsOf(purpose).Max(id => int.Parse(id, CultureInfo.InvariantCulture));
                var (changed, added) = file.WithNew(purpose, checked((short)(Math.Max(used, mine) + 1)), now);
                await TellAsync(w, now, "KEY_ADDED", purpose, added);
                await write(changed, w.Cancel);
                return Decision.Keep(added);
            },
            cancel);

    /// <summary>Refused while a host that lives does not know the key: it would find nobody under what the others make with it.</summary>
    public Task<string?> PromoteAsync(
        KeyPurpose purpose, string id, Func<CancellationToken, Task<KeyFile>> read, Func<KeyFile, CancellationToken, Task> write, CancellationToken cancel) => work.RunAsync(
            async w =>
            {
                var (now, file) = await BeginAsync(w, read);
                if (!file.IdsOf(purpose).Contains(id))
                {
                    return Decision.Discard<string?>($"There is no {purpose.InDatabase()} key {id} here; add one first.");
                }

                var lacking = await CountAsync(
                    w, $"select count(*) from registry.key_holders where {LivesSql} and not known @> array[$2]", Sql.Span(HostLives), Sql.Text(NameOf(purpose, id)));
                if (lacking > 0)
                {
                    return Decision.Discard<string?>($"{lacking} running host(s) do not know {purpose.InDatabase()} key {id} yet. Give it to them, and ask again in some seconds.");
                }

                var (refused, alone) = await KeyChangeApproval.JudgeAsync(w, RegistryKeyStep.Promote, purpose, id, officersElsewhere, now);
                if (refused is not null)
                {
                    return Decision.Discard<string?>(refused);
                }

                await ExecuteAsync(
                    w, "update registry.key_checks set in_use = true, promoted_at = $3 where purpose = $1 and key_id = $2",
                    Sql.Text(purpose.InDatabase()), Sql.Text(id), Sql.At(now));
                await TellAsync(w, now, "KEY_PROMOTED", purpose, id, alone);
                await write(file.WithCurrent(purpose, id, now), w.Cancel);
                return Decision.Keep<string?>(null);
            },
            cancel);

    /// <summary>Refused while it is current anywhere, and while anything that may still be asked for needs it: see <see cref="KeyNeeds"/>.</summary>
    public Task<string?> RetireAsync(
        KeyPurpose purpose, string id, Func<CancellationToken, Task<KeyFile>> read, Func<KeyFile, CancellationToken, Task> write, CancellationToken cancel) => work.RunAsync(
            async w =>
            {
                var (now, file) = await BeginAsync(w, read);
                var ids = file.IdsOf(purpose);
                if (!ids.Contains(id))
                {
                    return Decision.Discard<string?>($"There is no {purpose.InDatabase()} key {id} here.");
                }

                if (id == ids[^1])
                {
                    return Decision.Discard<string?>($"{purpose.InDatabase()} key {id} is the current one; promote another first.");
                }

                var current = await CountAsync(
                    w, $"select count(*) from registry.key_holders where {LivesSql} and current @> array[$2]", Sql.Span(HostLives), Sql.Text(NameOf(purpose, id)));
                if (current > 0)
                {
                    return Decision.Discard<string?>($"{current} running host(s) still make rows with {purpose.InDatabase()} key {id}. Ask again in some seconds.");
                }

                if (await PromotedAtAsync(w, purpose, ids[^1]) is not { } promotedAt)
                {
                    return Decision.Discard<string?>($"{purpose.InDatabase()} key {ids[^1]} was not promoted by `keys promote`, so nobody knows since when it is current. Promote it again.");
                }

                if (await KeyNeeds.OfAsync(w, purpose, id, ids[^1], promotedAt, now) is { } need)
                {
                    return Decision.Discard<string?>(need);
                }

                var (refused, alone) = await KeyChangeApproval.JudgeAsync(w, RegistryKeyStep.Retire, purpose, id, officersElsewhere, now);
                if (refused is not null)
                {
                    return Decision.Discard<string?>(refused);
                }

                await ExecuteAsync(
                    w, "update registry.key_checks set retired_at = $3 where purpose = $1 and key_id = $2 and retired_at is null",
                    Sql.Text(purpose.InDatabase()), Sql.Text(id), Sql.At(now));
                await TellAsync(w, now, "KEY_RETIRED", purpose, id, alone);
                await write(file.Without(purpose, id), w.Cancel);
                return Decision.Keep<string?>(null);
            },
            cancel);

    internal static string NameOf(KeyPurpose purpose, string id) => $"{purpose.InDatabase()}:{id}";

    internal static async Task<long> CountAsync(Work w, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, w.Connection);
        command.Parameters.AddRange(parameters);
        return Convert.ToInt64(await command.ExecuteScalarAsync(w.Cancel), CultureInfo.InvariantCulture);
    }

    private static async Task<(DateTimeOffset Now, KeyFile File)> BeginAsync(Work w, Func<CancellationToken, Task<KeyFile>> read)
    {
        await ExecuteAsync(w, LockSql);
        return (await RegistryClock.ReadAsync(w), await read(w.Cancel));
    }

    private static Task<DateTimeOffset?> PromotedAtAsync(Work w, KeyPurpose purpose, string id) => w.ValueOrNullAsync<DateTimeOffset>(
        "select promoted_at from registry.key_checks where purpose = $1 and key_id = $2", Sql.Text(purpose.InDatabase()), Sql.Text(id));

    /// <param name="alone">Taken by one person, for there were no two administrators yet.</param>
    private async Task TellAsync(Work w, DateTimeOffset now, string kind, KeyPurpose purpose, string id, bool alone = false)
    {
        await using var batch = w.Batch();
        batch.BatchCommands.Add(JournalLeaf.Of(now, kind, null, "operator", alone
            ? JsonSerializer.Serialize(new { purpose = purpose.InDatabase(), keyId = id, alone })
            : JsonSerializer.Serialize(new { purpose = purpose.InDatabase(), keyId = id })).Insert());
        await batch.ExecuteNonQueryAsync(w.Cancel);
        TookAlone |= alone;
    }

    private static async Task ExecuteAsync(Work w, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, w.Connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(w.Cancel);
    }
}
