using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Web.Department.Cases;

/// <summary>What stands in a case, in words for officers; each state with a sign, so that colour never speaks alone.</summary>
internal static class DeskCaseWords
{
    public static Text Of(CaseSeverity severity) => severity switch
    {
        CaseSeverity.High => new("Cao", "High"),
        CaseSeverity.Medium => new("Vừa", "Medium"),
        _ => new("Thấp", "Low"),
    };

    public static string SignOf(CaseSeverity severity) => severity switch
    {
        CaseSeverity.High => "▲",
        CaseSeverity.Medium => "◆",
        _ => "▽",
    };

    public static Text Of(CaseState state) => state switch
    {
        CaseState.Open => new("Đang xử lý", "Open"),
        CaseState.AwaitingProvider => new("Chờ doanh nghiệp", "Waiting for the provider"),
        _ => new("Đã kết luận", "Decided"),
    };

    public static Text Of(CaseDecision decision) => decision switch
    {
        CaseDecision.Confirmed => new("Có vi phạm", "A violation"),
        _ => new("Không vi phạm", "No violation"),
    };

    /// <summary>How a case stands: how far it is, and when it is decided, how.</summary>
    public static Text Standing(CaseView file) => file switch
    {
        { PublishedAt: not null } => new("Đã công bố", "Published"),
        { LastDecision: { } decision } => Of(decision.Decision),
        { AnswerIsOverdue: true } => new("Doanh nghiệp quá hạn trả lời", "The answer is overdue"),
        _ => Of(file.State),
    };

    public static (string Sign, string Look) Marks(CaseView file) => file switch
    {
        { PublishedAt: not null } => ("✔", "PUBLISHED"),
        { LastDecision.Decision: CaseDecision.Confirmed } => ("✖", "CONFIRMED"),
        { LastDecision: not null } => ("○", "DISMISSED"),
        { AnswerIsOverdue: true } => ("!", "FLAGGED"),
        { State: CaseState.AwaitingProvider } => ("‖", "UNDER_REVIEW"),
        _ => ("●", "FLAGGED"),
    };

    /// <param name="place">Knows whom the codes name.</param>
    public static Text Of(CaseEntry entry, DeskPlace place) => entry.Kind switch
    {
        null => new("Chứng cứ", "Evidence"),
        CaseEventKind.Opened => new($"Mở vụ việc với {entry.Joined} vi phạm", $"Opened with {entry.Joined} flags"),
        CaseEventKind.Joined => new($"Đưa thêm {entry.Joined} vi phạm vào", $"{entry.Joined} more flags added"),
        CaseEventKind.Assigned => new($"Giao cho {place.NameOf(entry.AssignedTo!)}", $"Assigned to {place.NameOf(entry.AssignedTo!)}"),
        CaseEventKind.Noted => new("Ghi chú nội bộ", "Internal note"),
        CaseEventKind.Asked => new($"Yêu cầu {place.ProviderOf(entry.ProviderCode)} giải trình", $"Asked {place.ProviderOf(entry.ProviderCode)} for an explanation"),
        CaseEventKind.Answered => entry.IsLate == true
            ? new($"{place.ProviderOf(entry.ProviderCode)} giải trình, quá hạn", $"{place.ProviderOf(entry.ProviderCode)} answered, late") : new($"{place.ProviderOf(entry.ProviderCode)} giải trình", $"{place.ProviderOf(entry.ProviderCode)} answered"),
        CaseEventKind.Reminded => new($"Nhắc {place.ProviderOf(entry.ProviderCode)} đã quá hạn", $"{place.ProviderOf(entry.ProviderCode)} reminded of the overdue answer"),
        CaseEventKind.Decided => new($"Kết luận: {Of(entry.Decision!.Value).Vietnamese}", $"Decided: {Of(entry.Decision.Value).English}"),
        CaseEventKind.Published => new("Công bố", "Published"),
        _ => new("Rút công bố", "Publication withdrawn"),
    };

    /// <summary>How long somebody has waited: whole days, below one the hours.</summary>
    public static Text Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => new($"{age.Days} ngày", $"{age.Days} d"),
        { TotalHours: >= 1 } => new($"{age.Hours} giờ", $"{age.Hours} h"),
        _ => new("dưới 1 giờ", "less than 1 h"),
    };
}
