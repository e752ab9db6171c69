using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>There is no such case.</summary>
internal sealed record CaseNotFound : Refusal
{
    public override Text Message => new("Không có vụ việc nào mang mã này. Hãy tải lại danh sách.", "No case has this id. Reload the list.");
}

/// <summary>One of the flags named does not exist.</summary>
internal sealed record ViolationNotFound : Refusal
{
    public override Text Message => new(
        "Có dấu hiệu vi phạm được nêu không tồn tại. Hãy tải lại danh sách.", "One of the flags named does not exist. Reload the list.");
}

/// <summary>A case is of one campaign and one provider, and what is named is not.</summary>
internal sealed record ViolationsDiffer : Refusal
{
    public override Text Message => new(
        "Một vụ việc chỉ gồm dấu hiệu của một chương trình và một doanh nghiệp. Hãy mở vụ việc riêng cho từng doanh nghiệp.",
        "A case contains only flags of one campaign and one provider. Open one case per provider.");

    public override Clause? Clause => Clause.MonitoringFindsViolations;
}

/// <summary>One of the flags is in another case.</summary>
/// <param name="CaseId">In which.</param>
internal sealed record ViolationInAnotherCase(Guid CaseId, string CaseNumber) : Refusal
{
    public override Text Message => new(
        $"Có dấu hiệu đã thuộc vụ việc {CaseNumber}. Hãy xem vụ việc đó.", $"One of the flags is already in case {CaseNumber}. See that case.");

    public override Clause? Clause => Clause.MonitoringFindsViolations;
}

/// <summary>The case was decided, and not by the decision that was named as the one to be turned over.</summary>
/// <param name="Decision">The one that holds.</param>
internal sealed record CaseAlreadyDecided(CaseDecisionView Decision) : Refusal
{
    public override Text Message => new(
        $"Vụ việc đã được {Decision.By} kết luận lúc {VietnamTime.Spoken(Decision.At)}. Chỉ một kết luận mới, nêu rõ thay cho kết luận đó, mới đổi được.",
        $"The case was decided by {Decision.By} at {VietnamTime.SpokenEnglish(Decision.At)}. It can only be changed by a new decision that names this one.");

    public override Clause? Clause => Clause.ReportsAreVerified;
}

/// <summary>A decision that turns another over says why anew.</summary>
internal sealed record ReasonGivenBefore : Refusal
{
    public override Text Message => new(
        "Lý do này đã được nêu ở một kết luận trước. Kết luận mới cần một lý do mới.", "An earlier decision has the same reason. A new decision needs a new reason.");

    public override Clause? Clause => Clause.ReportsAreVerified;
}

/// <summary>The case is published: that is withdrawn first.</summary>
internal sealed record CaseIsPublished : Refusal
{
    public override Text Message => new(
        "Vụ việc đang được công bố. Hãy rút công bố trước, rồi kết luận lại.", "The case is published. Withdraw the publication first, then decide again.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}

/// <summary>A provider was asked and may still answer.</summary>
/// <param name="AnswerDueAt">Exclusive.</param>
internal sealed record AnswerAwaited(DateTimeOffset AnswerDueAt) : Refusal
{
    public override Text Message => new(
        $"Doanh nghiệp còn hạn trả lời đến {VietnamTime.Until(AnswerDueAt).Vietnamese}. Hãy chờ câu trả lời hoặc hết hạn.",
        $"The provider may answer until {VietnamTime.Until(AnswerDueAt).English}. Wait for the answer or for the deadline.");

    public override Clause? Clause => Clause.ReportsAreVerified;
}

/// <summary>No provider of this code can be asked, or the case is against nobody in particular.</summary>
internal sealed record CaseHasNoProvider : Refusal
{
    public override Text Message => new(
        "Vụ việc không gắn với doanh nghiệp nào như vậy. Hãy nêu đúng mã doanh nghiệp.", "The case does not concern such a provider. Give a provider's code.");
}

/// <summary>An answer is due in the future, within 60 days.</summary>
internal sealed record InvalidAnswerDeadline : Refusal
{
    public override Text Message => new(
        "Hạn trả lời phải ở tương lai, tối đa 60 ngày.", "The deadline must be in the future, within 60 days.");
}

/// <summary>The caller was asked nothing under this id.</summary>
internal sealed record QuestionNotFound : Refusal
{
    public override Text Message => new("Không có câu hỏi nào mang mã này gửi đến doanh nghiệp.", "No question to your provider has this id.");
}

/// <summary>It was answered, or the case was decided without.</summary>
internal sealed record QuestionClosed : Refusal
{
    public override Text Message => new(
        "Câu hỏi này đã được trả lời hoặc vụ việc đã kết luận. Nếu cần bổ sung, hãy liên hệ Sở.",
        "This question has been answered, or the case decided. Contact the department to add something.");

    public override Clause? Clause => Clause.ReportsAreVerified;
}

/// <summary>What is published has been confirmed.</summary>
internal sealed record CaseNotConfirmed : Refusal
{
    public override Text Message => new(
        "Chỉ công bố vụ việc đã được kết luận là vi phạm.", "Only a confirmed case can be published.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}

/// <summary>Cases are worked on by the department's officers and systems.</summary>
internal sealed record InvalidAssignee : Refusal
{
    public override Text Message => new(
        "Người được giao ghi là officer:<tài khoản> hoặc client:<hệ thống>.", "The assignee must be officer:<account> or client:<system>.");
}
