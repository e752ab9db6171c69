using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The import was started, now or before.</summary>
public sealed record ImportStarted(ImportView Import);

/// <summary>
/// <para>
/// A provider's administrator starts the import of a file that was handed in (HUE-2.3): the whole file is looked at, and then waits for an officer, who approves it or says no
/// (<see cref="ApproveImport"/>, <see cref="RejectImport"/>). One that was stopped is started again the same way, and once approved goes on where it stood. Asked again while it waits, runs or has ended, the
/// answer is how it stands.
/// </para>
/// <para>Refusals, in order: ImportNotFound, ImportNotOpen, ImportsHaveEnded, FileNotReadable.</para>
/// </summary>
public sealed class StartImport : ICommand<string, ImportStarted>
{
    private const string OrderSql = """
        update registry.imports set state = 'BEING_LOOKED_AT', ordered_by = $2, ordered_at = $3, finished_at = null, approved_by = null, approved_at = null
        where id = $1 and state in ('UPLOADED', 'STOPPED')
        returning rows_done
        """;

    private readonly UnitOfWork unitOfWork;
    private readonly ImportQueries queries;

    internal StartImport(UnitOfWork unitOfWork, ImportQueries queries) => (this.unitOfWork, this.queries) = (unitOfWork, queries);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ImportNotFound), typeof(ImportNotOpen), typeof(ImportsHaveEnded), typeof(FileNotReadable)];

    public async Task<Answer<ImportStarted>> HandleAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (await queries.FindRowAsync(caller, id, cancel) is not { } found)
        {
            return new ImportNotFound();
        }

        if (found.View.State is ImportState.Rejected or ImportState.Withdrawn)
        {
            return new ImportNotOpen(found.View.State);
        }

        if (found.View.State is not (ImportState.Uploaded or ImportState.Stopped))
        {
            return new ImportStarted(found.View);
        }

        return await unitOfWork.RunAsync(caller.Viewer, work => OrderAsync(work, caller, found), cancel) is { } refusal
            ? refusal
            : new ImportStarted((await queries.FindAsync(caller, id, cancel))!);
    }

    private static async Task<Decision<Refusal?>> OrderAsync(Work work, Caller caller, ImportRow found)
    {
        var id = found.View.Id;
        var (now, ended) = await ImportsHaveEnded.JudgeAsync(work, found.Order.CampaignCode);
        if (ended is not null || !found.View.FileKept)
        {
            return Decision.Discard<Refusal?>(ended ?? (Refusal)new FileNotReadable(FileFault.NotKept, null));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(OrderSql, Sql.Uuid(id), Sql.Text(caller.ClientId), Sql.At(now)));
        await using var results = await batch.ReadAsync(work.Cancel);
        var after = await results.NextValueOrNullAsync<long>();
        await results.DisposeAsync();
        if (after is not { } row)
        {
            // Somebody else was quicker.
            return Decision.Discard<Refusal?>(null);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "IMPORT_ORDERED", id, caller.RequestOwner, JsonSerializer.Serialize(new { by = caller.ClientId, afterRow = row })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Refusal?>(null);
    }
}
