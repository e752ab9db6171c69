using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Providers.Clients;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="ValidTo">Exclusive; null: until it is ended.</param>
/// <param name="OthersEndAt">When the client's older secrets end; null: in 7 days.</param>
internal sealed record AddClientSecretInput(string RequestId, string ClientId, DateTimeOffset? ValidTo, DateTimeOffset? OthersEndAt);

/// <param name="Secret">Shown this once; null where the request was sent again.</param>
internal sealed record ClientSecretAdded(ClientCredential Credential, string? Secret, bool Replayed)
{
    public override string ToString() => $"secret of {Credential.ClientId}";
}

/// <summary>
/// <para>
/// A new secret of a system, made here and shown once. The older ones get an end, so that a client has two during a change and then one. Only its slow, salted hash is kept. A request that is
/// sent again shows nothing: a secret that did not arrive is ended, and another made.
/// </para>
/// <para>
/// A provider's administrator, for their own provider's clients, and the department's client. No officer: an approval has no place to show a secret, and one that two
/// officers have seen is not the provider's. Officers add public keys.
/// </para>
/// <para>Refusals, in order: RequestIdReused, ClientNotFound, ClientHasEnded, InvalidValidity, TooManyClientCredentials, ClientNeedsAWayIn.</para>
/// </summary>
internal sealed class AddClientSecret(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<AddClientSecretInput, ClientSecretAdded>
{
    public const string Operation = "addClientSecret";
    public const int MostSecrets = 2;

    private static readonly TimeSpan OthersLast = TimeSpan.FromDays(7);

    private const string InsertSql = """
        insert into signin.client_credentials (id, client_id, kind, secret_hash, valid_from, valid_to, added_at, added_by) values ($1, $2, 'SECRET', $3, $4, $5, $4, $6)
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
    [
        typeof(RequestIdReused), typeof(ClientNotFound), typeof(ClientHasEnded), typeof(InvalidValidity), typeof(TooManyClientCredentials), typeof(ClientNeedsAWayIn),
    ];

    public Task<Answer<ClientSecretAdded>> HandleAsync(Caller caller, AddClientSecretInput input, CancellationToken cancel)
    {
        var content = sealer.Seal(input.ClientId, Written(input.ValidTo), Written(input.OthersEndAt));
        return unitOfWork.RunAsync(caller.Viewer, (work, _) => AddAsync(work, caller, input, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private static async Task<Decision<Answer<ClientSecretAdded>>> AddAsync(Work work, Caller caller, AddClientSecretInput input, SealedContent content)
    {
        var locked = await ClientRow.LockAsync(work, caller, input.ClientId);
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await RequestClaim.FindAsync(work, key) is { } claim)
        {
            return claim.IsOf(content) && locked?.Client.Credentials.FirstOrDefault(c => c.Id == claim.SubjectId) is { } before
                ? Decision.Discard<Answer<ClientSecretAdded>>(new ClientSecretAdded(before, null, Replayed: true))
                : Decision.Discard<Answer<ClientSecretAdded>>(new RequestIdReused());
        }

        if (locked is not var (client, now))
        {
            return Decision.Discard<Answer<ClientSecretAdded>>(new ClientNotFound());
        }

        if (client.EndedAt is { } ended)
        {
            return Decision.Discard<Answer<ClientSecretAdded>>(new ClientHasEnded(ended));
        }

        var othersEndAt = input.OthersEndAt switch
        {
            null => now + OthersLast,
            { } at when at < now => now,
            { } at => at,
        };
        if (ValidityIsPlannedRule.Judge(null, input.ValidTo, now) is { } invalid)
        {
            return Decision.Discard<Answer<ClientSecretAdded>>(invalid);
        }

        var others = client.Credentials.Where(c => c.Kind == ClientCredentialKind.Secret && c.IsOpenAt(now)).ToList();
        if (others.Count(c => othersEndAt > now || c.ValidFrom > now) >= MostSecrets)
        {
            return Decision.Discard<Answer<ClientSecretAdded>>(new TooManyClientCredentials(MostSecrets));
        }

        var secret = ClientSecret.Make();
        var added = new ClientCredential(
            Guid.CreateVersion7(now), client.ClientId, ClientCredentialKind.Secret, null, null, now, input.ValidTo, now, ClientRow.ChangedBy(caller));
        var ending = others.Where(c => c.ValidTo is null || c.ValidTo > othersEndAt)
            .Select(c => c with { ValidTo = othersEndAt < c.ValidFrom ? c.ValidFrom : othersEndAt }).ToList();
        var afterwards = client with { Credentials = [.. client.Credentials.Select(c => ending.FirstOrDefault(e => e.Id == c.Id) ?? c), added] };
        if (!afterwards.KeepsAWayIn(now))
        {
            return Decision.Discard<Answer<ClientSecretAdded>>(new ClientNeedsAWayIn());
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Insert(added, secret));
        foreach (var other in ending)
        {
            write.BatchCommands.Add(Sql.Statement(ClientRow.EndSql, Sql.Uuid(other.Id), Sql.At(other.ValidTo), Sql.Text(added.AddedBy)));
        }

        write.BatchCommands.Add(Leaf(added, caller, now, othersEndAt, ending.Select(o => o.Id)).Insert());
        write.BatchCommands.Add(RequestClaim.Insert(key, content, null, added.Id, now));
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<ClientSecretAdded>>(new ClientSecretAdded(added, secret, Replayed: false));
    }

    internal static Npgsql.NpgsqlBatchCommand Insert(ClientCredential added, string secret) => Sql.Statement(
        InsertSql, Sql.Uuid(added.Id), Sql.Text(added.ClientId), Sql.Text(ClientSecret.HashOf(secret)), Sql.At(added.ValidFrom), Sql.At(added.ValidTo), Sql.Text(added.AddedBy));

    /// <summary>Says that there is a secret, and nothing of it.</summary>
    internal static JournalLeaf Leaf(ClientCredential added, Caller caller, DateTimeOffset now, DateTimeOffset? othersEndAt, IEnumerable<Guid> others) => JournalLeaf.Of(
        now, "CLIENT_SECRET_ADDED", added.Id, caller.RequestOwner,
        JsonSerializer.Serialize(new { client = added.ClientId, validTo = added.ValidTo, othersEndAt, others, by = added.AddedBy }));

    private static string Written(DateTimeOffset? at) => at is { } instant ? Instant.Write(instant) : "";
}
