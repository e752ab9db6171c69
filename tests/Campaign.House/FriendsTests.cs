using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>
/// What is <c>internal</c> is its assembly's own. No production assembly sees inside another: what one needs of another is public there. The tests that do are these, and each
/// leaves the list when it needs it no more; none is added.
/// </summary>
public sealed partial class FriendsTests
{
    private static readonly Dictionary<string, string[]> Friends = new()
    {
        ["src/Campaign.Demo"] = ["Campaign.Host.Tests", "Campaign.Testing"],
        ["src/Campaign.Host"] = ["Campaign.Bench", "Campaign.Host.Tests", "Campaign.House", "Campaign.Testing"],
        ["src/Campaign.Registry"] = ["Campaign.House", "Campaign.Registry.Tests", "Campaign.Testing"],
        ["src/Campaign.SignIn"] = ["Campaign.Host.Tests", "Campaign.Testing"],
        ["src/Campaign.Web"] = ["Campaign.Host.Tests", "Campaign.Pages"],
    };

    [Fact]
    public void Only_these_tests_see_inside_an_assembly()
    {
        var found = Repository.Files("src", ".csproj", ".props", ".targets", ".cs")
            .SelectMany(f => Friend().Matches(f.Text).Select(m => (Assembly: string.Join('/', f.Path.Split('/').Take(2)), Name: m.Groups[1].Value)))
            .GroupBy(f => f.Assembly).ToDictionary(g => g.Key, g => g.Select(f => f.Name).Order(StringComparer.Ordinal).ToArray());

        found.Keys.Order(StringComparer.Ordinal).ShouldBe(Friends.Keys);
        foreach (var (assembly, friends) in Friends)
        {
            found[assembly].ShouldBe(friends, assembly);
        }
    }

    [GeneratedRegex("""InternalsVisibleTo(?:\s+Include=|\()"([\w.]+)""")]
    private static partial Regex Friend();
}
