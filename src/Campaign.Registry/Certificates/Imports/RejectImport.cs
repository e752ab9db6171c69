using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <param name="Reason">A <see cref="TypedText.ReasonOfARejection"/>, which the provider reads. What looks like a citizen number in it is blanked.</param>
public sealed record RejectImportInput(string Id, string Reason);

/// <summary>The file was rejected, now or before.</summary>
public sealed record ImportRejected(ImportView Import);

/// <summary>
/// <para>
/// An officer says no to a file that waits or is held, with a reason, for good (HUE-2.3). What was recorded from it before it was held stays. The provider hands in a corrected file, which is another one. Asked again of one that was
/// rejected, the answer is the first rejection.
/// </para>
/// <para>Refusals, in order: ImportNotFound, ImportNotOpen.</para>
/// </summary>
public sealed class RejectImport : ICommand<RejectImportInput, ImportRejected>
{
    private const string RejectSql = """
        update registry.imports set state = 'REJECTED', rejected_by = $2, reason = $4, finished_at = $3, awaiting_since = null where id = $1 and state in ('AWAITING_APPROVAL', 'HELD')
        """;

    private readonly UnitOfWork unitOfWork;
    private readonly ImportQueries queries;

    internal RejectImport(UnitOfWork unitOfWork, ImportQueries queries) => (this.unitOfWork, this.queries) = (unitOfWork, queries);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ImportNotFound), typeof(ImportNotOpen)];

    public async Task<Answer<ImportRejected>> HandleAsync(Caller caller, RejectImportInput input, CancellationToken cancel)
    {
        var reason = NumbersInText.Blank(TypedText.ReasonOfARejection.Parse("reason", input.Reason))!;
        if (await queries.FindRowAsync(caller, input.Id, cancel) is not { } found)
        {
            return new ImportNotFound();
        }

        return await unitOfWork.RunAsync(caller.Viewer, work => RejectAsync(work, caller, found.View.Id, reason), cancel) is { } refusal
            ? refusal
            : new ImportRejected((await queries.FindAsync(caller, input.Id, cancel))!);
    }

    private static async Task<Decision<Refusal?>> RejectAsync(Work work, Caller caller, Guid id, string reason)
    {
        if (await DecidedImport.LockAsync(work, id) is not var (import, now))
        {
            return Decision.Discard<Refusal?>(new ImportNotFound());
        }

        if (import.State is not (ImportState.AwaitingApproval or ImportState.Held))
        {
            return Decision.Discard<Refusal?>(import.State == ImportState.Rejected ? null : new ImportNotOpen(import.State));
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(RejectSql, Sql.Uuid(id), Sql.Text(caller.RequestOwner), Sql.At(now), Sql.Text(reason)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "IMPORT_REJECTED", id, caller.RequestOwner, JsonSerializer.Serialize(new { reason, afterRow = import.RowsDone })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Refusal?>(null);
    }
}
