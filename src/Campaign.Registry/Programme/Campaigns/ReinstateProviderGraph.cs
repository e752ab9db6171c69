using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL.Types;

namespace Campaign.Registry.Programme.Campaigns;

internal sealed class ReinstateProviderInputGraph : InputObjectGraphType<ReinstateProviderInput>
{
    public ReinstateProviderInputGraph()
    {
        Name = "ReinstateProviderInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<StringGraphType>>("reason");
        Field<StringGraphType>("decisionNumber");
    }
}

internal sealed class ProviderReinstatedGraph : ObjectGraphType<ProviderReinstated>
{
    public ProviderReinstatedGraph()
    {
        Name = "ProviderReinstated";
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<InstantGraphType>>("reinstatedAt").Description("A new period of participation begins.").Resolve(c => c.Source.ReinstatedAt);
    }
}
