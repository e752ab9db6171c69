using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Providers.Clients;

/// <param name="Id">Of the key or secret.</param>
/// <param name="At">From then on it is good no more; null or past: from this transaction on.</param>
public sealed record EndClientCredentialInput(string Id, DateTimeOffset? At);

public sealed record ClientCredentialEnded(ClientCredential Credential);

/// <summary>
/// <para>
/// A key or secret ends at an instant, for good; an end that is planned may be brought forward and is never put off (<c>credential_ends_once</c>). Asked again for one that
/// ends by then, the answer is its end. At each instant a client keeps one way in (<c>client_keeps_a_way_in</c>). Access tokens that it has got live out their hour.
/// </para>
/// <para>A provider's administrator acts alone on their own provider's; an officer proposes, and a second one ends; the department's client acts with both pairs of eyes.</para>
/// <para>Refusals, in order: ClientCredentialNotFound, ClientNeedsAWayIn, SecondOfficerNeeded.</para>
/// </summary>
public sealed class EndClientCredential(UnitOfWork unitOfWork) : ICommand<EndClientCredentialInput, ClientCredentialEnded>
{
    private const string WhoseSql = "select k.client_id from signin.client_credentials k where k.id = $1";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ClientCredentialNotFound), typeof(ClientNeedsAWayIn), typeof(SecondOfficerNeeded)];

    /// <summary>Tests alone clear this, to see that the database keeps a way in without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public Task<Answer<ClientCredentialEnded>> HandleAsync(Caller caller, EndClientCredentialInput input, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer, (work, _) => EndAsync(work, caller, input, withBothPairsOfEyes: !caller.IsOfficer, LooksBeforeWriting), [ProposeAct.OpenOnce], cancel);

    internal static async Task<Decision<Answer<ClientCredentialEnded>>> EndAsync(
        Work work, Caller caller, EndClientCredentialInput input, bool withBothPairsOfEyes, bool looks = true)
    {
        if (!Guid.TryParseExact(input.Id, "D", out var id) || await work.TextOrNullAsync(WhoseSql, Sql.Uuid(id)) is not { } clientId
            || await ClientRow.LockAsync(work, caller, clientId) is not var (client, now))
        {
            return Decision.Discard<Answer<ClientCredentialEnded>>(new ClientCredentialNotFound());
        }

        var credential = client.Credentials.Single(c => c.Id == id);
        var at = input.At is { } asked && asked > now ? asked : now;
        at = at < credential.ValidFrom ? credential.ValidFrom : at;
        if (credential.ValidTo <= at)
        {
            return Decision.Discard<Answer<ClientCredentialEnded>>(new ClientCredentialEnded(credential));
        }

        if (looks && client.EndedAt is null && !client.Without(id, at).KeepsAWayIn(now))
        {
            return Decision.Discard<Answer<ClientCredentialEnded>>(new ClientNeedsAWayIn());
        }

        if (!withBothPairsOfEyes)
        {
            var proposed = await ChangeClientKey.ProposeAsync(work, caller, $"end/{id}", new() { EndCredential = input });
            return new(proposed.Value, proposed.Keep);
        }

        var by = ClientRow.ChangedBy(caller);
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(ClientRow.EndSql, Sql.Uuid(id), Sql.At(at), Sql.Text(by)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "CLIENT_CREDENTIAL_ENDED", id, caller.RequestOwner, JsonSerializer.Serialize(new
        {
            client = client.ClientId,
            kind = credential.Kind.InDatabase(),
            keyId = credential.KeyId,
            validTo = at,
            by,
        })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<ClientCredentialEnded>>(new ClientCredentialEnded(credential with { ValidTo = at }));
    }
}

/// <summary>No key or secret of the caller's clients bears this id (I8).</summary>
internal sealed record ClientCredentialNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy khóa hay mật khẩu nào với mã này. Hãy kiểm tra lại mã.", "No key or secret has this id. Check the id.");
}
