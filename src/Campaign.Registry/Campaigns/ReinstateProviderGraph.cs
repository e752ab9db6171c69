using Campaign.Registry.Graph;
using Campaign.Registry.Proposals;
using Campaign.Registry.Providers;
using GraphQL.Types;

namespace Campaign.Registry.Campaigns;

internal sealed class ReinstateProviderInputGraph : InputObjectGraphType<ReinstateProviderInput>
{
    public ReinstateProviderInputGraph()
    {
        Name = "ReinstateProviderInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<StringGraphType>>("reason").Validate(Require.Reason);
        Field<StringGraphType>("decisionNumber").Validate(text => Require.AtMost(200, text));
    }
}

internal sealed class ReinstateProviderResultGraph : UnionGraphType
{
    public ReinstateProviderResultGraph()
    {
        Name = "ReinstateProviderResult";
        Type<ProviderReinstatedGraph>();
        Type<RefusalGraph<ProviderNotExcluded>>();
        Type<SecondOfficerNeededGraph>();
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
