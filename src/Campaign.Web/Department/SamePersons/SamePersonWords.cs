using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Web.Department.SamePersons;

/// <summary>How two persons compare, in words that an officer can read to a citizen or to a provider's lawyer. Every way that the score knows has its words; a test holds it.</summary>
internal static class SamePersonWords
{
    public static Text Of(ComparedField field) => field switch
    {
        ComparedField.Name => new("Họ và tên", "Name"),
        ComparedField.BirthDate => new("Ngày sinh", "Birth date"),
        ComparedField.Sex => new("Giới tính", "Sex"),
        ComparedField.Phone => new("Điện thoại", "Phone"),
        _ => new("Phường, xã", "Ward"),
    };

    /// <summary>The sign, the word and the class of a comparison; colour is the least of the three.</summary>
    public static (string Sign, Text Word, string Kind) Of(FieldComparison comparison) => comparison switch
    {
        FieldComparison.Agrees => ("✔", new("giống", "same"), "agrees"),
        FieldComparison.Near => ("≈", new("gần giống", "alike"), "near"),
        FieldComparison.Differs => ("✖", new("khác", "differs"), "differs"),
        _ => ("–", new("không so được", "not known"), "unknown"),
    };

    /// <summary>In what a field agrees or not; the code itself where it is new and has no words yet.</summary>
    public static Text Of(ComparedField field, string how) => ((field, how) switch
    {
        (_, "NOT_KNOWN") => new("thiếu ở một bên, nên không tính là khác", "missing on one side, which is no difference"),
        (ComparedField.Name, "SAME") => new("cùng một tên", "the same name"),
        (ComparedField.Name, "BLANKS") => new("chỉ khác dấu cách", "only blanks differ"),
        (ComparedField.Name, "MARKS_LEFT_OUT") => new("một bên bỏ dấu", "one side has left the marks out"),
        (ComparedField.Name, "OTHER_ORDER") => new("khác thứ tự họ và tên", "the words are in another order"),
        (ComparedField.Name, "PARTICLE") => new("có hoặc không có “Thị”, “Văn”", "with or without Thị, Văn"),
        (ComparedField.Name, "MIDDLE_NAME") => new("thêm hoặc bớt tên đệm", "a middle name more or less"),
        (ComparedField.Name, "TYPING") => new("có thể gõ nhầm một chữ", "perhaps a typing error"),
        (ComparedField.Name, "ALIKE") => new("cùng tên gọi, phần còn lại gần giống", "the same given name, the rest is alike"),
        (ComparedField.Name, "OTHER_MARKS") => new("khác dấu ở họ hoặc tên đệm", "other marks on the family or middle name"),
        (ComparedField.Name, "GIVEN_NAME_OTHER_MARKS") => new("khác dấu ở tên gọi, như Hương và Hường", "other marks on the given name, as Hương and Hường"),
        (ComparedField.Name, "GIVEN_NAME_ONE_LETTER") => new("tên gọi khác một chữ cái, như Phúc và Phú", "the given name is one letter apart, as Phúc and Phú"),
        (ComparedField.Name, "OTHER_GIVEN_NAME") => new("khác tên gọi", "another given name"),
        (ComparedField.Name, "OTHER") => new("tên khác", "another name"),
        (ComparedField.BirthDate, "SAME") => new("cùng ngày sinh", "the same day"),
        (ComparedField.BirthDate, "FIRST_DAY_OF_YEAR") => new("cùng ghi ngày 1 tháng 1: có thể chỉ biết năm sinh", "both say 1 January: perhaps only the year is known"),
        (ComparedField.BirthDate, "YEAR_ONLY") => new("cùng năm; một bên ghi ngày 1 tháng 1", "the same year; one side says 1 January"),
        (ComparedField.BirthDate, "DAY_AND_MONTH_SWAPPED") => new("đảo ngày và tháng", "day and month exchanged"),
        (ComparedField.BirthDate, "SAME_YEAR") => new("cùng năm, khác ngày", "the same year, another day"),
        (ComparedField.BirthDate, "OTHER") => new("khác năm sinh", "another year"),
        (ComparedField.Sex, "SAME") => new("cùng giới tính", "the same sex"),
        (ComparedField.Sex, "OTHER") => new("khác giới tính", "another sex"),
        (ComparedField.Phone, "SAME") => new("cùng số điện thoại", "the same phone"),
        (ComparedField.Phone, "OTHER") => new("khác số điện thoại", "another phone"),
        (ComparedField.Phone, "OF_MANY") => new("số của nhiều người dùng chung, nên không tính", "the phone of many, which tells nothing"),
        (ComparedField.Ward, "SAME") => new("cùng phường, xã", "the same ward"),
        (ComparedField.Ward, "OTHER") => new("khác phường, xã", "another ward"),
        _ => (Text?)null,
    }) ?? new(how, how);

    /// <summary>+145 điểm. The minus is the sign of that name, as wide as the plus.</summary>
    public static Text Points(int points)
    {
        var number = points > 0 ? $"+{points}" : points < 0 ? $"−{-points}" : "0";
        return new($"{number} điểm", $"{number} points");
    }

    /// <summary>The registry counts no further than a thousand.</summary>
    public static Text Bearers(int bearers) => bearers >= 1_000
        ? new("từ 1.000 người trở lên mang tên này", "1,000 or more bear this name")
        : new($"{bearers} người mang tên này", $"{bearers} bear this name");

    public static Text Of(SamePersonState state) => state switch
    {
        SamePersonState.Kept => new("Giữ nguyên đến khi dữ liệu thay đổi", "Kept until the facts change"),
        SamePersonState.Linked => new("Đã liên kết là một người", "Linked as one person"),
        SamePersonState.NotTheSame => new("Không phải một người", "Not the same person"),
        _ => new("Chờ xem xét", "To be looked at"),
    };

    public static Text OfStatus(string status) => Names.Parse<IssuanceStatus>(status) switch
    {
        IssuanceStatus.Active => new("đang hiệu lực", "active"),
        IssuanceStatus.PendingActivation => new("chờ kích hoạt", "waits for activation"),
        IssuanceStatus.Suspended => new("tạm dừng", "suspended"),
        _ => new(status, status),
    };

    public static Text OfSource(string source) => source switch
    {
        "IMPORT" => new("dữ liệu nhập từ trước chiến dịch", "imported from before the campaign"),
        "RECORD" => new("khi ghi nhận chứng thư", "when recording a certificate"),
        "NEED" => new("khi đăng ký hỗ trợ", "when asking for help"),
        _ => new(source, source),
    };

    /// <summary>By the name that was said last, else by the masked number.</summary>
    public static string NameOf(SamePersonSide side) => side.Said.FirstOrDefault(s => s.Name is not null)?.Name ?? (side.Numbers is [var number, ..] ? number : "•••");

    public static Text ToldOf(SamePersonPairView pair)
    {
        var (first, second) = (NameOf(pair.First), NameOf(pair.Second));
        return pair.State switch
        {
            SamePersonState.Linked => new($"{first} và {second} đã được liên kết là một người.", $"{first} and {second} are linked as one person."),
            SamePersonState.NotTheSame => new($"{first} và {second} là hai người; cặp này không hỏi lại nữa.", $"{first} and {second} are two persons; the pair is not asked again."),
            _ => new($"{first} và {second} được giữ nguyên đến khi dữ liệu thay đổi.", $"{first} and {second} are kept as they are until the facts change."),
        };
    }
}
