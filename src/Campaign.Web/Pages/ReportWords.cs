using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Web.Pages;

/// <summary>What kinds and states of reports are called on pages.</summary>
internal static class ReportWords
{
    public static Text Of(ReportKind kind) => kind switch
    {
        ReportKind.AskedForMoney => new("Đòi tiền", "Asked for money"),
        ReportKind.Impostor => new("Người lạ tự xưng là nhân viên", "A stranger who claimed to be staff"),
        ReportKind.PreCollectedData => new("Thu thập hoặc nhập sẵn thông tin của người dân", "Collected or entered people's data in advance"),
        ReportKind.Steering => new("Ép hoặc lôi kéo chọn một doanh nghiệp", "Pressured people to choose one provider"),
        ReportKind.FalseStatement => new("Nói sai về chương trình", "Made false statements about the programme"),
        ReportKind.NotMe => new("Có chữ ký số hoặc lượt tra cứu không phải do tôi", "A certificate or a look-up that was not me"),
        _ => new("Việc khác", "Something else"),
    };

    /// <summary>As they are asked: what harms most at the door comes first.</summary>
    public static IReadOnlyList<ReportKind> Asked { get; } =
    [
        ReportKind.AskedForMoney, ReportKind.Impostor, ReportKind.PreCollectedData, ReportKind.Steering, ReportKind.FalseStatement, ReportKind.NotMe, ReportKind.Other,
    ];

    /// <summary>Sign, words and look; never by colour alone.</summary>
    public static (string Sign, Text Words, string Look) Of(ReportState state) => state switch
    {
        ReportState.UnderReview => ("‖", new("Sở đang xem xét", "The department is examining it"), "wait"),
        ReportState.Confirmed => ("✔", new("Đã xác minh là đúng", "Confirmed"), "good"),
        ReportState.Published => ("✔", new("Đã xác minh là đúng và công bố", "Confirmed and published"), "good"),
        ReportState.Dismissed => ("✖", new("Đã xem xét, không có vi phạm", "Examined: no violation was found"), "over"),
        _ => ("‖", new("Đã nhận", "Received"), "wait"),
    };

    public static ReportKind? KindOf(string sent) => Enum.GetValues<ReportKind>().Cast<ReportKind?>().FirstOrDefault(k => k!.Value.InDatabase() == sent);

    /// <summary>What a field of a refusal is called at the page where it is asked.</summary>
    public static FieldFault Fault(PageContext on, Refusal refusal) => new("", on.Say(refusal is InvalidReport { What: var what } ? what.AsSentence() : refusal.Words()));
}
