using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Pages;

/// <summary>Where a file of earlier certificates is, and what a look at the whole of it found, in words: the same for its provider and for the officer who decides.</summary>
public static class ImportLookWords
{
    /// <summary>The words, and the look that gives them their sign and colour.</summary>
    public static (string Look, Text Words) Of(ImportState state) => state switch
    {
        ImportState.Uploaded => ("wait", new("Đã tải lên, chưa nhập", "Uploaded, not imported yet")),
        ImportState.BeingLookedAt => ("wait", new("Đang xem toàn bộ tệp", "The whole file is being looked at")),
        ImportState.AwaitingApproval => ("wait", new("Chờ Sở duyệt", "Waits for the department's approval")),
        ImportState.Held => ("wait", new("Tạm dừng, chờ Sở xem lại", "Held until the department looks again")),
        ImportState.Rejected => ("bad", new("Sở từ chối", "Rejected by the department")),
        ImportState.Withdrawn => ("bad", new("Đã rút", "Withdrawn")),
        ImportState.Waiting => ("wait", new("Đã duyệt, chờ đến lượt", "Approved; waits for its turn")),
        ImportState.Running => ("wait", new("Đang nhập", "Importing")),
        ImportState.Done => ("good", new("Đã nhập xong", "Imported to its end")),
        ImportState.Damaged => ("bad", new("Tệp hỏng ở giữa; các dòng trước đó đã xét", "The file is damaged midway; the rows before were judged")),
        _ => ("bad", new("Đã dừng; có thể nhập tiếp", "Stopped; it can go on")),
    };

    public static Text Of(FindingKind kind) => kind switch
    {
        FindingKind.UnknownProvince => new("Mã tỉnh không có trong danh mục", "Unknown province code"),
        FindingKind.NumbersInSequence => new("Số căn cước tăng từng đơn vị so với dòng trước", "Citizen number one more than the row before"),
        FindingKind.SerialsInSequence => new("Số sê-ri tăng từng đơn vị so với dòng trước", "Serial number one more than the row before"),
        FindingKind.NameBroken => new("Họ tên hỏng chữ", "Broken name"),
        FindingKind.AfterTheOpening => new("Cấp sau khi chiến dịch mở (dòng sẽ bị loại)", "Issued after the campaign opened (such a row is refused)"),
        FindingKind.BeforeTheHolderCould => new("Cấp trước năm 2006 hoặc khi chủ thuê bao chưa đủ 18 tuổi", "Issued before 2006, or before the holder was 18"),
        FindingKind.NoLicence => new("Ngày cấp không có giấy phép cho cách lưu khóa đó", "No licence for that key storage on the day of issue"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Row numbers as a spreadsheet has them.</summary>
    public static Text Examples(ImportFinding finding)
    {
        var rows = string.Join(", ", finding.Examples);
        var more = finding.Rows > finding.Examples.Count ? ", …" : "";
        return new($"dòng {rows}{more}", $"rows {rows}{more}");
    }
}
