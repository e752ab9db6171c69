using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Department;

/// <summary>What an alarm found, in words. One that has none here is shown by its name.</summary>
internal static class AlarmWords
{
    private static readonly Dictionary<string, Text> Words = new()
    {
        ["TWO_LIVE_ISSUANCES"] = new("Một người có hai chứng thư cùng hiệu lực", "One person holds two live certificates"),
        ["TWO_LIVE_AT_ONCE_IN_JOURNAL"] = new("Theo nhật ký, một người từng có hai chứng thư cùng lúc", "By the journal one person held two certificates at once"),
        ["NOT_ONCE_IN_JOURNAL"] = new("Một ghi nhận không có đúng một lần trong nhật ký", "A record is not once in the journal"),
        ["STATUS_DIFFERS_FROM_JOURNAL"] = new("Trạng thái chứng thư khác nhật ký", "A certificate's status differs from the journal"),
        ["ENDED_WITHOUT_BEING_LIVE_IN_JOURNAL"] = new("Một chứng thư kết thúc mà theo nhật ký chưa từng có hiệu lực", "A certificate ended that was never live by the journal"),
        ["OWNER_DIFFERS_FROM_JOURNAL"] = new("Chủ chứng thư khác nhật ký", "A certificate's holder differs from the journal"),
        ["RECEIPT_DIFFERS_FROM_JOURNAL"] = new("Biên nhận khác nhật ký", "A receipt differs from the journal"),
        ["LEAF_DIFFERS_FROM_ITS_HASH"] = new("Một dòng nhật ký khác mã băm của nó", "A journal entry differs from its hash"),
        ["ISSUANCE_OF_JOURNAL_IS_GONE"] = new("Nhật ký có một ghi nhận không còn trong sổ", "The journal has a record that is gone"),
        ["ACTIVE_WITHOUT_FREE_PERIOD"] = new("Chứng thư hiệu lực mà không có năm miễn phí", "A live certificate has no free year"),
        ["FREE_PERIOD_DIFFERS_FROM_JOURNAL"] = new("Năm miễn phí khác nhật ký", "A free year differs from the journal"),
        ["TWO_FREE_PERIODS"] = new("Một người có hai năm miễn phí", "One person has two free years"),
        ["ABSORBED_PERSON_HOLDS_A_CERTIFICATE"] = new("Người đã được liên kết vẫn giữ một chứng thư riêng", "A person who was linked away still holds a certificate"),
        ["LINK_NOT_ONCE_IN_JOURNAL"] = new("Một liên kết không có đúng một lần trong nhật ký", "A link is not once in the journal"),
        ["LINK_OF_JOURNAL_IS_GONE"] = new("Nhật ký có một liên kết không còn trong sổ", "The journal has a link that is gone"),
        ["LINK_UNDONE_WITHOUT_DECISION"] = new("Một liên kết bị gỡ mà không có quyết định", "A link was undone without a decision"),
        ["UNDOING_NOT_ONCE_IN_JOURNAL"] = new("Việc gỡ một liên kết không có đúng một lần trong nhật ký", "The undoing of a link is not once in the journal"),
        ["NUMBER_LEADS_ASTRAY"] = new("Một số căn cước dẫn đến sai người", "A number leads to the wrong person"),
        ["WHO_STAYS_DIFFERS_FROM_LINKS"] = new("Người đại diện khác với các liên kết", "Who stands for linked persons differs from the links"),
        ["WHO_STAYS_IS_ABSORBED"] = new("Người đại diện lại đã được liên kết vào người khác", "Who stands for others was itself linked away"),
        ["CASE_DIFFERS_FROM_ITS_EVENTS"] = new("Một vụ việc khác với diễn biến của nó", "A case differs from its events"),
        ["CASE_NUMBER_IS_MISSING"] = new("Thiếu một số vụ việc", "A case number is missing"),
        ["MINUTES_NUMBER_IS_MISSING"] = new("Thiếu một số biên bản", "A number of minutes is missing"),
        ["MINUTES_DIFFER_FROM_JOURNAL"] = new("Biên bản khác nhật ký", "Minutes differ from the journal"),
        ["DECISION_NOT_ONCE_IN_JOURNAL"] = new("Một kết luận không có đúng một lần trong nhật ký", "A decision is not once in the journal"),
        ["FLAGS_OF_CASE_ARE_GONE"] = new("Vi phạm của một vụ việc không còn trong sổ", "Flags of a case are gone"),
        ["FLAG_DIFFERS_FROM_ITS_CASE"] = new("Một vi phạm khác với vụ việc của nó", "A flag differs from its case"),
        ["FLAG_OUTSIDE_CASES_IS_JUDGED"] = new("Một vi phạm ngoài vụ việc đã bị kết luận", "A flag outside any case was judged"),
        ["DATA_REQUEST_OVERDUE"] = new("Một yêu cầu về dữ liệu cá nhân đã quá hạn", "A request about personal data is overdue"),
    };

    public static IReadOnlyCollection<string> Known => Words.Keys;

    public static Text Of(string what) => Words.TryGetValue(what, out var words) ? words : new(what, what);
}
