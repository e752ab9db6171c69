using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Imports;

internal sealed class ImportsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ConnectionGraph<ImportView, ImportGraph>>>("imports")
            .Description("Files of certificates from before the campaign (HUE-2.3), the latest first: a provider's administrator sees the provider's own, the department all.")
            .Argument<StringGraphType>("providerCode")
            .Argument<StringGraphType>("campaign")
            .Argument<ContractEnum<ImportState>>("state")
            .Argument<BooleanGraphType>("awaitingOfficer")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<ImportQueries>().ListAsync(
                c.Caller(), c.GetArgument<string?>("providerCode"), c.GetArgument<string?>("campaign"), c.GetArgument<ImportState?>("state"), c.GetArgument<bool?>("awaitingOfficer"),
                page, total, c.CancellationToken));
        query.Field<ImportGraph>("import")
            .Description("One import, and how far it is; null when there is none that the caller may see.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.Service<ImportQueries>().FindAsync(c.Caller(), c.GetArgument<string>("id"), c.CancellationToken));
        query.Field<NonNullGraphType<ListGraphType<NonNullGraphType<ProviderImportsGraph>>>>("importsByProvider")
            .Description("Whether each provider that takes part in a campaign has handed in anything (HUE-2.3). The department's.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.Service<ImportQueries>().ByProviderAsync(c.Caller(), c.GetArgument<string>("campaign"), c.CancellationToken));
        query.Command<ImportPreview>()
            .Description("The first 20 rows of an uploaded file, and what importing it now would do with each; nothing is written but that the citizens were looked at. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
    }

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<UploadImport>()
            .Description("""
                Hand in a file of certificates from before the campaign, CSV or XLSX of at most 1 GiB, as multipart/form-data. Nothing is imported yet: look at importPreview, then
                startImport; an officer approves it. The same file again is the same import. Needs scope provider.admin.
                """)
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<StartImport>()
            .Description("Start the import of an uploaded file: all of it is looked at, and then it waits for an officer's approval. Asked again, the answer is how it stands. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<WithdrawImport>()
            .Description("Take a file back before it was approved, started or not. Asked again, the answer is how it stands. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<ApproveImport>()
            .Description("An officer approves a file that was looked at; it runs when its turn comes. That is the instant at which it was told (HUE-1.4). One that is held goes on where it stood.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<RejectImport>(c => new RejectImportInput(c.GetArgument<string>("id"), c.GetArgument<string>("reason")))
            .Description($"An officer says no to a file that waits or is held, for good. The provider reads the reason, {TypedText.ReasonOfARejection}.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .Argument<NonNullGraphType<StringGraphType>>("reason")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
    }
}

internal sealed class UploadImportInputGraph : InputObjectGraphType<UploadImportInput>
{
    public UploadImportInputGraph()
    {
        Name = "UploadImportInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<UploadGraphType>>("file");
    }
}

internal sealed class ImportUploadedGraph : ObjectGraphType<ImportUploaded>
{
    public ImportUploadedGraph()
    {
        Name = "ImportUploaded";
        Field<NonNullGraphType<ImportGraph>>("import").Resolve(c => c.Source.Import);
        Field<NonNullGraphType<BooleanGraphType>>("known").Description("The same file had been handed in before; this is its import.").Resolve(c => c.Source.Known);
    }
}

internal sealed class ImportStartedGraph : ObjectGraphType<ImportStarted>
{
    public ImportStartedGraph()
    {
        Name = "ImportStarted";
        Field<NonNullGraphType<ImportGraph>>("import").Resolve(c => c.Source.Import);
    }
}

internal sealed class ImportWithdrawnGraph : ObjectGraphType<ImportWithdrawn>
{
    public ImportWithdrawnGraph()
    {
        Name = "ImportWithdrawn";
        Field<NonNullGraphType<ImportGraph>>("import").Resolve(c => c.Source.Import);
    }
}

internal sealed class ImportApprovedGraph : ObjectGraphType<ImportApproved>
{
    public ImportApprovedGraph()
    {
        Name = "ImportApproved";
        Field<NonNullGraphType<ImportGraph>>("import").Resolve(c => c.Source.Import);
    }
}

internal sealed class ImportRejectedGraph : ObjectGraphType<ImportRejected>
{
    public ImportRejectedGraph()
    {
        Name = "ImportRejected";
        Field<NonNullGraphType<ImportGraph>>("import").Resolve(c => c.Source.Import);
    }
}

internal sealed class ImportNotOpenGraph : RefusalGraph<ImportNotOpen>
{
    public ImportNotOpenGraph() => Field<NonNullGraphType<ContractEnum<ImportState>>>("state").Resolve(c => c.Source.State);
}

internal sealed class ImportsHaveEndedGraph : RefusalGraph<ImportsHaveEnded>
{
    public ImportsHaveEndedGraph() => Field<NonNullGraphType<InstantGraphType>>("until").Resolve(c => c.Source.Until);
}

internal sealed class ProviderImportsGraph : ObjectGraphType<ProviderImports>
{
    public ProviderImportsGraph()
    {
        Name = "ProviderImports";
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<IntGraphType>>("files").Description("0: it has handed in none.").Resolve(c => c.Source.Files);
        Field<NonNullGraphType<FloatGraphType>>("recorded").Description("Rows; a whole number.").Resolve(c => c.Source.Recorded);
        Field<InstantGraphType>("lastAt").Description("When the last of its files ended, or was handed in.").Resolve(c => c.Source.LastAt);
    }
}

internal sealed class FileNotReadableGraph : RefusalGraph<FileNotReadable>
{
    public FileNotReadableGraph()
    {
        Field<NonNullGraphType<ContractEnum<FileFault>>>("fault").Resolve(c => c.Source.Fault);
        Field<StringGraphType>("column").Description("Where it is about one.").Resolve(c => c.Source.Column);
    }
}

internal sealed class ImportGraph : ObjectGraphType<ImportView>
{
    public ImportGraph()
    {
        Name = "Import";
        Description = "A file of certificates from before the campaign. What became of each row is fetched as a file of the same form: GET /imports/{id}/verdicts.";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("campaign").Resolve(c => c.Source.Campaign);
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<StringGraphType>>("fileName").Resolve(c => c.Source.FileName);
        Field<NonNullGraphType<FloatGraphType>>("sizeBytes").Description("A whole number; Int ends at 2 GiB.").Resolve(c => c.Source.SizeBytes);
        Field<NonNullGraphType<StringGraphType>>("form").Description("CSV or XLSX.").Resolve(c => c.Source.Form);
        Field<StringGraphType>("encoding").Description("Of a CSV, as recognised.").Resolve(c => c.Source.Encoding);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ImportColumnGraph>>>>("columns").Description("The columns that are read.").Resolve(c => c.Source.Columns);
        Field<NonNullGraphType<ContractEnum<ImportState>>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("requestedAt").Resolve(c => c.Source.RequestedAt);
        Field<InstantGraphType>("orderedAt").Resolve(c => c.Source.OrderedAt);
        Field<InstantGraphType>("startedAt").Resolve(c => c.Source.StartedAt);
        Field<InstantGraphType>("finishedAt").Resolve(c => c.Source.FinishedAt);
        Field<NonNullGraphType<FloatGraphType>>("readBytes").Description("Of sizeBytes.").Resolve(c => c.Source.ReadBytes);
        Field<NonNullGraphType<IntGraphType>>("rowsDone").Description("The last row that has a verdict; the header is row 1.").Resolve(c => c.Source.RowsDone);
        Field<NonNullGraphType<IntGraphType>>("recorded").Resolve(c => c.Source.Recorded);
        Field<NonNullGraphType<IntGraphType>>("alreadyOurs").Resolve(c => c.Source.AlreadyOurs);
        Field<NonNullGraphType<IntGraphType>>("heldByAnother").Resolve(c => c.Source.HeldByAnother);
        Field<NonNullGraphType<IntGraphType>>("malformed").Resolve(c => c.Source.Malformed);
        Field<NonNullGraphType<IntGraphType>>("doubtful").Resolve(c => c.Source.Doubtful);
        Field<IntGraphType>("rowsPerSecond").Description("While it runs.").Resolve(c => c.Source.RowsPerSecond);
        Field<IntGraphType>("secondsLeft").Description("While it runs.").Resolve(c => c.Source.SecondsLeft);
        Field<InstantGraphType>("goesOnAt").Description("The provider has looked at as many citizens today, by its files, as it may: when the import goes on by itself.").Resolve(c => c.Source.GoesOnAt);
        Field<ImportLookGraph>("look").Description("What the look at the whole file found; null before it.").Resolve(c => c.Source.Look);
        Field<InstantGraphType>("awaitingSince").Description("Since when it waits for an officer.").Resolve(c => c.Source.AwaitingSince);
        Field<InstantGraphType>("approvedAt").Description("The instant at which the file was told (HUE-1.4).").Resolve(c => c.Source.ApprovedAt);
        Field<StringGraphType>("approvedBy").Description("For the department alone: the officer's account, or client:command-line for the operator.").Resolve(c => c.Caller().IsDepartment ? c.Source.ApprovedBy : null);
        Field<StringGraphType>("rejectedBy").Description("For the department alone.").Resolve(c => c.Caller().IsDepartment ? c.Source.RejectedBy : null);
        Field<StringGraphType>("reason").Description("Why it was rejected.").Resolve(c => c.Source.Reason);
        Field<IntGraphType>("claims").Description("For the department alone: rows that became claims on another's place.").Resolve(c => c.Caller().IsDepartment ? c.Source.Claims : null);
        Field<NonNullGraphType<BooleanGraphType>>("fileKept")
            .Description("An uploaded file is kept for 30 days; without it nothing can be imported or fetched.").Resolve(c => c.Source.FileKept);
    }
}

internal sealed class ImportLookGraph : ObjectGraphType<ImportLookView>
{
    public ImportLookGraph()
    {
        Name = "ImportLook";
        Description = "The whole of a file, in figures: of the file alone, never of who holds what.";
        Field<NonNullGraphType<InstantGraphType>>("lookedAt").Resolve(c => c.Source.LookedAt);
        Field<NonNullGraphType<IntGraphType>>("rows").Resolve(c => c.Source.Rows);
        Field<NonNullGraphType<IntGraphType>>("malformed").Description("Rows that cannot be recorded as they are.").Resolve(c => c.Source.Malformed);
        Field<NonNullGraphType<IntGraphType>>("numbers").Description("Citizen numbers of the others, each once.").Resolve(c => c.Source.Numbers);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ImportFindingGraph>>>>("findings").Resolve(c => c.Source.Findings);
    }
}

internal sealed class ImportFindingGraph : ObjectGraphType<ImportFinding>
{
    public ImportFindingGraph()
    {
        Name = "ImportFinding";
        Field<NonNullGraphType<ContractEnum<FindingKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<IntGraphType>>("rows").Resolve(c => c.Source.Rows);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IntGraphType>>>>("examples").Description("At most 5 rows, as a spreadsheet numbers them.").Resolve(c => c.Source.Examples);
    }
}

internal sealed class ImportColumnGraph : ObjectGraphType<ImportColumn>
{
    public ImportColumnGraph()
    {
        Name = "ImportColumn";
        Field<NonNullGraphType<ContractEnum<ImportField>>>("field").Resolve(c => c.Source.Field);
        Field<NonNullGraphType<StringGraphType>>("name").Description("As the file calls it.").Resolve(c => c.Source.Name);
    }
}

internal sealed class ImportPreviewGraph : ObjectGraphType<ImportPreviewView>
{
    public ImportPreviewGraph()
    {
        Name = "ImportPreview";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ImportColumnGraph>>>>("columns").Description("In the order of the cells.").Resolve(c => c.Source.Columns);
        Field<StringGraphType>("sheet").Description("Of a workbook: the sheet that is read, the first that is not hidden.").Resolve(c => c.Source.Sheet);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PreviewedRowGraph>>>>("rows").Resolve(c => c.Source.Rows);
    }
}

internal sealed class PreviewedRowGraph : ObjectGraphType<PreviewedRow>
{
    public PreviewedRowGraph()
    {
        Name = "PreviewedRow";
        Field<NonNullGraphType<IntGraphType>>("row").Description("As a spreadsheet numbers it.").Resolve(c => c.Source.Row);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("cells").Description("Of citizen numbers, the last three digits.").Resolve(c => c.Source.Cells);
        Field<NonNullGraphType<ContractEnum<RowVerdict>>>("verdict").Resolve(c => c.Source.Verdict.Verdict);
        Field<ContractEnum<ImportField>>("field").Description("Of a malformed row: the field whose fault it is; of another: the field that was left out.").Resolve(c => c.Source.Verdict.Field);
        Field<ContractEnum<RowFault>>("fault").Resolve(c => c.Source.Verdict.Fault);
        Field<NonNullGraphType<StringGraphType>>("reason").Description("For a person.").Resolve(c => c.Say(VerdictFile.Why(c.Source.Verdict)));
    }
}
