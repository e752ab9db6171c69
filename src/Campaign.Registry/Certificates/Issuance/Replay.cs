using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>What a request that is sent again gets: the issuance that it made or changed, as it stands now; or RequestIdReused for other content (I3).</summary>
internal static class Replay
{
    /// <summary>Constraints that say "another was first" to a command that writes an issuance.</summary>
    public static readonly IReadOnlyCollection<string> LostRaces =
        ["one_live_issuance_per_person", "one_record_per_serial_number", RequestClaim.UniqueConstraint, "recorder_takes_part", "recorder_is_licensed", PersonRegistration.LostRace];

    /// <summary>Null when nothing was done under this request id.</summary>
    public static async Task<Answer<T>?> FindAsync<T>(Work work, RequestKey key, SealedContent content, Func<IssuanceRow, DateTimeOffset, Task<T>> success)
        where T : class =>
        await RequestClaim.FindAsync(work, key) is { } claim ? await OfAsync(work, claim, content, success) : (Answer<T>?)null;

    public static async Task<Answer<T>> OfAsync<T>(Work work, RequestClaim claim, SealedContent content, Func<IssuanceRow, DateTimeOffset, Task<T>> success)
        where T : class
    {
        if (!claim.IsOf(content))
        {
            return new RequestIdReused();
        }

        var (row, now) = await IssuanceRow.ReadWithClockAsync(work, claim.SubjectId!.Value);
        return await success(row!, now);
    }
}
