using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Providers.Clients;

/// <param name="PublicKey">A JWK, as JSON.</param>
/// <param name="ValidFrom">Null or past: from this transaction on.</param>
/// <param name="ValidTo">Exclusive; null: until it is ended.</param>
public sealed record AddClientKeyInput(string ClientId, string PublicKey, DateTimeOffset? ValidFrom, DateTimeOffset? ValidTo);

internal sealed record ClientKeyAdded(ClientCredential Credential);

/// <summary>
/// <para>
/// A further public key of a system (private_key_jwt), beside those that it has: old and new are good at once, so that it changes without downtime. Its private half is the provider's
/// and comes nowhere near the registry. The same key again is answered as it stands; one that was ended does not come back (<c>one_row_per_key_and_client</c>).
/// </para>
/// <para>A provider's administrator acts alone on their own provider's; an officer proposes, and a second one adds; the department's client acts with both pairs of eyes.</para>
/// <para>
/// Refusals, in order: ClientNotFound, ClientHasEnded, InvalidClientKey, InvalidValidity, ClientKeyTaken, TooManyClientCredentials, SecondOfficerNeeded.
/// </para>
/// </summary>
internal sealed class AddClientKey(UnitOfWork unitOfWork) : ICommand<AddClientKeyInput, ClientKeyAdded>
{
    public const int MostKeys = 10;

    private const string InsertSql = """
        insert into signin.client_credentials (id, client_id, kind, key_id, thumbprint, public_key, valid_from, valid_to, added_at, added_by)
        values ($1, $2, 'KEY', $3, $4, $5, $6, $7, $8, $9)
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
    [
        typeof(ClientNotFound), typeof(ClientHasEnded), typeof(InvalidClientKey), typeof(InvalidValidity), typeof(ClientKeyTaken), typeof(TooManyClientCredentials),
        typeof(SecondOfficerNeeded),
    ];

    public Task<Answer<ClientKeyAdded>> HandleAsync(Caller caller, AddClientKeyInput input, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer, (work, _) => AddAsync(work, caller, input, withBothPairsOfEyes: !caller.IsOfficer), [ProposeAct.OpenOnce], cancel);

    internal static async Task<Decision<Answer<ClientKeyAdded>>> AddAsync(Work work, Caller caller, AddClientKeyInput input, bool withBothPairsOfEyes)
    {
        if (await ClientRow.LockAsync(work, caller, input.ClientId) is not var (client, now))
        {
            return Decision.Discard<Answer<ClientKeyAdded>>(new ClientNotFound());
        }

        if (client.EndedAt is { } ended)
        {
            return Decision.Discard<Answer<ClientKeyAdded>>(new ClientHasEnded(ended));
        }

        var (key, unsound) = ClientKeyIsSoundRule.Judge(input.PublicKey);
        if (key is null)
        {
            return Decision.Discard<Answer<ClientKeyAdded>>(unsound!);
        }

        if (ValidityIsPlannedRule.Judge(input.ValidFrom, input.ValidTo, now) is { } invalid)
        {
            return Decision.Discard<Answer<ClientKeyAdded>>(invalid);
        }

        var thumbprint = ClientCredential.ThumbprintOf(key.Thumbprint);
        if (client.Credentials.FirstOrDefault(c => c.Thumbprint == thumbprint || c.KeyId == key.Id) is { } known)
        {
            return known.Thumbprint == thumbprint && known.IsOpenAt(now)
                ? Decision.Discard<Answer<ClientKeyAdded>>(new ClientKeyAdded(known))
                : Decision.Discard<Answer<ClientKeyAdded>>(new ClientKeyTaken());
        }

        if (client.Credentials.Count(c => c.Kind == ClientCredentialKind.Key && c.IsOpenAt(now)) >= MostKeys)
        {
            return Decision.Discard<Answer<ClientKeyAdded>>(new TooManyClientCredentials(MostKeys));
        }

        if (!withBothPairsOfEyes)
        {
            var proposed = await ChangeClientKey.ProposeAsync(work, caller, $"add/{client.ClientId}/{thumbprint}", new() { AddKey = input });
            return new(proposed.Value, proposed.Keep);
        }

        return Decision.Keep<Answer<ClientKeyAdded>>(new ClientKeyAdded(await WriteAsync(work, caller, client.ClientId, key, input.ValidFrom, input.ValidTo, now)));
    }

    /// <summary>The row and its leaf.</summary>
    internal static async Task<ClientCredential> WriteAsync(
        Work work, Caller caller, string clientId, ClientKey key, DateTimeOffset? validFrom, DateTimeOffset? validTo, DateTimeOffset now)
    {
        var added = new ClientCredential(
            Guid.CreateVersion7(now), clientId, ClientCredentialKind.Key, key.Id, ClientCredential.ThumbprintOf(key.Thumbprint), validFrom > now ? validFrom.Value : now, validTo,
            now, ClientRow.ChangedBy(caller));
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(added.Id), Sql.Text(clientId), Sql.Text(key.Id), Sql.Bytes(key.Thumbprint), Sql.Text(key.Jwk), Sql.At(added.ValidFrom), Sql.At(validTo),
            Sql.At(now), Sql.Text(added.AddedBy)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "CLIENT_KEY_ADDED", added.Id, caller.RequestOwner, JsonSerializer.Serialize(new
        {
            client = clientId,
            keyId = key.Id,
            thumbprint = added.Thumbprint,
            validFrom = added.ValidFrom,
            validTo,
            by = added.AddedBy,
        })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return added;
    }
}

/// <summary>The key, or its id, was this client's before: a key that was ended does not come back, and an id means one key.</summary>
internal sealed record ClientKeyTaken : Refusal
{
    public override Text Message => new(
        "Khóa này đã bị kết thúc, hoặc mã khóa (kid) đã thuộc về một khóa khác của hệ thống. Hãy tạo khóa mới với mã mới.",
        "This key was ended, or its id (kid) belongs to another key of the client. Create a new key with a new id.");
}
