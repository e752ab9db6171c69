using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Certificates.Places;

/// <summary>Who counts as the holder of a citizen's place to a caller, and whether by the number that the caller states beside the citizen's own.</summary>
internal sealed record AnsweredHolding(Holding Holding, bool ByStatedNumber);

/// <summary>
/// What stands under a number that a caller states to be the same person's (alsoKnownAs). A claim: to whoever states the pair, and in what states it, the stricter of the two
/// counts (HUE-1.3); it links nothing and moves nobody's place (I2). It is judged by what was committed when it is read: nobody is locked for another's claim.
/// </summary>
/// <param name="IsParted">An officer has decided that the two are not one person: each number is answered by itself.</param>
internal sealed record StatedPlace(Place Place, bool IsParted)
{
    public static readonly StatedPlace None = new(Place.Unknown, IsParted: false);

    public static IEnumerable<NpgsqlBatchCommand> Read(byte[][] keyHashes, byte[][] statedHashes, string campaignCode)
    {
        yield return Place.Read(statedHashes, campaignCode);
        yield return PartedPersons.Read(keyHashes, statedHashes);
    }

    public static async Task<StatedPlace> FromAsync(BatchResults results) =>
        new(await results.NextAsync(Place.FromAsync), await results.NextValueOrNullAsync<bool>() ?? false);

    /// <summary>Who holds under the stated number at this instant, when that is another person than this place's; null when nobody does, or when the two are parted.</summary>
    public Holding? OtherHolderAt(Place own, DateTimeOffset now) =>
        IsParted || (Place.PersonId is not null && Place.PersonId == own.PersonId) ? null : Place.HolderAt(now);

    /// <summary>The stricter of the two: a certificate before one that waits for its activation, and that before none; the citizen's own number before the stated one.</summary>
    public AnsweredHolding? StricterWith(Place own, DateTimeOffset now)
    {
        var held = own.HolderAt(now);
        return OtherHolderAt(own, now) is { } other && (held is null || (held.IsPending && !other.IsPending)) ? new(other, ByStatedNumber: true)
            : held is null ? null
            : new(held, ByStatedNumber: false);
    }
}
