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
    NotBornYet,
    NotHexadecimal,
    SerialOfAnotherCitizen,
    SerialRevoked,
    DateNotRead,
    DateOfAnotherCalendar,
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
            "bảng tính đã bỏ các số 0 đứng đầu; hãy định dạng cột là văn bản và nhập lại", "the spreadsheet has dropped the leading zeros; format the column as text and enter it again"),
        RowFault.NotBornYet => new("năm sinh trong số căn cước ở tương lai", "the year of birth in the number is yet to come"),
        RowFault.NotHexadecimal => new("số sê-ri phải là số thập lục phân khác 0, tối đa 40 chữ số", "the serial number must be hexadecimal, not zero, of at most 40 digits"),
        RowFault.SerialOfAnotherCitizen => new("số sê-ri này đã ghi nhận cho công dân khác", "this serial number is recorded for another citizen"),
        RowFault.SerialRevoked => new("chứng thư này đã được xác nhận thu hồi", "this certificate has been confirmed as revoked"),
        RowFault.DateNotRead => new("không đọc được ngày; hãy viết như 28/07/2023 hoặc 2023-07-28", "the date cannot be read; write it as 28/07/2023 or 2023-07-28"),
        RowFault.DateOfAnotherCalendar => new("ngày không có trong dương lịch (âm lịch hay Phật lịch?)", "no such day in the Gregorian calendar (lunar or Buddhist?)"),
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
