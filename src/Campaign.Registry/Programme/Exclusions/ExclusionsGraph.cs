using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL.Types;

namespace Campaign.Registry.Programme.Exclusions;

internal sealed class ExclusionsGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<ExcludeProvider>()
            .Description("Remove a provider from a campaign (HUE-5.3), from this transaction on.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<ReinstateProvider>()
            .Description("Take back a provider that was excluded (HUE-5.3): a new period of participation begins with this transaction.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
    }
}

internal sealed class ExcludeProviderInputGraph : InputObjectGraphType<ExcludeProviderInput>
{
    public ExcludeProviderInputGraph()
    {
        Name = "ExcludeProviderInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<StringGraphType>>("reason");
        Field<StringGraphType>("decisionNumber");
        Field<ListGraphType<NonNullGraphType<IdGraphType>>>("violationIds").Description(
            "The grounds, one at least: violations of that provider in this campaign, published with minutes (HUE-5.3), whoever asks.");
    }
}

internal sealed class ProviderExcludedGraph : ObjectGraphType<ProviderExcluded>
{
    public ProviderExcludedGraph()
    {
        Name = "ProviderExcluded";
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<InstantGraphType>>("excludedAt").Resolve(c => c.Source.ExcludedAt);
        Field<NonNullGraphType<IntGraphType>>("needsReleased").Resolve(c => c.Source.NeedsReleased);
    }
}

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
