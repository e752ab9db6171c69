using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Exclusions;

namespace Campaign.Web.Department;

/// <summary>A proposal as an officer reads it before deciding.</summary>
/// <param name="Title">What would be done.</param>
/// <param name="Why">What was written with it; null when nothing was.</param>
/// <param name="Grounds">The violations that it rests on, oldest first; at most <see cref="MostGrounds"/>.</param>
/// <param name="MoreGrounds">How many more it rests on.</param>
/// <param name="Effects">What follows from an approval, in words and figures.</param>
/// <param name="Approve">What the button that does it says.</param>
public sealed record ProposalWords(Text Title, Text? Why, IReadOnlyList<ViolationView> Grounds, int MoreGrounds, IReadOnlyList<Text> Effects, Text Approve)
{
    public const int MostGrounds = 50;

    /// <summary>What the button says that is pressed first; null when the same as the second.</summary>
    public Text? Ask { get; init; }

    /// <summary>What is asked before the second press; null when the title says it.</summary>
    public Text? Sure { get; init; }

    /// <summary>What an exclusion would do, in words and figures.</summary>
    public static IReadOnlyList<Text> EffectsOf(ExclusionEffect effect)
    {
        var (needs, staff, pending) = (Counted(effect.OpenNeeds), Counted(effect.Staff), Counted(effect.Pending));
        var most = Counted(ExclusionEffect.MostCounted);
        var live = effect.HasMoreLive ? new($"Hơn {most.Vietnamese}", $"More than {most.English}") : Counted(effect.LiveIssuances);
        return
        [
            new($"{effect.Provider.Name} không tra cứu, ghi nhận hay chuyển chứng thư nào trong chiến dịch này nữa, ngay từ lúc duyệt.",
                $"From the approval on, {effect.Provider.Name} can no longer check, record or switch certificates in this campaign."),
            new($"{needs.Vietnamese} đăng ký hỗ trợ đang mở được trả lại để công dân chọn doanh nghiệp khác.", $"{needs.English} open requests are released, and their citizens may choose another provider."),
            new($"Thẻ của {staff.Vietnamese} nhân viên mất hiệu lực: ai quét mã QR đều thấy doanh nghiệp đã bị loại.",
                $"The badges of {staff.English} staff members become invalid: scanning one shows that the provider is excluded."),
            new($"{live.Vietnamese} chứng thư đã cấp vẫn giữ nguyên, cả thời gian miễn phí; {pending.Vietnamese} chứng thư chờ kích hoạt còn 72 giờ.",
                $"{live.English} issued certificates stay valid, with their free period; {pending.English} pending ones may be activated within 72 hours."),
            new("Muốn đưa doanh nghiệp trở lại phải có đề nghị khôi phục, cũng cần hai cán bộ.", "The provider can return only by reinstatement, which also takes two officers."),
        ];
    }

    public static IReadOnlyList<Text> EffectsOf(ReinstatementEffect effect) =>
    [
        new($"{effect.Provider.Name} tham gia lại từ lúc duyệt: được tra cứu, ghi nhận và nhận đăng ký mới.", $"From the approval on, {effect.Provider.Name} takes part again: it can check, record and receive new requests."),
        new($"{Counted(effect.NeedsReleased).Vietnamese} đăng ký đã trả lại cho công dân khi bị loại thì vẫn trả lại: công dân đã chọn nơi khác.",
            $"The {Counted(effect.NeedsReleased).English} requests released by the exclusion stay released: their citizens have chosen other providers."),
        new($"Thẻ của {Counted(effect.Staff).Vietnamese} nhân viên có hiệu lực trở lại.", $"The badges of {Counted(effect.Staff).English} staff members become valid again."),
        effect.Licensed
            ? new("Lần loại trước và lý do vẫn nằm trong hồ sơ.", "The exclusion and its reason stay on file.")
            : new("Doanh nghiệp không còn giấy phép hiệu lực, nên chưa ghi nhận được gì cho đến khi có giấy phép mới.", "The provider has no licence in force, so it cannot record anything until it has one."),
    ];

    private static Text Counted(long count) => new(DeskWords.Count(Language.Vietnamese, count), DeskWords.Count(Language.English, count));
}
