using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Programme.Departments;

internal sealed class DepartmentsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ListGraphType<NonNullGraphType<WardPopulationGraph>>>>("wardPopulations")
            .Description("How many people live in each ward, as the department entered it last; wards of which nothing was entered are left out.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.Service<WardPopulations>().AllAsync(c.Caller(), c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<ChangeDepartmentDetails>()
            .Description("What the department is called and which number citizens call it by, from an instant on.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration);
        mutation.Command<SetWardPopulations>()
            .Description("How many people live in each ward, from the statistics office: what coverage is told against. Wards that are not named keep what they have.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration);
    }
}

internal sealed class ChangeDepartmentDetailsInputGraph : InputObjectGraphType<ChangeDepartmentDetailsInput>
{
    public ChangeDepartmentDetailsInputGraph()
    {
        Name = "ChangeDepartmentDetailsInput";
        Description = "What is left out stays as it was decided last.";
        Field<StringGraphType>("nameVietnamese");
        Field<StringGraphType>("nameEnglish");
        Field<StringGraphType>("phone").Description("As pages show it, to be called.");
        Field<InstantGraphType>("effectiveFrom").Description("Later than now and than what was decided before; left out: from this transaction on.");
    }
}

internal sealed class DepartmentDetailsChangedGraph : ObjectGraphType<DepartmentDetailsChanged>
{
    public DepartmentDetailsChangedGraph()
    {
        Name = "DepartmentDetailsChanged";
        Field<NonNullGraphType<StringGraphType>>("nameVietnamese").Resolve(c => c.Source.Details.Details.Name.Vietnamese);
        Field<NonNullGraphType<StringGraphType>>("nameEnglish").Resolve(c => c.Source.Details.Details.Name.English);
        Field<StringGraphType>("phone").Resolve(c => c.Source.Details.Details.Phone);
        Field<NonNullGraphType<InstantGraphType>>("effectiveFrom").Resolve(c => c.Source.Details.EffectiveFrom);
    }
}

internal sealed class InvalidDepartmentDetailsGraph : RefusalGraph<InvalidDepartmentDetails>
{
    public InvalidDepartmentDetailsGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class WardPopulationGraph : ObjectGraphType<WardPopulation>
{
    public WardPopulationGraph()
    {
        Name = "WardPopulation";
        Field<NonNullGraphType<StringGraphType>>("wardCode").Resolve(c => c.Source.WardCode);
        Field<NonNullGraphType<IntGraphType>>("population").Resolve(c => c.Source.Population);
        Field<NonNullGraphType<DayGraphType>>("asOf").Description("The day for which they were counted.").Resolve(c => c.Source.AsOf);
        Field<NonNullGraphType<StringGraphType>>("source").Description("Who counted.").Resolve(c => c.Source.Source);
        Field<NonNullGraphType<InstantGraphType>>("effectiveFrom").Resolve(c => c.Source.EffectiveFrom);
    }
}

internal sealed class WardPopulationInputGraph : InputObjectGraphType<WardPopulationInput>
{
    public WardPopulationInputGraph()
    {
        Name = "WardPopulationInput";
        Field<NonNullGraphType<StringGraphType>>("wardCode").Description("Five digits, as in the list of wards and communes.");
        Field<NonNullGraphType<IntGraphType>>("population").Description("1 to 10,000,000.");
    }
}

internal sealed class SetWardPopulationsInputGraph : InputObjectGraphType<SetWardPopulationsInput>
{
    public SetWardPopulationsInputGraph()
    {
        Name = "SetWardPopulationsInput";
        Field<NonNullGraphType<DayGraphType>>("asOf").Description("The day for which they were counted; not one to come.");
        Field<NonNullGraphType<StringGraphType>>("source").Description($"Who counted, e.g. a yearbook; {TypedText.PopulationSource}.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WardPopulationInputGraph>>>>("populations").Description("Each ward at most once.");
    }
}

internal sealed class WardPopulationsSetGraph : ObjectGraphType<WardPopulationsSet>
{
    public WardPopulationsSetGraph()
    {
        Name = "WardPopulationsSet";
        Field<NonNullGraphType<IntGraphType>>("changed").Description("Of how many wards another number holds now.").Resolve(c => c.Source.Changed);
    }
}

internal sealed class InvalidWardPopulationsGraph : RefusalGraph<InvalidWardPopulations>
{
    public InvalidWardPopulationsGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}
