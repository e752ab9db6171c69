using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Web.Pages;

namespace Campaign.Web.Department;

/// <summary>A campaign's terms line by line, in words for officers.</summary>
internal static class TermsWords
{
    /// <summary>What holds: its name, how it reads, and the clause that it is of.</summary>
    public static IReadOnlyList<(Text Name, string? Clause, Text Value)> Of(DatedTerms terms) =>
    [
        (new("Tên chiến dịch", "Name"), null, Same(terms.Name)),
        (new("Mở từ", "Opens"), null, Same(Clock.At(terms.OpensAt))),
        (new("Đóng từ", "Closes"), null, Same(Clock.At(terms.ClosesAt))),
        (new("Đăng ký hỗ trợ chờ tối đa", "Request waits at most"), "HUE-4.4", DeskWords.Of(terms.Policy.NeedWindow)),
        (new("Hỗ trợ kéo dài tối đa", "Support lasts at most"), null, DeskWords.Of(terms.Policy.SupportWindow)),
        (new("Thời gian miễn phí", "Free period"), "HUE-1.5", new($"{terms.Policy.FreeMonths} tháng", $"{terms.Policy.FreeMonths} months")),
        (new("Một lần tra cứu còn mới trong", "A check stays fresh for"), "HUE-3.2", DeskWords.Of(terms.Policy.CheckWindow)),
        (new("Ghi nhận muộn sau", "A record is late after"), "HUE-1.4", DeskWords.Of(terms.Policy.ReportingGrace)),
        (new("Thu hồi chứng thư cấp thừa trong", "Surplus certificates revoked within"), null, DeskWords.Of(terms.Policy.RevokeWindow)),
        (new("Kích hoạt trong", "Activation within"), "HUE-3.3", DeskWords.Of(terms.Policy.ActivationWindow)),
        (new("Mỗi nhân viên tra cứu một giờ tối đa", "Checks per staff and hour, at most"), "HUE-1.7", Number(terms.Policy.ChecksPerStaffPerHour)),
        (new("Mỗi doanh nghiệp tra cứu một phút tối đa", "Checks per provider and minute, at most"), "HUE-1.7", Number(terms.Policy.ChecksPerProviderPerMinute)),
        (new("Nhận tệp chứng thư đã cấp trước đến trước", "Files of earlier certificates are taken until"), "HUE-2.3", Same(Clock.At(terms.Policy.ImportsUntil ?? terms.ClosesAt))),
        (new("Tệp của một doanh nghiệp được xét một ngày tối đa (số)", "Numbers that a provider's files look at in a day, at most"), "HUE-1.7", Number(terms.Policy.ImportRowsPerProviderPerDay)),
    ];

    /// <summary>What would be otherwise: old and new.</summary>
    public static IReadOnlyList<(Text Name, Text Old, Text New)> Changes(DatedTerms old, DatedTerms changed) =>
        [.. Of(old).Zip(Of(changed)).Where(p => p.First.Value != p.Second.Value).Select(p => (p.First.Name, p.First.Value, p.Second.Value))];

    public static Text Number(int count) => new(DeskWords.Count(Language.Vietnamese, count), DeskWords.Count(Language.English, count));

    private static Text Same(string text) => new(text, text);
}
