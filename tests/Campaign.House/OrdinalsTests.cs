using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>
/// Rows are read by the names of their columns, which Entity Framework maps (<c>Work.RowsAsync</c>). By their places they are read where a round trip and a tenth of a
/// millisecond count: in what check and record ask of the database in one batch, in the parts of an import, which record thousands at once, and in the one place for single columns.
/// </summary>
public sealed partial class OrdinalsTests
{
    /// <summary>Lines that read columns by place. A number that has fallen is lowered here; it rises no more.</summary>
    private static readonly Dictionary<string, int> Homes = new()
    {
        ["Certificates/Checks/Quota.cs"] = 3,
        ["Certificates/Imports/PartFacts.cs"] = 2,
        ["Certificates/Issuance/IssuanceView.cs"] = 6,
        ["Certificates/Issuance/IssuancesInBulk.cs"] = 2,
        ["Certificates/Issuance/RevokedSerial.cs"] = 1,
        ["Certificates/Issuance/SwitchConsent.cs"] = 2,
        ["Certificates/Places/Place.cs"] = 5,
        ["Needs/KnownNeed.cs"] = 2,
        ["Needs/NeedRow.cs"] = 4,
        ["Platform/Data/Batches.cs"] = 2, // the first column of whatever is asked: single values
        ["Platform/Data/RegistryClock.cs"] = 1,
        ["Platform/Keys/KeyChecks.cs"] = 1, // before a host has built any model
        ["Platform/Requests/RequestClaim.cs"] = 1,
        ["Programme/Campaigns/CampaignTerms.cs"] = 3,
        ["Programme/Campaigns/Participation.cs"] = 1,
        ["Providers/Directory/ProviderIssuers.cs"] = 3,
        ["Providers/Licences/Licence.cs"] = 1,
        ["Providers/Staff/StaffMember.cs"] = 1,
    };

    [Fact]
    public void Columns_are_read_by_place_in_check_and_record_alone()
    {
        const string Root = "src/Campaign.Registry/";
        var found = Repository.Files("src/Campaign.Registry", ".cs")
            .Select(f => (Path: f.Path[Root.Length..], Lines: f.Text.Split('\n').Count(line => ByPlace().IsMatch(line))))
            .Where(f => f.Lines > 0).ToDictionary(f => f.Path, f => f.Lines);

        found.OrderBy(f => f.Key, StringComparer.Ordinal).ShouldBe(Homes.OrderBy(f => f.Key, StringComparer.Ordinal));
    }

    // A reader's column by its number, or counted from one that is given.
    [GeneratedRegex(
        @"\.(?:Get(?:Guid|Int16|Int32|Int64|String|Boolean|TimeSpan|Double|DateTime|Value|FieldValue(?:Async)?<[^>]*>)|IsDBNull(?:Async)?|ValueOrNull<[^>]*>|TextOrNull)\((?:\d+|first\b)")]
    private static partial Regex ByPlace();
}
