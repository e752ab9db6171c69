using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Looks at the files that their providers started, one after the other, apart from those that run, so that none waits for a long import (HUE-2.3); and forgets the numbers of files that wait no longer (HUE-1.7). A look that
/// ends with its host is made again. One that the registry itself fails at is stopped, and can be started again.
/// </summary>
internal sealed class LookAtImports(ImportStore store, UploadStore uploads, ImportLook look, JobWork jobs, ILogger<LookAtImports> log) : IRegistryJob
{
    private const int ForgottenAtOnce = 50_000;

    public string Name => "look-at-imports";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await store.NextLookAsync(cancel) is var (order, upload, size))
        {
            await using var file = uploads.Open(upload, size);
            try
            {
                // The table is read, and so waited for, on a thread of its own.
                await Task.Run(() => look.LookAsync(order, file, cancel), cancel);
            }
            catch (UnreadableFileException e)
            {
                log.LogWarning("Import {Import} cannot be looked at: {Fault}", order.Id, e.Fault);
                await store.EndAsync(order.Id, ImportState.Damaged, size, cancel);
            }
            catch (Exception e) when (e is not (OperationCanceledException or RegistryUnavailableException or CommitInDoubtException) && !Faults.IsUnavailability(e))
            {
                log.LogError(e, "The look at import {Import} failed, and it is stopped", order.Id);
                await store.EndAsync(order.Id, ImportState.Stopped, size, cancel);
            }
        }

        while (await jobs.RunAsync(async work => Decision.Keep(await work.ValueOrNullAsync<int>(PlaceClaims.ForgetSql, Sql.Int(ForgottenAtOnce))), cancel) > 0)
        {
            cancel.ThrowIfCancellationRequested();
        }
    }
}
