using Campaign.Registry.Graph;
using Campaign.Registry.Kernel;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Departments;

internal sealed class DepartmentsGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Field<NonNullGraphType<ChangeDepartmentDetailsResultGraph>>("changeDepartmentDetails")
            .Description("What the department is called and which number citizens call it by, from an instant on.")
            .Argument<NonNullGraphType<ChangeDepartmentDetailsInputGraph>>("input")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<ChangeDepartmentDetails>()
                .HandleAsync(c.Caller(), c.GetArgument<ChangeDepartmentDetailsInput>("input"), c.CancellationToken)).Value);
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

internal sealed class ChangeDepartmentDetailsResultGraph : UnionGraphType
{
    public ChangeDepartmentDetailsResultGraph()
    {
        Name = "ChangeDepartmentDetailsResult";
        Type<DepartmentDetailsChangedGraph>();
        Type<InvalidDepartmentDetailsGraph>();
        Type<BeginsTooEarlyGraph>();
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
