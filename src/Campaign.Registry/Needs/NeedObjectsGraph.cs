using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL.Types;

namespace Campaign.Registry.Needs;

internal sealed class NeedGraph : ObjectGraphType<NeedView>
{
    public NeedGraph()
    {
        Name = "Need";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("campaign").Resolve(c => c.Source.Campaign);
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<ContractEnum<NeedMode>>>("mode").Resolve(c => c.Source.Mode);
        Field<NonNullGraphType<NeedStateGraph>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("registeredAt").Resolve(c => c.Source.RegisteredAt);
        Field<NonNullGraphType<InstantGraphType>>("dueAt")
            .Description("""
                While WAITING: when it lapses. While IN_SUPPORT: by when the support must end in an issuance; from then on it has lapsed too. Starting again does not
                extend it.
                """)
            .Resolve(c => c.Source.DueAt);
        Field<NeedContactGraph>("contact").Description("For the provider and the citizen alone.").Resolve(c => c.Source.Contact);
        Field<ContractEnum<LapseReason>>("lapseReason")
            .Description("Why it lapsed, where that is not its provider's fault; null otherwise. A call that the citizen denies afterwards takes NOT_REACHED away.")
            .Resolve(c => c.Source.Reason);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<NeedCallGraph>>>>("calls")
            .Description("Calls that reached nobody, as the provider says, the first told first; those that the citizen denies too.")
            .Resolve(c => c.Source.Calls);
        Field<InstantGraphType>("nextCallFrom")
            .Description("While open: from when on the next call that reaches nobody counts; past when one can be noted at once. Null: none counts before the need is due.")
            .Resolve(c => c.Source.NextCallFrom);
    }
}

internal sealed class NeedCallGraph : ObjectGraphType<NeedCall>
{
    public NeedCallGraph()
    {
        Name = "NeedCall";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantGraphType>>("calledAt").Resolve(c => c.Source.CalledAt);
        Field<NonNullGraphType<InstantGraphType>>("notedAt").Resolve(c => c.Source.NotedAt);
        Field<InstantGraphType>("deniedAt").Description("The citizen says \"nobody called me\": it counts no more.").Resolve(c => c.Source.DeniedAt);
    }
}

internal sealed class NeedStateGraph : ContractEnum<NeedState>
{
    public NeedStateGraph() => Description =
        "SUPERSEDED: the citizen got a certificate another way while the need was open; nobody's fault. RELEASED: its provider was excluded.";
}

internal sealed class NeedContactGraph : ObjectGraphType<NeedContact>
{
    public NeedContactGraph()
    {
        Name = "NeedContact";
        Field<NonNullGraphType<StringGraphType>>("name").Resolve(c => c.Source.Name);
        Field<NonNullGraphType<StringGraphType>>("phone").Resolve(c => c.Source.Phone);
        Field<StringGraphType>("wardCode").Resolve(c => c.Source.WardCode);
        Field<StringGraphType>("address").Resolve(c => c.Source.Address);
    }
}

internal sealed class OpenNeedGraph : ObjectGraphType<OpenNeed>
{
    public OpenNeedGraph()
    {
        Name = "OpenNeed";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<NeedStateGraph>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("dueAt").Resolve(c => c.Source.DueAt);
    }
}

internal sealed class NeedRegisteredGraph : ObjectGraphType<NeedRegistered>
{
    public NeedRegisteredGraph()
    {
        Name = "NeedRegistered";
        Field<NonNullGraphType<NeedGraph>>("need").Resolve(c => c.Source.Need);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class NeedSupportStartedGraph : ObjectGraphType<NeedSupportStarted>
{
    public NeedSupportStartedGraph()
    {
        Name = "NeedSupportStarted";
        Field<NonNullGraphType<NeedGraph>>("need").Resolve(c => c.Source.Need);
    }
}

internal sealed class NeedCancelledGraph : ObjectGraphType<NeedCancelled>
{
    public NeedCancelledGraph()
    {
        Name = "NeedCancelled";
        Field<NonNullGraphType<NeedGraph>>("need").Resolve(c => c.Source.Need);
    }
}

internal sealed class CallNotedGraph : ObjectGraphType<CallNoted>
{
    public CallNotedGraph()
    {
        Name = "CallNoted";
        Field<NonNullGraphType<NeedCallGraph>>("call").Resolve(c => c.Source.Call);
        Field<NonNullGraphType<NeedGraph>>("need").Resolve(c => c.Source.Need);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class CallDeniedGraph : ObjectGraphType<CallDenied>
{
    public CallDeniedGraph()
    {
        Name = "CallDenied";
        Field<NonNullGraphType<NeedCallGraph>>("call").Resolve(c => c.Source.Call);
    }
}

internal sealed class CallDoesNotCountGraph : RefusalGraph<CallDoesNotCount>
{
    public CallDoesNotCountGraph()
    {
        Field<NonNullGraphType<ContractEnum<CallFault>>>("reason").Resolve(c => c.Source.Reason);
        Field<InstantGraphType>("from").Description("From when on the next call counts; null when none does before the need is due.").Resolve(c => c.Source.From);
    }
}

internal sealed class CallNotDeniableGraph : RefusalGraph<CallNotDeniable>
{
    public CallNotDeniableGraph() => Field<NonNullGraphType<InstantGraphType>>("until").Description("When the 30 days ended.").Resolve(c => c.Source.Until);
}

internal sealed class InvalidContactGraph : RefusalGraph<InvalidContact>
{
    public InvalidContactGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class NeedAlreadyOpenGraph : RefusalGraph<NeedAlreadyOpen>
{
    public NeedAlreadyOpenGraph() => Field<NonNullGraphType<OpenNeedGraph>>("need").Resolve(c => c.Source.Need);
}

internal sealed class NeedNotServableGraph : RefusalGraph<NeedNotServable>
{
    public NeedNotServableGraph()
    {
        Description = "The need has ended, or is another provider's (state is then null).";
        Field<NeedStateGraph>("state").Resolve(c => c.Source.State);
        Field<InstantGraphType>("revokeBy").Resolve(c => c.Source.RevokeBy);
    }
}

internal sealed class NeedFilterGraph : InputObjectGraphType<NeedFilter>
{
    public NeedFilterGraph()
    {
        Name = "NeedFilter";
        Field<StringGraphType>("providerCode");
        Field<ListGraphType<NonNullGraphType<NeedStateGraph>>>("state");
        Field<InstantGraphType>("dueBefore");
    }
}
