using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>Why a file cannot be imported at all.</summary>
public enum FileFault
{
    Empty,
    NotATable,
    OldOrProtectedWorkbook,
    Damaged,
    TooLarge,
    EncodingNotKnown,
    ColumnMissing,
    ColumnTwice,
    TooManyColumns,

    /// <summary>A day that could be the identity card's as well.</summary>
    AmbiguousColumn,
    EncryptedWorkbook,
    OldWorkbook,
    OpenDocumentTable,
    BinaryWorkbook,
    NotAWorkbook,

    /// <summary>Whether they are meant is for whoever hands the file in to say.</summary>
    HiddenRows,
    NamesBroken,
    ProvincesUnknown,
    SerialsRounded,
    NumbersEnumerated,

    /// <summary>It is kept no longer, or was read where it lies and never handed in.</summary>
    NotKept,
}

/// <summary>What a provider is told of a file that cannot be imported.</summary>
public static class FileFaults
{
    /// <param name="fault">Why.</param>
    /// <param name="what">The column, where it is about one.</param>
    public static Text Told(FileFault fault, string? what) => fault switch
    {
        FileFault.Empty => new("Tệp không có dòng dữ liệu nào. Dòng đầu phải là tên các cột.", "The file has no rows. Its first row must name the columns."),
        FileFault.NotATable => new("Tệp không phải CSV hay XLSX. Hãy lưu bảng tính ở dạng CSV (UTF-8) hoặc XLSX.", "The file is neither CSV nor XLSX. Save the table as CSV (UTF-8) or XLSX."),
        FileFault.OldOrProtectedWorkbook => new(
            "Tệp Excel dạng cũ (.xls) hoặc có mật khẩu. Hãy bỏ mật khẩu và lưu ở dạng .xlsx.", "The workbook is of the old form (.xls) or has a password. Remove the password and save it as .xlsx."),
        FileFault.Damaged => new("Tệp bị hỏng hoặc bị cắt ngang. Hãy xuất lại và gửi lại; chưa dòng nào được ghi nhận từ tệp này.", "The file is damaged or was cut off. Export and send it again; no row of it was recorded."),
        FileFault.TooLarge => new("Tệp giải nén quá lớn. Hãy lưu ở dạng CSV, hoặc chia nhỏ.", "The file unpacks to too much. Save it as CSV, or divide it."),
        FileFault.EncodingNotKnown => new(
            "Không nhận ra bảng mã chữ. Hãy lưu ở dạng CSV UTF-8.", "The encoding of the text was not recognised. Save the table as CSV UTF-8."),
        FileFault.ColumnMissing => new(
            $"Không tìm thấy cột bắt buộc “{what}” ở dòng đầu.", $"The first row names no column “{what}”, which is needed."),
        FileFault.ColumnTwice => new(
            $"Có hơn một cột cho “{what}”. Hãy chỉ giữ một.", $"More than one column is for “{what}”. Keep one."),
        FileFault.TooManyColumns => new($"Dòng đầu có hơn {TableLimits.Columns} cột, hoặc không đọc được.", $"The first row has more than {TableLimits.Columns} columns, or cannot be read."),
        FileFault.AmbiguousColumn => new(
            $"Không rõ cột “{what}” là của thẻ căn cước hay của chứng thư. Hãy đặt tên cột của chứng thư là “Ngày cấp chứng thư”, “Ngày hết hạn chứng thư”, rồi gửi lại; chưa dòng nào được ghi nhận.",
            $"Whether “{what}” is the identity card's or the certificate's is not clear. Name the certificate's columns “Ngày cấp chứng thư”, “Ngày hết hạn chứng thư” and send the file again; no row was recorded."),
        FileFault.EncryptedWorkbook => new("Tệp Excel có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.", "The workbook has a password. Remove it and send the file again."),
        FileFault.OldWorkbook => new("Tệp Excel dạng cũ (.xls). Hãy lưu ở dạng .xlsx.", "The workbook is of the old form (.xls). Save it as .xlsx."),
        FileFault.OpenDocumentTable => new("Tệp là bảng tính OpenDocument (.ods). Hãy lưu ở dạng .xlsx hoặc CSV.", "The file is an OpenDocument table (.ods). Save it as .xlsx or CSV."),
        FileFault.BinaryWorkbook => new("Tệp Excel dạng nhị phân (.xlsb). Hãy lưu ở dạng .xlsx.", "The workbook is of the binary form (.xlsb). Save it as .xlsx."),
        FileFault.NotAWorkbook => new(
            "Tệp là một gói nén nhưng không phải bảng tính Excel. Hãy lưu bảng ở dạng .xlsx hoặc CSV.", "The file is an archive, but no workbook. Save the table as .xlsx or CSV."),
        FileFault.HiddenRows => new(
            $"Trang “{what}” có dòng bị ẩn hoặc bị lọc. Có nhập các dòng đó không? Nếu có, hãy bỏ lọc và hiện tất cả; nếu không, hãy xóa chúng. Rồi gửi lại; chưa dòng nào được ghi nhận.",
            $"The sheet “{what}” has rows that are hidden or filtered out. Are they to be imported? If so, show them all; if not, delete them. Then send the file again; no row was recorded."),
        FileFault.NamesBroken => new(
            "Phần lớn họ tên trong tệp đã hỏng trước khi tệp được tạo (như “Nguy?n”). Hãy xuất lại từ hệ thống gốc ở dạng UTF-8; chưa dòng nào được ghi nhận.",
            "Most names in the file were broken before it was made (such as “Nguy?n”). Export it again from the first system, as UTF-8; no row was recorded."),
        FileFault.ProvincesUnknown => new(
            "Phần lớn số căn cước có mã tỉnh không tồn tại: các chữ số đã bị lệch hoặc mất. Hãy xuất lại với cột dạng văn bản; chưa dòng nào được ghi nhận.",
            "Most citizen numbers have a province code that does not exist: digits were lost or moved. Export again with the column as text; no row was recorded."),
        FileFault.SerialsRounded => new(
            "Phần lớn số sê-ri tận cùng bằng nhiều số 0: một bảng tính đã làm tròn chúng. Hãy xuất lại với cột dạng văn bản; chưa dòng nào được ghi nhận.",
            "Most serial numbers end in many zeros: a spreadsheet has rounded them. Export again with the column as text; no row was recorded."),
        FileFault.NumbersEnumerated => new(
            "Phần lớn số căn cước tăng đều từng đơn vị: một bảng tính đã điền tự động. Hãy xuất lại từ hệ thống gốc; chưa dòng nào được ghi nhận.",
            "Most citizen numbers follow one another by one: a spreadsheet has filled them in. Export again from the first system; no row was recorded."),
        FileFault.NotKept => new(
            "Hệ thống không còn giữ tệp này (tệp tải lên được xóa sau 30 ngày). Hãy tải lại đúng tệp đó: không dòng nào bị ghi nhận hai lần.",
            "The registry does not keep this file any more (an uploaded file goes after 30 days). Upload the very same file again: no row is recorded twice."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}

/// <summary>Why a row is malformed.</summary>
public enum RowFault
{
    Missing,
    NotACitizenNumber,
    LeadingZerosLost,
    NumberTakenForQuantity,
    NotBornYet,
    NotHexadecimal,
    SerialTakenForNumber,
    SerialOfAnotherCitizen,
    SerialRevoked,
    DateNotRead,
    DateOfAnotherCalendar,
    BeforeProviders,
    AfterTheOpening,
    HasExpired,
    EndsBeforeItBegins,
    KeyStorageNotKnown,
    NameNotRead,
    SexNotRead,
    PhoneNotRead,
    BirthDisagreesWithNumber,
    SexDisagreesWithNumber,
    PemNotRead,
    PemDisagrees,
    IssuerIsAnothers,
    Formula,
    CellError,
    EncodingBroken,
    TooLong,
    QuoteNotClosed,
    TextAfterQuote,
    TooManyColumns,
}

internal static class RowFaults
{
    public static Text Told(RowFault fault) => fault switch
    {
        RowFault.Missing => new("ô bắt buộc để trống", "the cell is empty, and is needed"),
        RowFault.NotACitizenNumber => new("không phải số căn cước (12 chữ số) hay CMND (9 chữ số)", "no citizen number (12 digits) nor identity card number (9 digits)"),
        RowFault.LeadingZerosLost => new(
            "một công cụ đã coi số giấy tờ là số lượng nên các số 0 đứng đầu đã mất; hãy xuất lại với cột dạng văn bản",
            "a tool took the numbers for quantities, and leading zeros were lost; export again with the column as text"),
        RowFault.NumberTakenForQuantity => new(
            "một công cụ đã coi số giấy tờ là số lượng (có phần thập phân); hãy xuất lại với cột dạng văn bản",
            "a tool took the number for a quantity, with decimals; export again with the column as text"),
        RowFault.NotBornYet => new("năm sinh trong số căn cước ở tương lai", "the year of birth in the number is yet to come"),
        RowFault.NotHexadecimal => new("số sê-ri phải là số thập lục phân khác 0, tối đa 40 chữ số", "the serial number must be hexadecimal, not zero, of at most 40 digits"),
        RowFault.SerialTakenForNumber => new(
            "bảng tính đã coi số sê-ri là số lượng nên chữ số cuối có thể đã mất; hãy nhập lại với cột dạng văn bản",
            "the spreadsheet took the serial number for a quantity, and its last digits may be lost; enter it again with the column as text"),
        RowFault.SerialOfAnotherCitizen => new("số sê-ri này đã ghi nhận cho công dân khác", "this serial number is recorded for another citizen"),
        RowFault.SerialRevoked => new("chứng thư này đã được xác nhận thu hồi", "this certificate has been confirmed as revoked"),
        RowFault.DateNotRead => new("không đọc được ngày; hãy viết như 28/07/2023 hoặc 2023-07-28", "the date cannot be read; write it as 28/07/2023 or 2023-07-28"),
        RowFault.DateOfAnotherCalendar => new("ngày không có trong dương lịch (âm lịch hay Phật lịch?)", "no such day in the Gregorian calendar (lunar or Buddhist?)"),
        RowFault.BeforeProviders => new(
            "trước năm 2006, khi chưa có chứng thư chữ ký số; hãy kiểm tra lại ngày", "before 2006, when there were no such certificates yet; check the date"),
        RowFault.AfterTheOpening => new(
            "tạo sau khi chiến dịch mở: hãy tra cứu và ghi nhận từng chứng thư", "made after the campaign opened: check and record it as such"),
        RowFault.HasExpired => new("chứng thư đã hết hạn", "the certificate has expired"),
        RowFault.EndsBeforeItBegins => new("hết hạn trước khi bắt đầu", "it ends before it begins"),
        RowFault.KeyStorageNotKnown => new("không rõ nơi lưu khóa: USB token, SIM PKI hay ký số từ xa", "the key storage is not known: USB token, SIM PKI or remote"),
        RowFault.NameNotRead => new("họ tên có chữ số, ký tự hỏng hoặc quá dài", "the name has digits or broken characters, or is too long"),
        RowFault.SexNotRead => new("giới tính phải là nam hoặc nữ", "the sex must be male or female"),
        RowFault.PhoneNotRead => new("số điện thoại gồm 10 chữ số bắt đầu bằng 0", "a phone has 10 digits, from 0"),
        RowFault.BirthDisagreesWithNumber => new("năm sinh khác với số căn cước", "the year of birth is not the one in the number"),
        RowFault.SexDisagreesWithNumber => new("giới tính khác với số căn cước", "the sex is not the one in the number"),
        RowFault.PemNotRead => new("không phải một chứng thư X.509 dạng PEM", "not one X.509 certificate in PEM form"),
        RowFault.PemDisagrees => new("khác với chứng thư đi kèm", "differs from the certificate itself"),
        RowFault.IssuerIsAnothers => new("chứng thư do tổ chức khác phát hành", "the certificate was issued by another"),
        RowFault.Formula => new("ô là công thức; hãy dán giá trị", "the cell is a formula; paste its value"),
        RowFault.CellError => new("ô báo lỗi", "the cell shows an error"),
        RowFault.EncodingBroken => new("có ký tự không đọc được trong bảng mã của tệp", "it has characters that the file's encoding does not know"),
        RowFault.TooLong => new("quá dài", "too long"),
        RowFault.QuoteNotClosed => new("dấu nháy kép không đóng", "a quotation mark is not closed"),
        RowFault.TextAfterQuote => new("có chữ sau dấu nháy kép đóng", "text follows a closing quotation mark"),
        RowFault.TooManyColumns => new($"hơn {TableLimits.Columns} cột", $"more than {TableLimits.Columns} columns"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
