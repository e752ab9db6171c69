using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>No such import, or another provider's, which reads the same (I8).</summary>
public sealed record ImportNotFound : Refusal
{
    public override Text Message => new("Không tìm thấy lần nhập này. Hãy mở lại danh sách.", "There is no such import. Open the list again.");
}

/// <summary>Files of earlier certificates are taken no more in this campaign.</summary>
/// <param name="Until">As the campaign's terms said.</param>
public sealed record ImportsHaveEnded(DateTimeOffset Until) : Refusal
{
    public override Text Message => new(
        $"Chiến dịch chỉ nhận tệp chứng thư đã cấp trước đến trước {VietnamTime.Spoken(Until)}. Còn chứng thư chưa nhập, hãy đề nghị Sở gia hạn.",
        $"The campaign took files of earlier certificates until {VietnamTime.SpokenEnglish(Until)}. For certificates that were not imported, ask the department to extend it.");

    public override Clause? Clause => Clause.EarlierCertificatesBlock;

    /// <summary>Null while the campaign takes files.</summary>
    internal static ImportsHaveEnded? Judge(CampaignTerms terms, DateTimeOffset now) => now >= terms.ImportsEndAt ? new(terms.ImportsEndAt) : null;

    internal static async Task<(DateTimeOffset Now, ImportsHaveEnded? Refusal)> JudgeAsync(Work work, string campaign)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(CampaignTimeline.Read(campaign));
        await using var results = await batch.ReadAsync(work.Cancel);
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        return (now, (await results.NextAsync(CampaignTimeline.FromAsync)).At(now) is { } terms ? Judge(terms, now) : null);
    }
}

/// <summary>The import is not where this can be done with it: not looked at yet, or approved, rejected, withdrawn or run already.</summary>
/// <param name="State">Where it is.</param>
public sealed record ImportNotOpen(ImportState State) : Refusal
{
    public override Text Message => State switch
    {
        ImportState.Uploaded => new("Doanh nghiệp chưa gửi tệp này đi xét. Hãy chờ doanh nghiệp bắt đầu.", "The provider has not started this file yet. Wait until it has."),
        ImportState.BeingLookedAt => new("Tệp đang được xem toàn bộ. Hãy thử lại sau ít phút.", "The file is being looked at. Try again in a few minutes."),
        ImportState.Rejected => new("Tệp đã bị từ chối. Doanh nghiệp cần gửi tệp đã sửa.", "The file was rejected. The provider hands in a corrected one."),
        ImportState.Withdrawn => new("Doanh nghiệp đã rút tệp. Muốn nhập lại thì doanh nghiệp tải lên lại.", "The provider has withdrawn the file. To import it, it is uploaded again."),
        ImportState.Stopped => new("Lần nhập đã dừng. Doanh nghiệp bắt đầu lại thì tệp được xem và duyệt lại.", "The import was stopped. Once the provider starts it again, it is looked at and approved anew."),
        _ => new("Tệp đã được duyệt nên không làm được việc này nữa.", "The file has been approved, so this can no longer be done."),
    };
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
/// <param name="Most">As the campaign's terms say.</param>
public sealed record ImportBudgetSpent(int Most) : Refusal
{
    public override Text Message => new(
        $"Hôm nay doanh nghiệp đã xem trước và nhập đủ {Most} công dân. Hãy xem tiếp sau 0 giờ; tệp đang nhập dở sẽ tự chạy tiếp.",
        $"The provider has previewed and imported {Most} citizens today, which is the most. Look again after midnight in Vietnam; an import under way goes on by itself.");

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
