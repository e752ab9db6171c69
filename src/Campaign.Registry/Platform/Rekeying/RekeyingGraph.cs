using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Keys;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Rekeying;

internal sealed class RekeyingGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<ProposeRegistryKeyChange>()
            .Description("That a key of the registry's own be promoted or retired: once another administrator approves, the operator may, within 7 days.")
            .AnyScopeOf(Scopes.DepartmentAdministration);
}

internal sealed class RegistryKeyChangeInputGraph : InputObjectGraphType<RegistryKeyChangeInput>
{
    public RegistryKeyChangeInputGraph()
    {
        Name = "RegistryKeyChangeInput";
        Field<NonNullGraphType<ContractEnum<RegistryKeyStep>>>("step");
        Field<NonNullGraphType<ContractEnum<KeyPurpose>>>("purpose");
        Field<NonNullGraphType<StringGraphType>>("keyId").Description("As `campaign keys list` shows it.");
    }
}

internal sealed class RegistryKeyChangeProposedGraph : ObjectGraphType<RegistryKeyChangeProposed>
{
    public RegistryKeyChangeProposedGraph()
    {
        Name = "RegistryKeyChangeProposed";
        Field<NonNullGraphType<IdGraphType>>("proposalId").Resolve(c => c.Source.ProposalId);
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Description("From then on it has expired.").Resolve(c => c.Source.ExpiresAt);
    }
}
