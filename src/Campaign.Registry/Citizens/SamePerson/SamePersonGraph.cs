using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Citizens.SamePerson;

internal sealed class SamePersonGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ConnectionGraph<SamePersonPairView, SamePersonPairGraph>>>("possibleSamePersons")
            .Description("""
                Persons who may be one under two numbers (HUE-1.3), side by side, newest first; with a campaign, those of whom one has an issuance in it. The department's. A
                look leaves a trace for both.
                """)
            .Argument<StringGraphType>("campaign")
            .Argument<ContractEnum<SamePersonState>>("state")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<SamePersonQueries>().ListAsync(
                c.Caller(), c.GetArgument<string?>("campaign"), c.GetArgument<SamePersonState?>("state"), page, total, c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<DecideSamePerson>()
            .Description("An officer decides of two who may be one: kept as they are, linked, or not the same. LINK and NOT_THE_SAME are for good; KEEP lasts until the facts change.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
}

internal sealed class DecideSamePersonInputGraph : InputObjectGraphType<DecideSamePersonInput>
{
    public DecideSamePersonInputGraph()
    {
        Name = "DecideSamePersonInput";
        Field<NonNullGraphType<IdGraphType>>("pairId");
        Field<NonNullGraphType<ContractEnum<SamePersonDecision>>>("decision");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"{TypedText.Reason}.");
    }
}

internal sealed class SamePersonPairGraph : ObjectGraphType<SamePersonPairView>
{
    public SamePersonPairGraph()
    {
        Name = "PossibleSamePerson";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<IntGraphType>>("score").Description("The sum of the points: ten for each doubling of the odds.").Resolve(c => c.Source.Score);
        Field<NonNullGraphType<ContractEnum<SamePersonState>>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("foundAt").Description("Or when it was asked again.").Resolve(c => c.Source.FoundAt);
        Field<InstantGraphType>("decidedAt").Resolve(c => c.Source.DecidedAt);
        Field<StringGraphType>("decidedBy").Resolve(c => c.Source.DecidedBy);
        Field<StringGraphType>("reason").Resolve(c => c.Source.Reason);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FieldExplanationGraph>>>>("fields").Description("Why: field by field.").Resolve(c => c.Source.Fields);
        Field<NonNullGraphType<SamePersonSideGraph>>("first").Resolve(c => c.Source.First);
        Field<NonNullGraphType<SamePersonSideGraph>>("second").Resolve(c => c.Source.Second);
    }
}

internal sealed class FieldExplanationGraph : ObjectGraphType<FieldExplanation>
{
    public FieldExplanationGraph()
    {
        Name = "SamePersonField";
        Field<NonNullGraphType<ContractEnum<ComparedField>>>("field").Resolve(c => c.Source.Field);
        Field<NonNullGraphType<ContractEnum<FieldComparison>>>("comparison").Description("NOT_KNOWN is no difference.").Resolve(c => c.Source.Comparison);
        Field<NonNullGraphType<StringGraphType>>("how").Description("In what, e.g. MARKS_LEFT_OUT, OTHER_ORDER, DAY_AND_MONTH_SWAPPED.").Resolve(c => c.Source.How);
        Field<NonNullGraphType<IntGraphType>>("points").Resolve(c => c.Source.Points);
        Field<IntGraphType>("bearers").Description("Of the name: how many bear it, counted to 1,000. A common name weighs less.").Resolve(c => c.Source.Bearers);
    }
}

internal sealed class SamePersonSideGraph : ObjectGraphType<SamePersonSide>
{
    public SamePersonSideGraph()
    {
        Name = "SamePersonSide";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("numbers").Description("Masked.").Resolve(c => c.Source.Numbers);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SaidOfPersonGraph>>>>("said").Description("Newest first.").Resolve(c => c.Source.Said);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<LiveIssuanceGraph>>>>("issuances").Description("Live ones.").Resolve(c => c.Source.Issuances);
    }
}

internal sealed class SaidOfPersonGraph : ObjectGraphType<SaidOfPerson>
{
    public SaidOfPersonGraph()
    {
        Name = "SaidOfPerson";
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
        Field<NonNullGraphType<StringGraphType>>("source").Description("IMPORT, RECORD or NEED.").Resolve(c => c.Source.Source);
        Field<StringGraphType>("providerCode").Description("Null: the citizen, or an officer for the citizen.").Resolve(c => c.Source.ProviderCode);
        Field<StringGraphType>("name").Resolve(c => c.Source.Name);
        Field<DayGraphType>("birthDate").Resolve(c => c.Source.BirthDate);
        Field<ContractEnum<Sex>>("sex").Resolve(c => c.Source.Sex);
        Field<StringGraphType>("wardCode").Resolve(c => c.Source.WardCode);
    }
}

internal sealed class LiveIssuanceGraph : ObjectGraphType<LiveIssuance>
{
    public LiveIssuanceGraph()
    {
        Name = "LiveIssuance";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("campaign").Resolve(c => c.Source.Campaign);
        Field<NonNullGraphType<StringGraphType>>("providerCode").Resolve(c => c.Source.ProviderCode);
        Field<NonNullGraphType<StringGraphType>>("status").Resolve(c => c.Source.Status);
        Field<NonNullGraphType<InstantGraphType>>("recordedAt").Resolve(c => c.Source.RecordedAt);
    }
}

internal sealed class SamePersonDecidedGraph : ObjectGraphType<SamePersonDecided>
{
    public SamePersonDecidedGraph()
    {
        Name = "SamePersonDecided";
        Field<NonNullGraphType<SamePersonPairGraph>>("pair").Resolve(c => c.Source.Pair);
    }
}

internal sealed class SamePersonAlreadyDecidedGraph : RefusalGraph<SamePersonAlreadyDecided>
{
    public SamePersonAlreadyDecidedGraph() => Field<NonNullGraphType<ContractEnum<SamePersonState>>>("state").Resolve(c => c.Source.State);
}
