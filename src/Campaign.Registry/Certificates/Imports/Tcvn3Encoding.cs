using System.Text;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// TCVN3 ("ABC"), in which Vietnamese offices wrote before Unicode: one byte a letter, read alone. Its capitals with tone marks were a matter of the font (.VnTimeH) and
/// have no codes of their own.
/// </summary>
internal sealed class Tcvn3Encoding : Encoding
{
    // From 0xA1 on; a full stop stands for bytes without a letter.
    private const string Letters =
        "ĂÂÊÔƠƯĐăâêôơưđ" + "Ằ....." + "àảãáạ" + "Ẳ" + "ằẳẵắ" + "ẴẮẦẨẪẤỀ" + "ặầẩẫấậè" + "Ể" + "ẻẽéẹềểễếệìỉ" + "ỄẾỒ" + "ĩíịò" + "Ổ" + "ỏõóọồổỗốộờởỡớợù" + "Ỗ" + "ủũúụừửữứựỳỷỹýỵ";

    private const int First = 0xA1;

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException("TCVN3 is read alone.");

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException("TCVN3 is read alone.");

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            chars[charIndex + i] = Of(bytes[byteIndex + i]);
        }

        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static char Of(byte b) => b switch
    {
        < 0x80 => (char)b,
        >= First when b - First < Letters.Length && Letters[b - First] != '.' => Letters[b - First],
        _ => '\uFFFD',
    };
}
