using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Providers.Clients;

internal sealed class ClientsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ListGraphType<NonNullGraphType<ClientGraph>>>>("clients")
            .Description("The systems that may sign in, by id, with their keys and secrets: a provider's administrator sees its own, the department all.")
            .Argument<StringGraphType>("providerCode")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.Service<ClientQueries>().ListAsync(
                c.Caller(), c.GetArgument<string?>("providerCode"), c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<AddClientKey>()
            .Description("A further public key of a system, beside those that it has. An officer proposes.")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<AddClientSecret>()
            .Description("A new secret of a system, shown once; its older ones get an end. No officer may.")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department);
        mutation.Command<EndClientCredential>()
            .Description("A key or secret ends at an instant, for good; the system keeps another. An officer proposes.")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<OpenClient>()
            .Description("A further system of a provider may sign in. An officer gives a public key and proposes.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<EndClient>()
            .Description("A provider's system ends, for good, with its keys, secrets and, within 30 seconds, tokens. An officer proposes.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
    }
}

internal sealed class AddClientKeyInputGraph : InputObjectGraphType<AddClientKeyInput>
{
    public AddClientKeyInputGraph()
    {
        Name = "AddClientKeyInput";
        Field<NonNullGraphType<StringGraphType>>("clientId");
        Field<NonNullGraphType<StringGraphType>>("publicKey").Description("A JWK as JSON: EC on P-256, or RSA of 2048 to 4096 bits. Its kid, or else its thumbprint, is the key's id.");
        Field<InstantGraphType>("validFrom").Description("Absent: from now on.");
        Field<InstantGraphType>("validTo").Description("Exclusive. Absent: until it is ended.");
    }
}

internal sealed class AddClientSecretInputGraph : InputObjectGraphType<AddClientSecretInput>
{
    public AddClientSecretInputGraph()
    {
        Name = "AddClientSecretInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("clientId");
        Field<InstantGraphType>("validTo").Description("Exclusive. Absent: until it is ended.");
        Field<InstantGraphType>("othersEndAt").Description("When the older secrets end. Absent: in 7 days.");
    }
}

internal sealed class EndClientCredentialInputGraph : InputObjectGraphType<EndClientCredentialInput>
{
    public EndClientCredentialInputGraph()
    {
        Name = "EndClientCredentialInput";
        Field<NonNullGraphType<IdGraphType>>("id");
        Field<InstantGraphType>("at").Description("From then on it is good no more. Absent: now.");
    }
}

internal sealed class OpenClientInputGraph : InputObjectGraphType<OpenClientInput>
{
    public OpenClientInputGraph()
    {
        Name = "OpenClientInput";
        Field<NonNullGraphType<StringGraphType>>("clientId").Description("Means one system for ever.");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("scopes").Description("registry.check, registry.record, or both.");
        Field<StringGraphType>("publicKey").Description("Its first key, a JWK as JSON. Absent: a secret is made and shown once.");
    }
}

internal sealed class EndClientInputGraph : InputObjectGraphType<EndClientInput>
{
    public EndClientInputGraph()
    {
        Name = "EndClientInput";
        Field<NonNullGraphType<StringGraphType>>("clientId");
    }
}

internal sealed class ClientKeyAddedGraph : ObjectGraphType<ClientKeyAdded>
{
    public ClientKeyAddedGraph()
    {
        Name = "ClientKeyAdded";
        Field<NonNullGraphType<ClientCredentialGraph>>("credential").Resolve(c => c.Source.Credential);
    }
}

internal sealed class ClientSecretAddedGraph : ObjectGraphType<ClientSecretAdded>
{
    public ClientSecretAddedGraph()
    {
        Name = "ClientSecretAdded";
        Field<NonNullGraphType<ClientCredentialGraph>>("credential").Resolve(c => c.Source.Credential);
        Field<StringGraphType>("secret").Description("Shown this once; null where the request was sent again.").Resolve(c => c.Source.Secret);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class ClientCredentialEndedGraph : ObjectGraphType<ClientCredentialEnded>
{
    public ClientCredentialEndedGraph()
    {
        Name = "ClientCredentialEnded";
        Field<NonNullGraphType<ClientCredentialGraph>>("credential").Resolve(c => c.Source.Credential);
    }
}

internal sealed class ClientOpenedGraph : ObjectGraphType<ClientOpened>
{
    public ClientOpenedGraph()
    {
        Name = "ClientOpened";
        Field<NonNullGraphType<ClientGraph>>("client").Resolve(c => c.Source.Client);
        Field<StringGraphType>("secret").Description("Shown this once, where no key was given.").Resolve(c => c.Source.Secret);
    }
}

internal sealed class ClientEndedGraph : ObjectGraphType<ClientEnded>
{
    public ClientEndedGraph()
    {
        Name = "ClientEnded";
        Field<NonNullGraphType<ClientGraph>>("client").Resolve(c => c.Source.Client);
    }
}

internal sealed class ClientHasEndedGraph : RefusalGraph<ClientHasEnded>
{
    public ClientHasEndedGraph() => Field<NonNullGraphType<InstantGraphType>>("endedAt").Resolve(c => c.Source.EndedAt);
}

internal sealed class InvalidValidityGraph : RefusalGraph<InvalidValidity>
{
    public InvalidValidityGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class InvalidClientGraph : RefusalGraph<InvalidClient>
{
    public InvalidClientGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class TooManyClientCredentialsGraph : RefusalGraph<TooManyClientCredentials>
{
    public TooManyClientCredentialsGraph() => Field<NonNullGraphType<IntGraphType>>("most").Resolve(c => c.Source.Most);
}

internal sealed class ClientGraph : ObjectGraphType<ClientView>
{
    public ClientGraph()
    {
        Name = "Client";
        Field<NonNullGraphType<StringGraphType>>("clientId").Resolve(c => c.Source.ClientId);
        Field<ProviderGraph>("provider").Description("Null for the department's own.").Resolve(c => c.Source.Provider);
        Field<InstantGraphType>("openedAt").Resolve(c => c.Source.OpenedAt);
        Field<InstantGraphType>("endedAt").Description("From then on it gets no token.").Resolve(c => c.Source.EndedAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ClientCredentialGraph>>>>("credentials").Description("In the order in which they were added; ended ones too.")
            .Resolve(c => c.Source.Credentials);
    }
}

internal sealed class ClientCredentialGraph : ObjectGraphType<ClientCredential>
{
    public ClientCredentialGraph()
    {
        Name = "ClientCredential";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<ClientCredentialKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<StringGraphType>("keyId").Description("A key's, as the kid of its assertions.").Resolve(c => c.Source.KeyId);
        Field<StringGraphType>("thumbprint").Description("A key's, RFC 7638 with SHA-256.").Resolve(c => c.Source.Thumbprint);
        Field<NonNullGraphType<InstantGraphType>>("validFrom").Resolve(c => c.Source.ValidFrom);
        Field<InstantGraphType>("validTo").Description("From then on it is good no more.").Resolve(c => c.Source.ValidTo);
        Field<NonNullGraphType<InstantGraphType>>("addedAt").Resolve(c => c.Source.AddedAt);
        Field<NonNullGraphType<StringGraphType>>("addedBy").Description("The account or client that did it.").Resolve(c => c.Source.AddedBy);
    }
}
