using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The file was approved, now or before.</summary>
public sealed record ImportApproved(ImportView Import);

/// <summary>
/// <para>
/// An officer who has seen what the look at the whole file found approves it (HUE-2.3); it runs when its turn comes. The file is a provider's claim, and this is the instant at which it was told: whoever is recorded before one of its
/// rows is judged, by a record or by another file, holds the place (HUE-1.4). A file that is held, because many of its rows are claims on others' places, is approved again and goes on where it stood
/// (<see cref="ManyClaimsHoldAFileRule"/>). Asked again of one that was approved, the answer is how it stands.
/// </para>
/// <para>Refusals, in order: ImportNotFound, ImportNotOpen, ProviderNotParticipating, ImportsHaveEnded, FileNotReadable.</para>
/// </summary>
public sealed class ApproveImport : ICommand<string, ImportApproved>
{
    private const string ApproveSql = """
        update registry.imports set state = 'WAITING', approved_by = $2, approved_at = $3, awaiting_since = null, claims_seen = claims
        where id = $1 and state in ('AWAITING_APPROVAL', 'HELD')
        """;

    private readonly UnitOfWork unitOfWork;
    private readonly ImportQueries queries;

    internal ApproveImport(UnitOfWork unitOfWork, ImportQueries queries) => (this.unitOfWork, this.queries) = (unitOfWork, queries);

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(ImportNotFound), typeof(ImportNotOpen), typeof(ProviderNotParticipating), typeof(ImportsHaveEnded), typeof(FileNotReadable)];

    public async Task<Answer<ImportApproved>> HandleAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (await queries.FindRowAsync(caller, id, cancel) is not { } found)
        {
            return new ImportNotFound();
        }

        return await unitOfWork.RunAsync(caller.Viewer, work => ApproveAsync(work, caller, found), cancel) is { } refusal
            ? refusal
            : new ImportApproved((await queries.FindAsync(caller, id, cancel))!);
    }

    private static async Task<Decision<Refusal?>> ApproveAsync(Work work, Caller caller, ImportRow found)
    {
        var id = found.View.Id;
        if (await DecidedImport.LockAsync(work, id) is not var (import, now))
        {
            return Decision.Discard<Refusal?>(new ImportNotFound());
        }

        if (import.State is not (ImportState.AwaitingApproval or ImportState.Held))
        {
            return Decision.Discard<Refusal?>(import.Approved && import.State is not (ImportState.Rejected or ImportState.Stopped) ? null : new ImportNotOpen(import.State));
        }

        await using var facts = work.Batch();
        facts.BatchCommands.Add(CampaignTimeline.Read(import.CampaignCode));
        facts.BatchCommands.Add(ParticipationHistory.Read(import.CampaignCode, import.ProviderId));
        await using var results = await facts.ReadAsync(work.Cancel);
        var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now) ?? throw new InvalidOperationException("A kept import has a campaign.");
        var participation = await results.NextAsync(ParticipationHistory.FromAsync);
        await results.DisposeAsync();
        if ((ProviderTakesPartRule.Judge(participation, now) ?? (Refusal?)ImportsHaveEnded.Judge(terms, now)
            ?? (found.View.FileKept ? null : new FileNotReadable(FileFault.NotKept, null))) is { } refusal)
        {
            return Decision.Discard<Refusal?>(refusal);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(ApproveSql, Sql.Uuid(id), Sql.Text(caller.RequestOwner), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "IMPORT_APPROVED", id, caller.RequestOwner, JsonSerializer.Serialize(new { by = caller.RequestOwner, afterRow = import.RowsDone, claims = import.Claims })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Refusal?>(null);
    }
}
