using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Tests;

/// <summary>Names fold to one text, however they are written.</summary>
public sealed class FoldedNameTests
{
    [Theory]
    [InlineData("Nguyễn Văn An", "nguyen van an")]
    [InlineData("ĐẶNG THỊ HƯỜNG", "dang thi huong")]
    [InlineData("  Trần   Thị\tHòa ", "tran thi hoa")]
    [InlineData("Tôn-Nữ Quỳnh.Anh", "ton nu quynh anh")]
    [InlineData("Y H’Drơi", "y hdroi")]
    [InlineData("Ðinh Văn Ước", "dinh van uoc")]
    [InlineData("Nguyễn\u200bVăn A\u00adn", "nguyenvan an")]
    [InlineData("", "")]
    [InlineData(" .-? ", "")]
    public void A_name_folds_to_its_words(string name, string folded) => FoldedName.Of(name).ShouldBe(folded);

    [Theory]
    [InlineData("Đặng Thị Hường")]
    [InlineData("Nguyễn Hữu Thuần")]
    public void However_its_marks_are_composed_a_name_folds_alike(string name) =>
        FoldedName.Of(LatinLetters.Apart(name)).ShouldBe(FoldedName.Of(name));

    [Theory]
    [InlineData("Hoà Ễ Ự ặ Ç ñ ộ ử", "Hoa\u0300 E\u0302\u0303 U\u031b\u0323 a\u0323\u0306 C\u0327 n\u0303 o\u0323\u0302 u\u031b\u0309")]
    public void Letters_are_taken_apart_and_put_together_as_Unicode_does_it(string together, string apart)
    {
        LatinLetters.Apart(together).ShouldBe(apart);
        LatinLetters.Together(apart).ShouldBe(together);
        LatinLetters.Together(together).ShouldBe(together);
        // Marks in another order, and a tone behind a letter that has its other mark already.
        LatinLetters.Together("o\u0302\u0323 ê\u0323 ơ\u0300").ShouldBe("ộ ệ ờ");
    }

    [Fact]
    public void What_is_folded_folds_to_itself()
    {
        // Every character that there is, alone and between letters.
        for (var c = 0; c < char.MaxValue; c++)
        {
            if (!char.IsSurrogate((char)c))
            {
                var folded = FoldedName.Of($"{(char)c} a{(char)c}b  {(char)c}");
                FoldedName.Of(folded).ShouldBe(folded);
                folded.ShouldNotContain("  ");
                folded.Trim().ShouldBe(folded);
            }
        }
    }
}
