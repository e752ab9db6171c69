using System.Text.Json;
using Campaign.Registry.Campaigns;
using Campaign.Registry.Cases;
using Campaign.Registry.Clients;
using Campaign.Registry.Kernel;
using Campaign.Registry.Proposals;
using Campaign.Registry.Rekeying;

namespace Campaign.Host.SignIn.Pages;

/// <summary>A proposal as an officer reads it before deciding.</summary>
/// <param name="Title">What would be done.</param>
/// <param name="Why">What was written with it; null when nothing was.</param>
/// <param name="Effects">What follows from an approval, in words and figures.</param>
/// <param name="Approve">What the button that does it says.</param>
internal sealed record ProposalWords(Text Title, Text? Why, IReadOnlyList<Text> Effects, Text Approve)
{
    private static readonly Text ForGood = new("Không hoàn tác được trên trang này.", "It cannot be undone here.");

    public static async Task<ProposalWords> OfAsync(Proposal proposal, Caller caller, ExcludeProvider exclude, CancellationToken cancel) => proposal.Act switch
    {
        ProposedAct.ExcludeProvider => await OfExclusionAsync(JsonSerializer.Deserialize<ExcludeProviderInput>(proposal.Input)!, caller, exclude, cancel),
        ProposedAct.PublishCase => OfPublication(JsonSerializer.Deserialize<ProposedPublication>(proposal.Input)!),
        ProposedAct.ChangeClientKey => OfClient(JsonSerializer.Deserialize<ProposedClientChange>(proposal.Input, JsonSerializerOptions.Web)!),
        ProposedAct.ChangeRegistryKey => OfRegistryKey(JsonSerializer.Deserialize<RegistryKeyChangeInput>(proposal.Input)!),
        _ => Plain(new(proposal.Act.InDatabase(), proposal.Act.InDatabase()), []),
    };

    private static async Task<ProposalWords> OfExclusionAsync(ExcludeProviderInput input, Caller caller, ExcludeProvider exclude, CancellationToken cancel)
    {
        var effect = await exclude.EffectAsync(caller, input.Campaign, input.ProviderCode, cancel);
        var name = effect?.Provider.Name ?? input.ProviderCode;
        var (number, violations) = (input.DecisionNumber, input.ViolationIds?.Count ?? 0);
        List<Text> effects =
        [
            new($"{name} không tra cứu, ghi nhận hay chuyển chứng thư nào trong chiến dịch này nữa, ngay từ lúc duyệt.",
                $"{name} checks, records and switches nothing more in this campaign, from that moment on."),
        ];
        if (effect is not null)
        {
            effects.Add(new(
                $"{effect.OpenNeeds} đăng ký hỗ trợ đang mở trở về cho công dân chọn doanh nghiệp khác.", $"{effect.OpenNeeds} open needs go back to their citizens, who choose anew."));
            effects.Add(new(
                $"{effect.LiveIssuances} chứng thư đã cấp vẫn giữ nguyên, cả thời gian miễn phí; {effect.Pending} chứng thư chờ kích hoạt còn 72 giờ.",
                $"{effect.LiveIssuances} certificates stay, with their free period; {effect.Pending} that wait for activation have 72 hours."));
        }

        return new(
            new($"Loại {name} khỏi chiến dịch {input.Campaign}", $"Exclude {name} from the campaign {input.Campaign}"),
            new(
                input.Reason + (number is null ? "" : $" · quyết định số {number}") + (violations == 0 ? "" : $" · {violations} vi phạm kèm theo"),
                input.Reason + (number is null ? "" : $" · decision {number}") + (violations == 0 ? "" : $" · {violations} violations")),
            [.. effects, ForGood], new($"Duyệt: loại {name}", $"Approve: exclude {name}"));
    }

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
