using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Providers.Clients;

public enum ClientCredentialKind
{
    Key,
    Secret,
}

/// <summary>What a system signs in with, good in [ValidFrom, ValidTo). Of a secret nothing but that it is there.</summary>
/// <param name="KeyId">A key's, as its assertions name it (kid).</param>
/// <param name="Thumbprint">A key's, RFC 7638 with SHA-256, base64url.</param>
/// <param name="AddedBy">The account or client that did it.</param>
public sealed record ClientCredential(
    Guid Id, string ClientId, ClientCredentialKind Kind, string? KeyId, string? Thumbprint, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo, DateTimeOffset AddedAt,
    string AddedBy)
{
    /// <summary>Whether it is good now, or will be.</summary>
    public bool IsOpenAt(DateTimeOffset now) => ValidTo is null || (now < ValidTo && ValidFrom < ValidTo);

    internal static string ThumbprintOf(byte[] hash) => Convert.ToBase64String(hash).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>A system that may sign in, and what it signs in with.</summary>
/// <param name="Provider">Null for the department's own.</param>
/// <param name="OpenedAt">Null for those that were made before it was written down.</param>
internal sealed record ClientView(
    string ClientId, Provider? Provider, DateTimeOffset? OpenedAt, DateTimeOffset? EndedAt, IReadOnlyList<ClientCredential> Credentials);

/// <summary>One row of registry.clients, locked, with its credentials and the instant after the lock.</summary>
internal sealed record ClientRow(string ClientId, short? ProviderId, DateTimeOffset? OpenedAt, DateTimeOffset? EndedAt, IReadOnlyList<ClientCredential> Credentials)
{
    private const string SelectSql = "select c.client_id, c.provider_id, c.opened_at, c.ended_at from registry.clients c";

    private const string OwnSql = "where c.client_id = $1 and ($2 or c.provider_id = $3)";

    private const string CredentialsSql = """
        select k.id, k.client_id, k.kind, k.key_id, k.thumbprint, k.valid_from, k.valid_to, k.added_at, k.added_by
        from signin.client_credentials k where k.client_id = any($1) order by k.client_id, k.added_at, k.id
        """;

    public const string EndSql = "update signin.client_credentials set valid_to = $2, ended_by = $3 where id = $1";

    /// <summary>Clients with their credentials.</summary>
    /// <param name="condition">Which, of the clients <c>c</c>, and in what order.</param>
    public static async Task<List<ClientRow>> ReadAsync(Work work, string condition, params NpgsqlParameter[] parameters)
    {
        var clients = await work.RowsAsync<Client>($"{SelectSql} {condition}", parameters);
        var credentials = (await CredentialsAsync(work, [.. clients.Select(c => c.ClientId)])).ToLookup(c => c.ClientId);
        return clients.ConvertAll(c => new ClientRow(c.ClientId, c.ProviderId, c.OpenedAt, c.EndedAt, [.. credentials[c.ClientId]]));
    }

    /// <summary>
    /// Locks a client of the caller's (a provider's administrator changes their own provider's, the department everybody's), then reads the clock; null when none bears
    /// this name, or it is another's.
    /// </summary>
    public static async Task<(ClientRow Client, DateTimeOffset Now)?> LockAsync(Work work, Caller caller, string clientId)
    {
        NpgsqlParameter[] Own() => [Sql.Text(clientId), Sql.Bool(caller.IsDepartment), Sql.Small(caller.Provider?.Id)];
        var (found, now) = await work.LockAsync($"{SelectSql} {OwnSql} for update", Own());
        return found && await ReadAsync(work, OwnSql, Own()) is [var client] ? (client, now) : null;
    }

    /// <summary>Who changes it, as the row says: the account of a provider's administrator, or the department's officer or client.</summary>
    public static string ChangedBy(Caller caller) => caller.Provider is null ? caller.RequestOwner : caller.ClientId;

    public ClientRow Without(Guid credential, DateTimeOffset from) => this with
    {
        Credentials = [.. Credentials.Select(c => c.Id == credential ? c with { ValidTo = from } : c)],
    };

    /// <summary>Whether at each instant from now on one of its credentials is good.</summary>
    public bool KeepsAWayIn(DateTimeOffset now)
    {
        var covered = now;
        foreach (var credential in Credentials.Where(c => c.IsOpenAt(now)).OrderBy(c => c.ValidFrom))
        {
            if (credential.ValidFrom > covered)
            {
                return false;
            }

            if (credential.ValidTo is not { } end)
            {
                return true;
            }

            covered = end > covered ? end : covered;
        }

        return false;
    }

    public async Task<ClientView> ViewAsync(ProviderDirectory providers, CancellationToken cancel) => new(
        ClientId, ProviderId is { } id ? await providers.ByIdAsync(id, cancel) : null, OpenedAt, EndedAt, Credentials);

    public static async Task<List<ClientCredential>> CredentialsAsync(Work work, string[] clientIds) =>
        (await work.RowsAsync<Credential>(CredentialsSql, Sql.Texts(clientIds))).ConvertAll(k => new ClientCredential(
            k.Id, k.ClientId, Names.Parse<ClientCredentialKind>(k.Kind), k.KeyId, k.Thumbprint is { } hash ? ClientCredential.ThumbprintOf(hash) : null, k.ValidFrom, k.ValidTo,
            k.AddedAt, k.AddedBy));

    private sealed record Client(string ClientId, short? ProviderId, DateTimeOffset? OpenedAt, DateTimeOffset? EndedAt);

    private sealed record Credential(
        Guid Id, string ClientId, string Kind, string? KeyId, byte[]? Thumbprint, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo, DateTimeOffset AddedAt, string AddedBy);
}

/// <summary>No client of the caller's bears this name (I8).</summary>
internal sealed record ClientNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy hệ thống nào với mã này. Hãy kiểm tra lại mã.", "No client has this id. Check the id.");
}

/// <summary>The client has ended, for good.</summary>
internal sealed record ClientHasEnded(DateTimeOffset EndedAt) : Refusal
{
    public override Text Message => new(
        $"Hệ thống này đã bị đóng lúc {VietnamTime.Spoken(EndedAt)}. Nếu cần, Sở mở một mã mới.",
        $"This client ended at {VietnamTime.SpokenEnglish(EndedAt)}. If one is needed, the department opens another.");
}

/// <summary>The client would have no key and no secret at some instant.</summary>
internal sealed record ClientNeedsAWayIn : Refusal
{
    public override Text Message => new(
        "Hệ thống sẽ không còn cách đăng nhập. Hãy thêm khóa hoặc mật khẩu mới trước, không kèm thời điểm kết thúc; hoặc đóng hẳn hệ thống.",
        "The client would have no way to sign in. Add another key or secret without an end first; or end the client itself.");
}

/// <summary>A client has at most 10 keys and 2 secrets that are good or will be.</summary>
internal sealed record TooManyClientCredentials(int Most) : Refusal
{
    public override Text Message => new(
        $"Đã có {Most} khóa hoặc mật khẩu còn hiệu lực. Hãy kết thúc bớt một cái trước.", $"There are already {Most} current or future ones. End one first.");
}

/// <summary>The times cannot be so. Field: which part of the input.</summary>
internal sealed record InvalidValidity(string Field, Text What) : FieldRefusal(Field, What);
