using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Imports;

/// <param name="Campaign">The campaign's code.</param>
/// <param name="File">CSV or XLSX, at most 1 GiB.</param>
public sealed record UploadImportInput(string Campaign, UploadedContent File);

/// <param name="Known">The same file, byte for byte, had been handed in before; this is its import.</param>
public sealed record ImportUploaded(ImportView Import, bool Known);

/// <summary>
/// <para>
/// A provider's administrator hands in a file of certificates from before the campaign (HUE-2.3). Nothing of it is imported yet: its form and columns are told, its first rows can be
/// looked at, and <see cref="StartImport"/> begins. The same file again is the same import, whatever it is called, and is kept anew; one that was withdrawn can be started again, one that was rejected stays so.
/// </para>
/// <para>Refusals, in order: CampaignNotOpen, ProviderNotParticipating, ImportsHaveEnded, UploadLimitReached, UploadTooLarge, UploadIncomplete, FileNotReadable.</para>
/// </summary>
public sealed class UploadImport : ICommand<UploadImportInput, ImportUploaded>
{
    private readonly UnitOfWork unitOfWork;
    private readonly UploadStore uploads;
    private readonly ImportStore store;
    private readonly ImportQueries queries;

    internal UploadImport(UnitOfWork unitOfWork, UploadStore uploads, ImportStore store, ImportQueries queries) =>
        (this.unitOfWork, this.uploads, this.store, this.queries) = (unitOfWork, uploads, store, queries);

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(CampaignNotOpen), typeof(ProviderNotParticipating), typeof(ImportsHaveEnded), typeof(UploadLimitReached), typeof(UploadTooLarge), typeof(UploadIncomplete), typeof(FileNotReadable)];

    public async Task<Answer<ImportUploaded>> HandleAsync(Caller caller, UploadImportInput input, CancellationToken cancel)
    {
        var provider = caller.Provider!;
        if (await JudgeAsync(caller, input.Campaign, provider, cancel) is { } refusal)
        {
            return refusal;
        }

        if (await uploads.IsFullAsync(provider.Id, cancel))
        {
            return new UploadLimitReached();
        }

        try
        {
            if (await uploads.KeepAsync(provider.Id, caller.ClientId, input.File.Content, cancel) is not { } kept)
            {
                return new UploadTooLarge();
            }

            // It is read, and so waited for, on a thread of its own.
            using var file = await Task.Run(() => ImportFile.OpenToImport(uploads.Open(kept.Id, kept.SizeBytes), cancel), cancel);
            var (order, known) = await store.KeepUploadAsync(input.Campaign, provider.Code, caller.RequestOwner, input.File.FileName, kept, file, cancel);
            return new ImportUploaded((await queries.FindAsync(caller, order.Id.ToString(), cancel))!, known);
        }
        catch (IOException)
        {
            return new UploadIncomplete();
        }
        catch (UnreadableFileException e)
        {
            return new FileNotReadable(e.Fault, e.What);
        }
    }

    /// <summary>Before a byte of the file is taken.</summary>
    private Task<Refusal?> JudgeAsync(Caller caller, string campaign, CallerProvider provider, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
            batch.BatchCommands.Add(CampaignTimeline.Read(campaign));
            batch.BatchCommands.Add(ParticipationHistory.Read(campaign, provider.Id));
            await using var results = await batch.ReadAsync(work.Cancel);
            var now = await results.NextAsync(RegistryClock.ReadAsync);
            var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now);
            var participation = await results.NextAsync(ParticipationHistory.FromAsync);
            return Decision.Discard<Refusal?>(terms switch
            {
                null => new CampaignNotOpen(null, null),
                // What was issued before may come in before the campaign opens; once it is over there is nothing left to block.
                _ when now >= terms.ClosesAt => new CampaignNotOpen(terms.OpensAt, terms.ClosesAt),
                _ => ProviderTakesPartRule.Judge(participation, now) ?? (Refusal?)ImportsHaveEnded.Judge(terms, now),
            });
        },
        cancel);
}
