using Campaign.Registry.Platform.Answers;
using Campaign.Web.Department;

namespace Campaign.Host.Tests;

/// <summary>Coverage by ward, as the desk shows it: exact, and the least covered first.</summary>
public sealed class WardLineTests
{
    [Theory]
    [InlineData(0, "0,0 %")]
    [InlineData(0.4, "< 0,1 %")]
    [InlineData(1, "0,1 %")]
    [InlineData(123.4, "12,3 %")]
    public void A_small_share_is_not_shown_as_nothing(double perMille, string shown) => DeskWords.Share(Language.Vietnamese, (decimal)perMille).ShouldBe(shown);

    [Fact]
    public void A_ward_with_few_certificates_stands_after_one_with_none_and_before_one_with_more()
    {
        var lines = new[] { new WardLine("few", 3, 10_000), new WardLine("none", 0, 500), new WardLine("more", 9, 10_000) };

        lines.OrderBy(l => l.PerMille).Select(l => l.Name).ShouldBe(["none", "few", "more"]);
        lines[0].PerMille.ShouldBe(0.3m);
    }
}
