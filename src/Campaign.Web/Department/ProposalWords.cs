using System.Text.Json;
using Campaign.Registry.Campaigns;
using Campaign.Registry.Cases;
using Campaign.Registry.Clients;
using Campaign.Registry.Kernel;
using Campaign.Registry.Proposals;
using Campaign.Registry.Rekeying;

namespace Campaign.Web.Department;

/// <summary>A proposal as an officer reads it before deciding.</summary>
/// <param name="Title">What would be done.</param>
/// <param name="Why">What was written with it; null when nothing was.</param>
/// <param name="Effects">What follows from an approval, in words and figures.</param>
/// <param name="Approve">What the button that does it says.</param>
public sealed record ProposalWords(Text Title, Text? Why, IReadOnlyList<Text> Effects, Text Approve)
{
    private static readonly Text ForGood = new("Không hoàn tác được trên trang này.", "It cannot be undone here.");

    public static async Task<ProposalWords> OfAsync(Proposal proposal, Caller caller, ExcludeProvider exclude, ReinstateProvider reinstate, CancellationToken cancel) => proposal.Act switch
    {
        ProposedAct.ExcludeProvider => await OfExclusionAsync(JsonSerializer.Deserialize<ExcludeProviderInput>(proposal.Input)!, caller, exclude, cancel),
        ProposedAct.ReinstateProvider => await OfReinstatementAsync(JsonSerializer.Deserialize<ReinstateProviderInput>(proposal.Input)!, caller, reinstate, cancel),
        ProposedAct.PublishCase => OfPublication(JsonSerializer.Deserialize<ProposedPublication>(proposal.Input)!),
        ProposedAct.ChangeClientKey => OfClient(JsonSerializer.Deserialize<ProposedClientChange>(proposal.Input, JsonSerializerOptions.Web)!),
        ProposedAct.ChangeRegistryKey => OfRegistryKey(JsonSerializer.Deserialize<RegistryKeyChangeInput>(proposal.Input)!),
        _ => Plain(new(proposal.Act.InDatabase(), proposal.Act.InDatabase()), []),
    };

    /// <summary>What an exclusion would do, in words and figures.</summary>
    public static IReadOnlyList<Text> EffectsOf(ExclusionEffect effect) =>
    [
        new($"{effect.Provider.Name} không tra cứu, ghi nhận hay chuyển chứng thư nào trong chiến dịch này nữa, ngay từ lúc duyệt.",
            $"{effect.Provider.Name} checks, records and switches nothing more in this campaign, from the approval on."),
        new($"{effect.OpenNeeds} đăng ký hỗ trợ đang mở trở về cho công dân chọn doanh nghiệp khác.", $"{effect.OpenNeeds} open needs go back to their citizens, who choose anew."),
        new($"Thẻ của {effect.Staff} nhân viên hết giá trị: ai quét mã QR đều thấy doanh nghiệp đã bị loại.",
            $"The badges of {effect.Staff} members of staff stop: whoever scans one is told that the provider is excluded."),
        new($"{effect.LiveIssuances} chứng thư đã cấp vẫn giữ nguyên, cả thời gian miễn phí; {effect.Pending} chứng thư chờ kích hoạt còn 72 giờ.",
            $"{effect.LiveIssuances} certificates stay, with their free period; {effect.Pending} that wait for activation have 72 hours."),
        new("Muốn đưa doanh nghiệp trở lại phải có đề nghị khôi phục, cũng cần hai cán bộ.", "Only a reinstatement, which takes two officers too, brings the provider back."),
    ];

    public static IReadOnlyList<Text> EffectsOf(ReinstatementEffect effect) =>
    [
        new($"{effect.Provider.Name} tham gia lại từ lúc duyệt: được tra cứu, ghi nhận và nhận đăng ký mới.", $"{effect.Provider.Name} takes part again from the approval on: it checks, records and takes new requests."),
        new($"{effect.NeedsReleased} đăng ký đã trả lại cho công dân khi bị loại thì vẫn trả lại: công dân đã chọn nơi khác.",
            $"The {effect.NeedsReleased} requests that the exclusion released stay released: their citizens have chosen anew."),
        new($"Thẻ của {effect.Staff} nhân viên có giá trị trở lại.", $"The badges of {effect.Staff} members of staff stand again."),
        effect.Licensed
            ? new("Lần loại trước và lý do vẫn nằm trong hồ sơ.", "The exclusion and its reason stay on file.")
            : new("Doanh nghiệp không còn giấy phép hiệu lực, nên chưa ghi nhận được gì cho đến khi có giấy phép mới.", "It has no licence in force, and so records nothing until it has one."),
    ];

