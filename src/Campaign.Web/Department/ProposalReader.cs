using System.Text.Json;
using Campaign.Registry.Accounts;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Rekeying;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Exclusions;
using Campaign.Registry.Providers.Clients;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Web.Department;

/// <summary>Puts what was proposed into words. What an approval would do is looked up anew each time; a proposal that is decided needs its title alone.</summary>
public sealed class ProposalReader(ExcludeProvider exclude, ReinstateProvider reinstate, ProviderDirectory providers, ViolationQueries violations, ProposedPhones phones)
{
    private static readonly Text ForGood = new("Không hoàn tác được trên trang này.", "It cannot be undone here.");

    public async Task<Text> TitleOfAsync(Proposal proposal, CancellationToken cancel) => proposal.Act switch
    {
        ProposedAct.ExcludeProvider => OfExclusion(Input<ExcludeProviderInput>(proposal), await NameOfAsync(Input<ExcludeProviderInput>(proposal).ProviderCode, cancel)),
        ProposedAct.ReinstateProvider => OfReinstatement(Input<ReinstateProviderInput>(proposal), await NameOfAsync(Input<ReinstateProviderInput>(proposal).ProviderCode, cancel)),
        ProposedAct.PublishCase => OfPublication(Input<ProposedPublication>(proposal), await NameOfAsync(Input<ProposedPublication>(proposal).ProviderCode, cancel)).Title,
        _ => OfOther(proposal).Title,
    };

    /// <summary>A look at the violations that it rests on leaves the trace of one (HUE-1.7).</summary>
    public async Task<ProposalWords> ReadAsync(Proposal proposal, Caller caller, CancellationToken cancel) => proposal.Act switch
    {
        ProposedAct.ExcludeProvider => await OfExclusionAsync(Input<ExcludeProviderInput>(proposal), caller, cancel),
        ProposedAct.ReinstateProvider => await OfReinstatementAsync(Input<ReinstateProviderInput>(proposal), caller, cancel),
        ProposedAct.BindCitizenPhone => await OfPhoneAsync(proposal, caller, cancel),
        ProposedAct.PublishCase => OfPublication(Input<ProposedPublication>(proposal), await NameOfAsync(Input<ProposedPublication>(proposal).ProviderCode, cancel)),
        _ => OfOther(proposal),
    };

    private static Text PhoneOfCitizen { get; } = new("Gắn điện thoại nhận mã cho một công dân", "Bind a citizen's phone for codes");

    private static T Input<T>(Proposal proposal) => JsonSerializer.Deserialize<T>(proposal.Input)!;

    private static Text OfExclusion(ExcludeProviderInput input, string name) =>
        new($"Loại {name} khỏi chiến dịch {input.Campaign}", $"Exclude {name} from the campaign {input.Campaign}");

    private static Text OfReinstatement(ReinstateProviderInput input, string name) =>
        new($"Khôi phục {name} trong chiến dịch {input.Campaign}", $"Reinstate {name} in the campaign {input.Campaign}");

    private static ProposalWords OfOther(Proposal proposal) => proposal.Act switch
    {
        ProposedAct.ChangeClientKey => OfClient(JsonSerializer.Deserialize<ProposedClientChange>(proposal.Input, JsonSerializerOptions.Web)!),
        ProposedAct.ChangeRegistryKey => OfRegistryKey(Input<RegistryKeyChangeInput>(proposal)),
        ProposedAct.BindCitizenPhone => Plain(PhoneOfCitizen, []),
        ProposedAct.LinkNumbers => OfLink(Input<ProposedLink>(proposal)),
        ProposedAct.UnlinkNumbers => OfUnlink(Input<ProposedUnlink>(proposal)),
        ProposedAct.LinkSamePerson => OfSamePerson(Input<ProposedSamePerson>(proposal)),
        _ => Plain(new(proposal.Act.InDatabase(), proposal.Act.InDatabase()), []),
    };

    private async Task<ProposalWords> OfExclusionAsync(ExcludeProviderInput input, Caller caller, CancellationToken cancel)
    {
        var (effect, name) = (await exclude.EffectAsync(caller, input.Campaign, input.ProviderCode, cancel), await NameOfAsync(input.ProviderCode, cancel));
        Guid[] grounds = [.. (input.ViolationIds ?? []).Select(Guid.Parse).Distinct()];
        var shown = grounds.Length == 0 ? [] : await violations.ByIdsAsync(caller, [.. grounds.Take(ProposalWords.MostGrounds)], cancel);
        return new(
            OfExclusion(input, name),
            Told(input.Reason, input.DecisionNumber),
            [.. shown.Values.OrderBy(v => v.FlaggedAt).ThenBy(v => v.Id)],
            Math.Max(0, grounds.Length - ProposalWords.MostGrounds),
            effect is null ? [new("Doanh nghiệp không còn tham gia, nên không còn gì để loại.", "The provider no longer takes part: there is nothing to exclude.")] : ProposalWords.EffectsOf(effect),
            new($"Duyệt: loại {name}", $"Approve: exclude {name}"));
    }

