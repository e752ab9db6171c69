using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Tests;

/// <summary>What people type has lines and tabs, and no other control character: a feed, a document and a database each refuse some of them.</summary>
public sealed class TypedTextTests
{
    [Theory]
    [InlineData("Sở Khoa học và Công nghệ", true)]
    [InlineData("dòng 1\r\ndòng 2\tcột", true)]
    [InlineData("a😀b", true)]
    [InlineData("a\0b", false)]
    [InlineData("a\u0001b", false)]
    [InlineData("a\u000bb", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a\uFFFEb", false)]
    public void A_control_character_is_no_writing(string text, bool fits)
    {
        TypedText.Reason.Fits(text).ShouldBe(fits);
        (TypedText.Reason.AdviceOn(text) is null).ShouldBe(fits);
        if (!fits)
        {
            Should.Throw<InvalidInputException>(() => TypedText.Reason.Require("reason", text)).Field.ShouldBe("reason");
        }
    }
}
