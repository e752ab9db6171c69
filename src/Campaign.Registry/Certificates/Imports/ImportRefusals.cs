using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>No such import, or another provider's, which reads the same (I8).</summary>
public sealed record ImportNotFound : Refusal
{
    public override Text Message => new("Không tìm thấy lần nhập này. Hãy mở lại danh sách.", "There is no such import. Open the list again.");
}

/// <summary>The file cannot be imported, or cannot be read any more. Nothing was recorded from it by this request.</summary>
/// <param name="Column">The column, where it is about one.</param>
internal sealed record FileNotReadable(FileFault Fault, string? Column) : Refusal
{
    public override Text Message => FileFaults.Told(Fault, Column);

    public override Clause? Clause => Clause.EarlierCertificatesBlock;
}

/// <summary>The provider has handed in 5 GiB within 24 hours.</summary>
internal sealed record UploadLimitReached : Refusal
{
    public override Text Message => new(
        "Doanh nghiệp đã tải lên quá 5 GiB trong 24 giờ. Hãy tải tiếp vào ngày mai.", "The provider has uploaded 5 GiB within 24 hours. Go on tomorrow.");
}

/// <summary>The provider has looked at as many citizens today, by its files, as it may.</summary>
public sealed record ImportBudgetSpent : Refusal
{
    public override Text Message => new(
        $"Hôm nay doanh nghiệp đã xem trước và nhập đủ {ImportBudgetRule.NumbersPerDay} công dân. Hãy xem tiếp sau 0 giờ; tệp đang nhập dở sẽ tự chạy tiếp.",
        $"The provider has previewed and imported {ImportBudgetRule.NumbersPerDay} citizens today, which is the most. Look again after midnight in Vietnam; an import under way goes on by itself.");

    public override Clause? Clause => Clause.Confidentiality;
}

/// <summary>The file is larger than 1 GiB.</summary>
public sealed record UploadTooLarge : Refusal
{
    public override Text Message => new(
        "Tệp lớn hơn 1 GiB. Hãy chia nhỏ; mỗi phần giữ dòng tên cột.", "The file is larger than 1 GiB. Divide it; each part keeps the row of column names.");
}

/// <summary>The sending broke off, or was too slow.</summary>
public sealed record UploadIncomplete : Refusal
{
    public override Text Message => new(
        "Tệp chưa tới trọn vẹn: kết nối bị ngắt giữa chừng. Hãy tải lên lại; chưa có gì được ghi nhận.",
        "The file did not arrive whole: the connection broke off. Upload it again; nothing was recorded.");
}