    private async Task<ProposalWords> OfReinstatementAsync(ReinstateProviderInput input, Caller caller, CancellationToken cancel)
    {
        var (effect, name) = (await reinstate.EffectAsync(caller, input.Campaign, input.ProviderCode, cancel), await NameOfAsync(input.ProviderCode, cancel));
        return new(
            OfReinstatement(input, name),
            Told(input.Reason, input.DecisionNumber),
            [],
            0,
            effect is null ? [new("Doanh nghiệp hiện không bị loại, nên không có gì để khôi phục.", "The provider is not excluded: there is nothing to reinstate.")] : ProposalWords.EffectsOf(effect),
            new($"Duyệt: khôi phục {name}", $"Approve: reinstate {name}"));
    }

    /// <summary>Number and phone are for whoever may confirm; each look leaves its trace.</summary>
    private async Task<ProposalWords> OfPhoneAsync(Proposal proposal, Caller caller, CancellationToken cancel)
    {
        var serves = caller.May(Scopes.DepartmentReview) || caller.May(Scopes.DepartmentAdministration);
        var shown = serves && proposal.ProposedBy != caller.RequestOwner ? await phones.ShowAsync(caller, proposal, cancel) : null;
        return new(
            PhoneOfCitizen,
            shown is null ? null : new($"công dân có mặt tại quầy; số căn cước {shown.Number}, điện thoại {shown.Phone}", $"the citizen is at the counter; number {shown.Number}, phone {shown.Phone}"),
            [],
            0,
            [
                new("Từ lúc xác nhận, mã của công dân được gửi đến điện thoại này và không gửi đến điện thoại nào khác.", "From the confirmation on, the citizen's codes go to this phone and to no other."),
                shown is null
                    ? new("Nếu thay một điện thoại cũ: điện thoại cũ được báo ngay, điện thoại mới chưa đồng ý được việc gì trong 24 giờ.",
                        "If it replaces an older phone: that one is told at once, and the new one can give no consent for 24 hours.")
                    : shown.Replaces
                        ? new("Công dân này đang có điện thoại khác: điện thoại này THAY điện thoại đó. Điện thoại cũ được báo ngay, điện thoại mới chưa đồng ý được việc gì trong 24 giờ.",
                            "This citizen has another phone now: this one REPLACES it. The old one is told at once, and the new one can give no consent for 24 hours.")
                        : new("Công dân này chưa có điện thoại nào: đây là điện thoại đầu tiên, dùng được ngay và không ai được báo. Hãy nhờ công dân đọc lại số.",
                            "This citizen has no phone yet: it is the first, good at once, and nobody is told. Have the citizen read the number back."),
            ],
            new("Đúng: xác nhận gắn điện thoại", "Yes: confirm the phone"))
        {
            Ask = new("Tôi đã so thẻ và điện thoại", "I have compared card and phone"),
            Sure = shown is null ? null : new($"Gắn điện thoại {shown.Phone} cho số căn cước {shown.Number}?", $"Bind the phone {shown.Phone} to the number {shown.Number}?"),
        };
    }

    /// <summary>The code itself where no provider has it any more.</summary>
    private async Task<string> NameOfAsync(string code, CancellationToken cancel) =>
        await providers.IdOfAsync(code, cancel) is { } id ? (await providers.ByIdAsync(id, cancel)).Name : code;

    private static Text Told(string reason, string? number) => new(
        reason + (string.IsNullOrEmpty(number) ? "" : $" · quyết định số {number}"), reason + (string.IsNullOrEmpty(number) ? "" : $" · decision {number}"));

    private static ProposalWords OfPublication(ProposedPublication publication, string name) => Plain(
        new($"Công bố vụ việc {publication.CaseNumber} của {name}", $"Publish case {publication.CaseNumber} of {name}"),
        [
            new("Tên doanh nghiệp, loại vi phạm và điều khoản hiện trên trang công khai và nguồn tin ngay từ lúc duyệt. Không có dữ liệu của công dân.",
                "The provider's name, the kind of violation and the clause appear on the public page and in its feed immediately on approval. No citizens' data."),
            new("Rút lại được, kèm lý do; việc từng công bố vẫn ở trong hồ sơ.", "It can be withdrawn, with a reason; the case file keeps the fact of publication."),
        ]);

