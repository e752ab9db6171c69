using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Citizens.DataRequests;

internal sealed class DataRequestsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ConnectionGraph<DataRequestView, DataRequestGraph>>>("dataRequests")
            .Description("""
                What citizens ask of their own data: all for the department, their own for a citizen. Open ones first, the one that is due soonest at their head; then the
                decided ones, the latest first.
                """)
            .Argument<DataRequestStateGraph>("state")
            .Argument<ContractEnum<DataRequestKind>>("kind")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .Paged((c, page, total) => c.Service<DataRequestQueries>().ListAsync(
                c.Caller(), c.GetArgument<DataRequestState?>("state"), c.GetArgument<DataRequestKind?>("kind"), page, total, c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<OpenDataRequest>()
            .Description("""
                A citizen asks for a copy of their own data, its correction or its restriction; an officer may ask for a citizen at the counter. Due at the end of the second
                working day. By their own login EXPORT and RESTRICTION are fulfilled at once.
                """)
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration, Scopes.Citizen);
        mutation.Command<FulfilDataRequest>()
            .Description("An officer does what a citizen has asked for: gives the document, corrects, or restricts.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<DeclineDataRequest>()
            .Description("An officer declines what a citizen has asked for, with a reason and the clause that it rests on, for good.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<LiftRestriction>()
            .Description("The citizen, or an officer for a citizen at the counter, lifts a restriction that is in force.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration, Scopes.Citizen);
    }
}

internal sealed class OpenDataRequestInputGraph : InputObjectGraphType<OpenDataRequestInput>
{
    public OpenDataRequestInputGraph()
    {
        Name = "OpenDataRequestInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<ContractEnum<DataRequestKind>>>("kind");
        Field<StringGraphType>("citizenId").Description("Taken from the citizen's own login; an officer names a citizen who asks at the counter.");
        Field<StringGraphType>("wish").Description("What is to be corrected, or why; needed for CORRECTION. What looks like a citizen number in it is blanked.");
    }
}

internal sealed class FulfilDataRequestInputGraph : InputObjectGraphType<FulfilDataRequestInput>
{
    public FulfilDataRequestInputGraph()
    {
        Name = "FulfilDataRequestInput";
        Description = "Of a CORRECTION exactly one of needContact and dossier.";
        Field<NonNullGraphType<IdGraphType>>("id");
        Field<NeedContactCorrectionInputGraph>("needContact");
        Field<DossierCorrectionInputGraph>("dossier");
    }
}

internal sealed class NeedContactCorrectionInputGraph : InputObjectGraphType<NeedContactCorrectionInput>
{
    public NeedContactCorrectionInputGraph()
    {
        Name = "NeedContactCorrectionInput";
        Description = "The contact of an open need as it is to be, whole.";
        Field<NonNullGraphType<IdGraphType>>("needId");
        Field<NonNullGraphType<StringGraphType>>("contactName");
        Field<NonNullGraphType<StringGraphType>>("phone");
        Field<StringGraphType>("wardCode");
        Field<StringGraphType>("address");
    }
}

internal sealed class DossierCorrectionInputGraph : InputObjectGraphType<DossierCorrectionInput>
{
    public DossierCorrectionInputGraph()
    {
        Name = "DossierCorrectionInput";
        Description = "What is true of one field of a dossier; it stands beside what the provider stated.";
        Field<NonNullGraphType<IdGraphType>>("issuanceId");
        Field<NonNullGraphType<ContractEnum<DossierField>>>("field");
        Field<NonNullGraphType<StringGraphType>>("value");
    }
}

internal sealed class DeclineDataRequestInputGraph : InputObjectGraphType<DeclineDataRequestInput>
{
    public DeclineDataRequestInputGraph()
    {
        Name = "DeclineDataRequestInput";
        Field<NonNullGraphType<IdGraphType>>("id");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"{TypedText.Reason}, for the citizen.");
        Field<NonNullGraphType<StringGraphType>>("clause").Description($"The clause that the refusal rests on; {TypedText.CitedClause}.");
    }
}
