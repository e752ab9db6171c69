using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Oversight.Reports;

/// <summary>The report says too little, too much or something that is not there. Field: which part of the input.</summary>
public sealed record InvalidReport(string Field, Text What) : FieldRefusal(Field, What)
{
    public override Clause? Clause => Clause.ReportsAreVerified;
}

/// <summary>No certificate and no look-up under the reporter's own number bears this id, or nobody signed in (HUE-1.7).</summary>
internal sealed record ReportedRecordNotFound : Refusal
{
    public override Text Message => new(
        "Không có chứng thư hay lượt tra cứu nào mang mã này dưới số của ông/bà. Hãy đăng nhập bằng mã gửi đến điện thoại rồi chọn trong danh sách, hoặc gửi báo cáo không kèm mã.",
        "No certificate or look-up for your number has this id. Sign in with the code sent to your phone and choose from the list, or report without an id.");

    public override Clause? Clause => Clause.Confidentiality;
}

/// <summary>Too many reports came from this network or this citizen.</summary>
public sealed record ReportLimitReached(int RetryAfterSeconds) : Refusal
{
    public override Text Message => new(
        $"Đã có nhiều báo cáo gửi từ mạng này. Chưa có gì được gửi; hãy thử lại sau {RetryAfterSeconds} giây, hoặc gọi cho Sở.",
        $"Many reports came from this network. Nothing was sent; try again in {RetryAfterSeconds} seconds, or call the department.");

    public override Clause? Clause => Clause.ReportsAreVerified;
}

/// <summary>No report bears this reference number.</summary>
public sealed record ReportNotFound : Refusal
{
    public override Text Message => new(
        "Không có báo cáo nào mang số này. Hãy kiểm tra lại từng ký tự.", "No report has this number. Check each character.");
}

/// <summary>Photographs are taken for a day from the report on.</summary>
internal sealed record ReportPhotosClosed : Refusal
{
    public override Text Message => new(
        "Chỉ gửi thêm ảnh được trong 24 giờ kể từ khi báo cáo. Hãy gọi cho Sở và đọc số báo cáo.",
        "Photographs can be added only within 24 hours of the report. Call the department and give the report number.");
}

/// <summary>The report has four photographs.</summary>
internal sealed record TooManyPhotos : Refusal
{
    public override Text Message => new("Báo cáo này đã có 4 ảnh, không nhận thêm.", "This report has 4 photographs already; no more can be added.");
}
