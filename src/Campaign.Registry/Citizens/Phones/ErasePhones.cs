using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;

namespace Campaign.Registry.Citizens.Phones;

/// <summary>
/// Erases what is sealed of phones once it serves nothing: number and phone that nobody confirmed within 15 minutes, and a phone that was replaced 30 days after it was told
/// (HUE-1.7). That a phone was proposed or bound, by whom and when, stays.
/// </summary>
internal sealed class ErasePhones(JobWork jobs) : IRegistryJob
{
    private static readonly TimeSpan ToldFor = TimeSpan.FromDays(30);

    public string Name => "erase-phones";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public Task RunAsync(CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            await using var batch = work.Batch();
            batch.BatchCommands.Add(PhoneBinding.Erase(now, ToldFor));
            return Decision.Keep(await batch.ExecuteNonQueryAsync(work.Cancel));
        },
        cancel);
}
