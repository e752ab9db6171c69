using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Reports;

internal sealed class ReportsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<ReportProgressGraph>("reportProgress")
            .Description("How a report stands, for whoever knows its reference number; null when there is none. Public.")
            .Argument<NonNullGraphType<StringGraphType>>("reference")
            .Public()
            .ResolveAsync(async c => await c.Service<ReportQueries>().ProgressAsync(c.GetArgument<string>("reference"), c.CancellationToken));
        query.Field<NonNullGraphType<ConnectionGraph<ReportView, ReportGraph>>>("reports")
            .Description("What citizens have reported (HUE-5.2), newest first; at most 100 a page. Each report seen leaves a trace. The department's.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<ReportFilterGraph>("filter")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<ReportQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<ReportFilter?>("filter"), page, total, c.CancellationToken));
    }

    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<SubmitReport>()
            .Description("""
                Report what breaks the rules of the campaign (HUE-5.2). Public: without sign-in requestId is a random UUID. A signed-in citizen may name a certificate or
                a look-up under their own number.
                """)
            .Public();
}

internal sealed class SubmitReportInputGraph : InputObjectGraphType<SubmitReportInput>
{
    public SubmitReportInputGraph()
    {
        Name = "SubmitReportInput";
        Field<NonNullGraphType<IdGraphType>>("requestId").Description("Without sign-in a random UUID.");
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<ContractEnum<ReportKind>>>("kind");
        Field<StringGraphType>("text").Description($"What happened, {TypedText.ReportText}; needed for OTHER. What looks like a citizen number in it is blanked.");
        Field<StringGraphType>("providerCode").Description("Whom it is about; left out, the badge or the record named says it, or it is against nobody in particular.");
        Field<StringGraphType>("badgeToken").Description("The staff QR that was scanned. It is not kept.");
        Field<IdGraphType>("issuanceId").Description("A certificate under the citizen's own number; needs the citizen's sign-in.");
        Field<IdGraphType>("lookupId").Description("A look-up under the citizen's own number (lookups); needs the citizen's sign-in.");
        Field<StringGraphType>("contactPhone").Description("Where the department may ask back: 10 digits from 0.");
    }
}

internal sealed class ReportSubmittedGraph : ObjectGraphType<ReportSubmitted>
{
    public ReportSubmittedGraph()
    {
        Name = "ReportSubmitted";
        Field<NonNullGraphType<StringGraphType>>("reference").Description("To be kept: under it anybody may ask how the report stands.").Resolve(c => c.Source.Reference);
        Field<NonNullGraphType<InstantGraphType>>("reportedAt").Resolve(c => c.Source.ReportedAt);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class InvalidReportGraph : RefusalGraph<InvalidReport>
{
    public InvalidReportGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class ReportLimitReachedGraph : RefusalGraph<ReportLimitReached>
{
    public ReportLimitReachedGraph() => Field<NonNullGraphType<IntGraphType>>("retryAfterSeconds").Resolve(c => c.Source.RetryAfterSeconds);
}

internal sealed class ReportProgressGraph : ObjectGraphType<ReportProgress>
{
    public ReportProgressGraph()
    {
        Name = "ReportProgress";
        Field<NonNullGraphType<ContractEnum<ReportState>>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("reportedAt").Resolve(c => c.Source.ReportedAt);
        Field<InstantGraphType>("changedAt").Description("When the department last moved its case.").Resolve(c => c.Source.ChangedAt);
    }
}

internal sealed class ReportFilterGraph : InputObjectGraphType<ReportFilter>
{
    public ReportFilterGraph()
    {
        Name = "ReportFilter";
        Field<StringGraphType>("providerCode");
        Field<ListGraphType<NonNullGraphType<ContractEnum<ReportKind>>>>("kind");
        Field<ListGraphType<NonNullGraphType<ContractEnum<ReportState>>>>("state");
        Field<StringGraphType>("reference").Description("As the citizen reads it out: case, blanks and hyphens do not matter.");
    }
}

internal sealed class ReportGraph : ObjectGraphType<ReportView>
{
    public ReportGraph()
    {
        Name = "Report";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("reference").Resolve(c => c.Source.Reference);
        Field<NonNullGraphType<ContractEnum<ReportKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<StringGraphType>>("clause").Description("The clause that what is reported would break.").Resolve(c => c.Source.Clause);
        Field<NonNullGraphType<ContractEnum<ReportState>>>("state").Resolve(c => c.Source.State);
        Field<StringGraphType>("text").Resolve(c => c.Source.Text);
        Field<ProviderGraph>("provider").Resolve(c => c.Source.Provider);
        Field<ContractEnum<ReportedBadge>>("badge").Description("What a scanned badge turned out to be; null when none was scanned.").Resolve(c => c.Source.Badge);
        Field<InstantGraphType>("badgeValidUntil").Resolve(c => c.Source.BadgeValidUntil);
        Field<StringGraphType>("staff").Description("The provider's own reference of whose badge it was, or who made the record named.").Resolve(c => c.Source.Staff);
        Field<IdGraphType>("issuanceId").Resolve(c => c.Source.IssuanceId);
        Field<IdGraphType>("lookupId").Resolve(c => c.Source.LookupId);
        Field<NonNullGraphType<BooleanGraphType>>("signedIn").Description("Whether the reporter was signed in as a citizen.").Resolve(c => c.Source.SignedIn);
        Field<StringGraphType>("contactPhone").Description("Null when none was left, or it has been erased.").Resolve(c => c.Source.ContactPhone);
        Field<NonNullGraphType<InstantGraphType>>("reportedAt").Resolve(c => c.Source.ReportedAt);
        Field<InstantGraphType>("changedAt").Description("When the department last moved its case.").Resolve(c => c.Source.ChangedAt);
        Field<IdGraphType>("violationId").Description("The case that it opened.").Resolve(c => c.Source.ViolationId);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ReportPhotoGraph>>>>("photos").Resolve(c => c.Source.Photos);
    }
}

internal sealed class ReportPhotoGraph : ObjectGraphType<ReportPhotoView>
{
    public ReportPhotoGraph()
    {
        Name = "ReportPhoto";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("url").Description("GET with the department's token; each look leaves a trace.").Resolve(c => c.Source.Url);
        Field<NonNullGraphType<IntGraphType>>("width").Resolve(c => c.Source.Width);
        Field<NonNullGraphType<IntGraphType>>("height").Resolve(c => c.Source.Height);
        Field<NonNullGraphType<InstantGraphType>>("keptAt").Resolve(c => c.Source.KeptAt);
    }
}
