using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Clients;

/// <param name="ClientId">3 to 80 of a–z, 0–9, dot, hyphen and underscore; it means one system for ever.</param>
/// <param name="Scopes">registry.check, registry.record, or both.</param>
/// <param name="PublicKey">Its first key, a JWK as JSON; null where a first secret is to be made.</param>
public sealed record OpenClientInput(string ClientId, string ProviderCode, IReadOnlyList<string> Scopes, string? PublicKey);

/// <param name="Secret">Shown this once, where no key was given.</param>
internal sealed record ClientOpened(ClientView Client, string? Secret)
{
    public override string ToString() => $"client {Client.ClientId}";
}

/// <summary>
/// <para>
/// The department lets a further system of a provider sign in, with its first public key or, where there is none, with a secret that is shown once. A client's name means one system for ever
/// (<c>clients_pkey</c>), so that history stays readable.
/// </para>
/// <para>An officer gives a key and proposes, and a second one opens; no officer makes a secret. The department's client acts with both pairs of eyes.</para>
/// <para>Refusals, in order: InvalidClient, InvalidClientKey, ClientIdTaken, SecondOfficerNeeded.</para>
/// </summary>
internal sealed class OpenClient(UnitOfWork unitOfWork, ProviderDirectory providers) : ICommand<OpenClientInput, ClientOpened>
{
    private const string UniqueConstraint = "clients_pkey";

    private const string TakenSql = "select exists (select from registry.clients where client_id = $1)";

    private const string InsertSql = "insert into registry.clients (client_id, provider_id, opened_at, opened_by) values ($1, $2, $3, $4)";

    private const string ApplicationSql = "select signin.make_application($1, $2)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidClient), typeof(InvalidClientKey), typeof(ClientIdTaken), typeof(SecondOfficerNeeded)];

    /// <summary>Tests alone clear this, to see that the database keeps a name for one system without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public Task<Answer<ClientOpened>> HandleAsync(Caller caller, OpenClientInput input, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer, (work, attempt) => OpenAsync(work, caller, input, withBothPairsOfEyes: !caller.IsOfficer, LooksBeforeWriting || attempt > 1),
        [ProposeAct.OpenOnce, UniqueConstraint], cancel);

    internal async Task<Decision<Answer<ClientOpened>>> OpenAsync(Work work, Caller caller, OpenClientInput input, bool withBothPairsOfEyes, bool looks = true)
    {
        var provider = await providers.IdOfAsync(input.ProviderCode, work.Cancel);
        if (ClientIsDescribedRule.Judge(input, provider) is { } invalid)
        {
            return Decision.Discard<Answer<ClientOpened>>(invalid);
        }

        if (input.PublicKey is null && (!withBothPairsOfEyes || caller.IsOfficer))
        {
            return Decision.Discard<Answer<ClientOpened>>(new InvalidClient("publicKey", new("cán bộ phải gửi kèm khóa công khai.", "an officer must give a public key.")));
        }

        var (key, unsound) = input.PublicKey is null ? (null, null) : ClientKeyIsSoundRule.Judge(input.PublicKey);
        if (unsound is not null)
        {
            return Decision.Discard<Answer<ClientOpened>>(unsound);
        }

        await using var look = work.Batch();
        look.BatchCommands.Add(Sql.Statement(TakenSql, Sql.Text(input.ClientId)));
        look.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await look.ReadAsync(work.Cancel);
        var taken = await results.NextValueOrNullAsync<bool>() == true;
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        await results.DisposeAsync();
        if (looks && taken)
        {
            return Decision.Discard<Answer<ClientOpened>>(new ClientIdTaken());
        }

        if (!withBothPairsOfEyes)
        {
            var proposed = await ChangeClientKey.ProposeAsync(work, caller, $"open/{input.ClientId}", new() { OpenClient = input });
            return new(proposed.Value, proposed.Keep);
        }

        return Decision.Keep<Answer<ClientOpened>>(await WriteAsync(work, caller, input, provider!.Value, key, now));
    }

    private async Task<ClientOpened> WriteAsync(Work work, Caller caller, OpenClientInput input, short provider, ClientKey? key, DateTimeOffset now)
    {
        var by = ClientRow.ChangedBy(caller);
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(InsertSql, Sql.Text(input.ClientId), Sql.Small(provider), Sql.At(now), Sql.Text(by)));
        write.BatchCommands.Add(Sql.Statement(ApplicationSql, Sql.Text(input.ClientId), Sql.Texts([.. input.Scopes.Distinct()])));
        write.BatchCommands.Add(JournalLeaf.Of(now, "CLIENT_OPENED", null, caller.RequestOwner, JsonSerializer.Serialize(new
        {
            client = input.ClientId,
            provider = input.ProviderCode,
            scopes = input.Scopes,
            by,
        })).Insert());
        var secret = key is null ? ClientSecret.Make() : null;
        ClientCredential? first = null;
        if (secret is not null)
        {
            first = new(Guid.CreateVersion7(now), input.ClientId, ClientCredentialKind.Secret, null, null, now, null, now, by);
            write.BatchCommands.Add(AddClientSecret.Insert(first, secret));
            write.BatchCommands.Add(AddClientSecret.Leaf(first, caller, now, null, []).Insert());
        }

        await write.ExecuteNonQueryAsync(work.Cancel);
        first ??= await AddClientKey.WriteAsync(work, caller, input.ClientId, key!, null, null, now);
        var row = new ClientRow(input.ClientId, provider, now, null, [first]);
        return new(await row.ViewAsync(providers, work.Cancel), secret);
    }
}

/// <summary>The client cannot be as described. Field: which part of the input.</summary>
internal sealed record InvalidClient(string Field, Text What) : FieldRefusal(Field, What);

/// <summary>The name is, or was, another system's.</summary>
internal sealed record ClientIdTaken : Refusal
{
    public override Text Message => new(
        "Mã hệ thống này đã được dùng; một mã chỉ dành cho một hệ thống, mãi mãi. Hãy chọn mã khác.",
        "This client id is taken; an id is never reused for another system. Choose another.");
}