    private static async Task<ProposalWords> OfExclusionAsync(ExcludeProviderInput input, Caller caller, ExcludeProvider exclude, CancellationToken cancel)
    {
        var effect = await exclude.EffectAsync(caller, input.Campaign, input.ProviderCode, cancel);
        var name = effect?.Provider.Name ?? input.ProviderCode;
        var violations = input.ViolationIds?.Count ?? 0;
        var why = Told(input.Reason, input.DecisionNumber);
        return new(
            new($"Loại {name} khỏi chiến dịch {input.Campaign}", $"Exclude {name} from the campaign {input.Campaign}"),
            violations == 0 ? why : new($"{why.Vietnamese} · {violations} vi phạm kèm theo", $"{why.English} · {violations} violations"),
            effect is null ? [new("Doanh nghiệp không còn tham gia, nên không còn gì để loại.", "The provider no longer takes part: there is nothing to exclude.")] : EffectsOf(effect),
            new($"Duyệt: loại {name}", $"Approve: exclude {name}"));
    }

    private static async Task<ProposalWords> OfReinstatementAsync(ReinstateProviderInput input, Caller caller, ReinstateProvider reinstate, CancellationToken cancel)
    {
        var effect = await reinstate.EffectAsync(caller, input.Campaign, input.ProviderCode, cancel);
        var name = effect?.Provider.Name ?? input.ProviderCode;
        return new(
            new($"Khôi phục {name} trong chiến dịch {input.Campaign}", $"Reinstate {name} in the campaign {input.Campaign}"),
            Told(input.Reason, input.DecisionNumber),
            effect is null ? [new("Doanh nghiệp hiện không bị loại, nên không có gì để khôi phục.", "The provider is not excluded: there is nothing to reinstate.")] : EffectsOf(effect),
            new($"Duyệt: khôi phục {name}", $"Approve: reinstate {name}"));
    }

    private static Text Told(string reason, string? number) => new(
        reason + (string.IsNullOrEmpty(number) ? "" : $" · quyết định số {number}"), reason + (string.IsNullOrEmpty(number) ? "" : $" · decision {number}"));

    private static ProposalWords OfPublication(ProposedPublication publication) => Plain(
        new($"Công bố vụ việc {publication.CaseNumber} của {publication.ProviderCode}", $"Publish case {publication.CaseNumber} of {publication.ProviderCode}"),
        [
            new("Tên doanh nghiệp, loại vi phạm và điều khoản hiện trên trang công khai và nguồn tin ngay từ lúc duyệt. Không có dữ liệu của công dân.",
                "The provider's name, the kind and the clause stand on the public page and in its feed from that moment on. No citizen is in it."),
            new("Rút lại được, kèm lý do; việc từng công bố vẫn ở trong hồ sơ.", "It can be withdrawn, with a reason; that it was published stays in the file."),
        ]);

    private static ProposalWords OfClient(ProposedClientChange change) => change switch
    {
        { AddKey: { } add } => Plain(
            new($"Thêm khóa cho hệ thống {add.ClientId}", $"Add a key to the system {add.ClientId}"),
            [new("Ai giữ khóa này đăng nhập được với tên của hệ thống đó.", "Whoever holds this key signs in as that system.")]),
        { EndCredential: { } end } => Plain(
            new($"Kết thúc khóa hoặc mật khẩu {end.Id} của một hệ thống", $"End the key or secret {end.Id} of a system"),
            [new("Hệ thống không đăng nhập bằng nó được nữa.", "The system signs in by it no more.")]),
        { OpenClient: { } open } => Plain(
            new($"Mở hệ thống {open.ClientId} cho {open.ProviderCode}", $"Open the system {open.ClientId} for {open.ProviderCode}"),
            [new($"Hệ thống được: {string.Join(", ", open.Scopes)}.", $"It may: {string.Join(", ", open.Scopes)}.")]),
        { EndClient: { } end } => Plain(
            new($"Kết thúc hệ thống {end.ClientId}", $"End the system {end.ClientId}"), [new("Hệ thống không đăng nhập được nữa.", "It signs in no more."), ForGood]),
        _ => Plain(new("Thay đổi một hệ thống", "Change a system"), []),
    };

    private static ProposalWords OfRegistryKey(RegistryKeyChangeInput input) => Plain(
        input.Step == RegistryKeyStep.Promote
            ? new($"Đưa khóa {input.KeyId} ({input.Purpose.InDatabase()}) vào dùng", $"Promote the key {input.KeyId} ({input.Purpose.InDatabase()})")
            : new($"Ngừng dùng khóa {input.KeyId} ({input.Purpose.InDatabase()})", $"Retire the key {input.KeyId} ({input.Purpose.InDatabase()})"),
        [new("Người vận hành được thực hiện bước này trên máy chủ trong 7 ngày; ngoài ra không có gì thay đổi.",
            "Who runs the registry may take this step on the machine within 7 days; nothing else happens by it.")]);

    private static ProposalWords Plain(Text title, IReadOnlyList<Text> effects) =>
        new(title, null, effects, new($"Duyệt: {title.Vietnamese}", $"Approve: {title.English}"));
}
