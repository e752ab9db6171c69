using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The file was taken back, now or before.</summary>
public sealed record ImportWithdrawn(ImportView Import);

/// <summary>
/// <para>
/// A provider's administrator takes a file back before it was approved, started or not (HUE-2.3): what it claimed is claimed no longer. The same file may be handed in again. Asked again of one that was withdrawn, the answer is how it
/// stands.
/// </para>
/// <para>Refusals, in order: ImportNotFound, ImportNotOpen.</para>
/// </summary>
public sealed class WithdrawImport : ICommand<string, ImportWithdrawn>
{
    private const string WithdrawSql = """
        update registry.imports set state = 'WITHDRAWN', finished_at = $2, awaiting_since = null where id = $1 and state in ('UPLOADED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL')
        """;

    private readonly UnitOfWork unitOfWork;
    private readonly ImportQueries queries;

    internal WithdrawImport(UnitOfWork unitOfWork, ImportQueries queries) => (this.unitOfWork, this.queries) = (unitOfWork, queries);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ImportNotFound), typeof(ImportNotOpen)];

    public async Task<Answer<ImportWithdrawn>> HandleAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (await queries.FindRowAsync(caller, id, cancel) is not { } found)
        {
            return new ImportNotFound();
        }

        await unitOfWork.RunAsync(caller.Viewer, work => WithdrawAsync(work, caller, found.View.Id), cancel);
        var after = (await queries.FindAsync(caller, id, cancel))!;
        return after.State == ImportState.Withdrawn ? new ImportWithdrawn(after) : new ImportNotOpen(after.State);
    }

    private static async Task<Decision<bool>> WithdrawAsync(Work work, Caller caller, Guid id)
    {
        // Of a provider the database locks no row in a state that it may not change: an officer was quicker, or it was withdrawn before.
        if (await DecidedImport.LockAsync(work, id) is not var (import, now) || import.State is not (ImportState.Uploaded or ImportState.BeingLookedAt or ImportState.AwaitingApproval))
        {
            return Decision.Discard(false);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(WithdrawSql, Sql.Uuid(id), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "IMPORT_WITHDRAWN", id, caller.RequestOwner, JsonSerializer.Serialize(new { by = caller.ClientId })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(true);
    }
}
