using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Clients;

public sealed record EndClientInput(string ClientId);

internal sealed record ClientEnded(ClientView Client);

/// <summary>
/// <para>
/// The department ends a provider's system, for good (<c>client_ends_once</c>): it gets no token from this transaction on, and those that it has stop within 30 seconds. Its keys and secrets
/// end with it. Asked again, the answer is its first end.
/// </para>
/// <para>An officer proposes, and a second one ends it; the department's client acts with both pairs of eyes. The department's own clients are not ended so.</para>
/// <para>Refusals, in order: ClientNotFound, SecondOfficerNeeded.</para>
/// </summary>
internal sealed class EndClient(UnitOfWork unitOfWork, ProviderDirectory providers) : ICommand<EndClientInput, ClientEnded>
{
    private const string EndSql = "update registry.clients set ended_at = $2, ended_by = $3 where client_id = $1 and ended_at is null";

    private const string EndCredentialsSql = """
        update signin.client_credentials set valid_to = greatest($2, valid_from), ended_by = $3
        where client_id = $1 and (valid_to is null or valid_to > greatest($2, valid_from))
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ClientNotFound), typeof(SecondOfficerNeeded)];

    public Task<Answer<ClientEnded>> HandleAsync(Caller caller, EndClientInput input, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer, (work, _) => EndAsync(work, caller, input, withBothPairsOfEyes: !caller.IsOfficer), [ProposeAct.OpenOnce], cancel);

    internal async Task<Decision<Answer<ClientEnded>>> EndAsync(Work work, Caller caller, EndClientInput input, bool withBothPairsOfEyes)
    {
        if (await ClientRow.LockAsync(work, caller, input.ClientId) is not var (client, now) || client.ProviderId is null)
        {
            return Decision.Discard<Answer<ClientEnded>>(new ClientNotFound());
        }

        if (client.EndedAt is not null)
        {
            return Decision.Discard<Answer<ClientEnded>>(new ClientEnded(await client.ViewAsync(providers, work.Cancel)));
        }

        if (!withBothPairsOfEyes)
        {
            var proposed = await ChangeClientKey.ProposeAsync(work, caller, $"end-client/{client.ClientId}", new() { EndClient = input });
            return new(proposed.Value, proposed.Keep);
        }

        var by = ClientRow.ChangedBy(caller);
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(EndSql, Sql.Text(client.ClientId), Sql.At(now), Sql.Text(by)));
        write.BatchCommands.Add(Sql.Statement(EndCredentialsSql, Sql.Text(client.ClientId), Sql.At(now), Sql.Text(by)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "CLIENT_ENDED", null, caller.RequestOwner, JsonSerializer.Serialize(new { client = client.ClientId, by })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        var credentials = await ClientRow.CredentialsAsync(work, [client.ClientId]);
        return Decision.Keep<Answer<ClientEnded>>(new ClientEnded(await (client with { EndedAt = now, Credentials = credentials }).ViewAsync(providers, work.Cancel)));
    }
}
