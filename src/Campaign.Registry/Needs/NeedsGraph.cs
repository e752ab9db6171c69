using Campaign.Registry.Graph;
using Campaign.Registry.Providers;
using GraphQL.Types;

namespace Campaign.Registry.Needs;

/// <summary>A need that is still open, as its own provider sees it in a check.</summary>
public sealed record OpenNeed(Guid Id, Provider Provider, NeedState State, DateTimeOffset DueAt);

internal sealed class OpenNeedGraph : ObjectGraphType<OpenNeed>
{
    public OpenNeedGraph()
    {
        Name = "OpenNeed";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<ContractEnum<NeedState>>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("dueAt").Resolve(c => c.Source.DueAt);
    }
}

internal sealed class NeedNotServableGraph : RefusalGraph<NeedNotServable>
{
    public NeedNotServableGraph()
    {
        Description = "The need has ended, or is another provider's (state is then null).";
        Field<ContractEnum<NeedState>>("state").Resolve(c => c.Source.State);
        Field<InstantGraphType>("revokeBy").Resolve(c => c.Source.RevokeBy);
    }
}
