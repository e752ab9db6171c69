using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Certificates.Checks;

/// <summary>All that a check is judged by, read in one round trip.</summary>
/// <param name="Claimed">Whether a file that waits claims an earlier certificate of a number that was asked about.</param>
/// <param name="Stated">What stands under the number given as alsoKnownAs.</param>
internal sealed record CheckFacts(
    DateTimeOffset Now, CampaignTerms? Terms, ParticipationHistory Participation, IReadOnlyList<StaffMember> Staff, bool Claimed, Place Place, NeedRow? OpenNeed,
    StatedPlace Stated)
{
    public static async Task<CheckFacts> ReadAsync(
        Work work, NumberVault vault, short providerId, CitizenNumber number, CitizenNumber? alsoKnownAs, CheckCitizenInput input)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(CampaignTimeline.Read(input.Campaign));
        batch.BatchCommands.Add(ParticipationHistory.Read(input.Campaign, providerId));
        batch.BatchCommands.Add(StaffMember.Read(providerId, input.Staff));
        batch.BatchCommands.Add(PlaceClaims.IsClaimed([.. HashesOf(vault, number), .. alsoKnownAs is null ? [] : HashesOf(vault, alsoKnownAs)], input.Campaign));
        batch.BatchCommands.Add(Place.Read(HashesOf(vault, number), input.Campaign));
        batch.BatchCommands.Add(NeedRow.ReadOpen(HashesOf(vault, number), input.Campaign));
        if (alsoKnownAs is not null)
        {
            batch.Add(StatedPlace.Read(HashesOf(vault, number), HashesOf(vault, alsoKnownAs), input.Campaign));
        }

        await using var results = await batch.ReadAsync(work.Cancel);
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now);
        var participation = await results.NextAsync(ParticipationHistory.FromAsync);
        var staff = await results.NextAsync(StaffMember.FromAsync);
        var claimed = await results.NextValueOrNullAsync<bool>() == true;
        var place = await results.NextAsync(Place.FromAsync);
        var need = await results.NextAsync(NeedRow.FromAsync);
        var stated = alsoKnownAs is null ? StatedPlace.None : await StatedPlace.FromAsync(results);
        return new(now, terms, participation, staff, claimed, place, need, stated);
    }

    private static byte[][] HashesOf(NumberVault vault, CitizenNumber number) => [.. vault.KeysOf(number).Select(k => k.Hash)];
}
