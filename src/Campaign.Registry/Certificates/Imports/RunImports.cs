using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Imports the uploaded files that were approved, one after the other, first approved, first run (HUE-2.3). A run that ends with its host goes on where it stood. One that the
/// registry itself fails at is stopped, so that it does not stand in the way of the others, and can be started again.
/// </summary>
internal sealed class RunImports(ImportStore store, UploadStore uploads, ImportRun run, ILogger<RunImports> log) : IRegistryJob
{
    public string Name => "run-imports";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await store.NextAsync(cancel) is var (order, upload, size))
        {
            await using var file = uploads.Open(upload, size);
            try
            {
                // The table is read, and so waited for, on a thread of its own.
                await Task.Run(() => run.RunAsync(order, file, null, cancel), cancel);
            }
            catch (Exception e) when (e is not (OperationCanceledException or RegistryUnavailableException or CommitInDoubtException) && !Faults.IsUnavailability(e))
            {
                log.LogError(e, "Import {Import} failed and is stopped", order.Id);
                await store.EndAsync(order.Id, ImportState.Stopped, size, cancel);
            }
        }
    }
}