    private static ProposalWords OfClient(ProposedClientChange change) => change switch
    {
        { AddKey: { } add } => Plain(
            new($"Thêm khóa cho hệ thống {add.ClientId}", $"Add a key to the system {add.ClientId}"),
            [new("Người giữ khóa này đăng nhập được với tư cách hệ thống đó.", "Whoever has this key can sign in as that system.")]),
        { EndCredential: { } end } => Plain(
            new($"Kết thúc khóa hoặc mật khẩu {end.Id} của một hệ thống", $"End the key or secret {end.Id} of a system"),
            [new("Hệ thống không đăng nhập bằng nó được nữa.", "The system can no longer sign in with it.")]),
        { OpenClient: { } open } => Plain(
            new($"Mở hệ thống {open.ClientId} cho {open.ProviderCode}", $"Open the system {open.ClientId} for {open.ProviderCode}"),
            [new($"Hệ thống được: {string.Join(", ", open.Scopes)}.", $"It may: {string.Join(", ", open.Scopes)}.")]),
        { EndClient: { } end } => Plain(
            new($"Kết thúc hệ thống {end.ClientId}", $"End the system {end.ClientId}"), [new("Hệ thống không đăng nhập được nữa.", "The system can no longer sign in."), ForGood]),
        _ => Plain(new("Thay đổi một hệ thống", "Change a system"), []),
    };

    private static ProposalWords OfLink(ProposedLink link) => Linked(
        new($"Liên kết số {link.Numbers[0]} với số {link.Numbers[1]} là một người", $"Link the numbers {link.Numbers[0]} and {link.Numbers[1]} as one person's"), link.Reason);

    private static ProposalWords OfUnlink(ProposedUnlink unlink) => new(
        new($"Gỡ liên kết giữa số {string.Join(" và số ", unlink.Numbers)}", $"Undo the link between the numbers {string.Join(" and ", unlink.Numbers)}"),
        new(unlink.Reason, unlink.Reason),
        [],
        0,
        [
            new("Mỗi số lại là một người riêng, có suất chứng thư và năm miễn phí riêng.", "Each number is a person of its own again, with a certificate and a free year of its own."),
            new("Chỉ gỡ được khi chưa có ghi nhận nào kể từ lúc liên kết; điều liên kết đã kết thúc thì vẫn kết thúc.", "Possible only while nothing was recorded since the link; what the link ended stays ended."),
            new("Điện thoại của cả hai số được báo ngay.", "The phones of both numbers are told at once."),
        ],
        new("Duyệt: gỡ liên kết", "Approve: undo the link"));

    private static ProposalWords OfSamePerson(ProposedSamePerson pair) => Linked(
        new("Liên kết hai người nghi trùng là một người", "Link two who may be one as one person"), pair.Reason);

    private static ProposalWords Linked(Text title, string reason) => new(
        title,
        new(reason, reason),
        [],
        0,
        [
            new("Hai số thành một người, chung một suất chứng thư và một năm miễn phí, tính từ lần sớm nhất.", "Both numbers become one person, with one certificate and one free year, from the earliest on."),
            new("Đăng ký nhờ hỗ trợ đang mở của bên không giữ chứng thư sẽ kết thúc.", "An open request of the one who holds no certificate ends."),
            new("Điện thoại của cả hai số được báo ngay và chưa đồng ý được việc gì trong 24 giờ.", "The phones of both numbers are told at once and can give no consent for 24 hours."),
            new("Gỡ được bằng quyết định mới, khi chưa có ghi nhận nào kể từ đó.", "It can be undone by a new decision while nothing has been recorded since."),
        ],
        new("Duyệt: liên kết hai số", "Approve: link the two numbers"));

    private static ProposalWords OfRegistryKey(RegistryKeyChangeInput input) => Plain(
        input.Step == RegistryKeyStep.Promote
            ? new($"Đưa khóa {input.KeyId} ({input.Purpose.InDatabase()}) vào dùng", $"Promote the key {input.KeyId} ({input.Purpose.InDatabase()})")
            : new($"Ngừng dùng khóa {input.KeyId} ({input.Purpose.InDatabase()})", $"Retire the key {input.KeyId} ({input.Purpose.InDatabase()})"),
        [new("Người vận hành được thực hiện bước này trên máy chủ trong 7 ngày; ngoài ra không có gì thay đổi.",
            "The operator may carry out this step on the host within 7 days; nothing else changes.")]);

    private static ProposalWords Plain(Text title, IReadOnlyList<Text> effects) =>
        new(title, null, [], 0, effects, new($"Duyệt: {title.Vietnamese}", $"Approve: {title.English}"));
}
