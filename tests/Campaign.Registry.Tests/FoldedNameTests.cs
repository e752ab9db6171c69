using System.Text;
using Campaign.Registry.Citizens;

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
        FoldedName.Of(name.Normalize(NormalizationForm.FormD)).ShouldBe(FoldedName.Of(name.Normalize(NormalizationForm.FormC)));

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
