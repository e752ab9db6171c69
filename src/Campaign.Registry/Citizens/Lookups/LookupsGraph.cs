using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Citizens.Lookups;

internal sealed class LookupsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ConnectionGraph<Lookup, LookupGraph>>>("lookups")
            .Description("Who looked me up, and when (HUE-1.7), newest first. The citizen's own.")
            .AnyScopeOf(Scopes.Citizen)
            .Paged((c, page, total) => c.Service<LookupQueries>()
                .OwnAsync(c.Caller(), page, total, c.CancellationToken));
        query.Field<NonNullGraphType<ConnectionGraph<Lookup, LookupGraph>>>("citizenLookups")
            .Description($"Who looked this citizen up. A reason of {TypedText.ReasonOfALookup} is kept with the trace that this leaves. Reviewing and administering officers'.")
            .Argument<NonNullGraphType<StringGraphType>>("citizenId")
            .Argument<NonNullGraphType<StringGraphType>>("reason")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration)
            .Paged((c, page, total) => c.Service<LookupQueries>().OfCitizenAsync(
                c.Caller(), c.GetArgument<string>("citizenId"), c.GetArgument<string>("reason"), page, total, c.CancellationToken));
        query.Field<NonNullGraphType<ConnectionGraph<Lookup, LookupGraph>>>("lookupsBy")
            .Description($"""
                The looks of a provider, or of one member of its staff, in [from, to), 31 days at most; shows no citizen. A reason of {TypedText.ReasonOfALookup} is kept with the
                trace that this leaves. Reviewing and administering officers'.
                """)
            .Argument<NonNullGraphType<StringGraphType>>("providerCode")
            .Argument<StringGraphType>("staff")
            .Argument<NonNullGraphType<InstantGraphType>>("from")
            .Argument<NonNullGraphType<InstantGraphType>>("to")
            .Argument<NonNullGraphType<StringGraphType>>("reason")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration)
            .Paged((c, page, total) => c.Service<LookupQueries>().ByProviderAsync(
                c.Caller(), c.GetArgument<string>("providerCode"), c.GetArgument<string?>("staff"), c.GetArgument<DateTimeOffset>("from"),
                c.GetArgument<DateTimeOffset>("to"), c.GetArgument<string>("reason"), page, total, c.CancellationToken));
    }
}

internal sealed class LookupGraph : ObjectGraphType<Lookup>
{
    public LookupGraph()
    {
        Name = "Lookup";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
        Field<NonNullGraphType<ContractEnum<LookupAct>>>("act").Resolve(c => c.Source.Act);
        Field<NonNullGraphType<ContractEnum<LookupBy>>>("by").Description("CITIZEN: the citizen looked at their own data.").Resolve(c => c.Source.By);
        Field<NonNullGraphType<StringGraphType>>("who").Description("For a person, in the language of Accept-Language (vi, en).").Resolve(c => c.Say(c.Source.Who));
        Field<ProviderGraph>("provider").Resolve(c => c.Source.Provider);
        Field<StringGraphType>("staff").Description("The provider's own reference.").Resolve(c => c.Source.Staff);
        Field<StringGraphType>("account").Description("For the department alone.").Resolve(c => c.Source.Account);
        Field<StringGraphType>("reason").Description("As an officer typed it. For the department alone.").Resolve(c => c.Source.Reason);
    }
}
