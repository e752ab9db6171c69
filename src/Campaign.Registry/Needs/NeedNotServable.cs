using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Needs;

/// <summary>The need has ended, or is another provider's or citizen's, or was not named where one must be (state null).</summary>
/// <param name="RevokeBy">Of a record: by when the certificate that was made in vain must be revoked.</param>
internal sealed record NeedNotServable(NeedState? State, DateTimeOffset? RevokeBy) : Refusal
{
    public override Text Message
    {
        get
        {
            var (deadline, deadlineEnglish) = RevokeBy is { } by
                ? ($" Nếu chứng thư đã tạo thì phải thu hồi trước {VietnamTime.Spoken(by)}.", $" If the certificate was made, revoke it before {VietnamTime.SpokenEnglish(by)}.")
                : ("", "");
            var (why, whyEnglish) = State switch
            {
                NeedState.Lapsed => (
                    "Nhu cầu đã hết hạn; công dân được chọn doanh nghiệp khác.",
                    "The need has lapsed; the citizen may choose another provider."),
                NeedState.Released => (
                    "Doanh nghiệp đã bị loại khỏi chương trình; nhu cầu được trả lại cho công dân lựa chọn.",
                    "Its provider was excluded; the need went back to the citizen's choice."),
                NeedState.Cancelled => ("Công dân đã hủy nhu cầu này.", "The citizen has cancelled this need."),
                NeedState.Served => ("Nhu cầu này đã được đáp ứng.", "This need has been served."),
                NeedState.Superseded => (
                    "Công dân đã được cấp chứng thư bằng cách khác; nhu cầu không còn mở.",
                    "The citizen got a certificate another way; the need is no longer open."),
                null => (
                    "Hình thức NEED phải nêu một nhu cầu đang mở của chính công dân này tại doanh nghiệp; hình thức khác không được nêu.",
                    "Channel NEED names an open need of this very citizen with this provider; no other channel names one."),
                _ => ("Nhu cầu này không ở trạng thái phù hợp.", "The need is not in a state that allows this."),
            };
            return new(why + deadline, whyEnglish + deadlineEnglish);
        }
    }

    public override Clause? Clause => Clause.NeedLapsesAfter48Hours;
}

/// <summary>No need bears this id, or it is not the caller's (I8).</summary>
internal sealed record NeedNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy nhu cầu này của doanh nghiệp. Hãy kiểm tra lại mã.",
        "No need of yours has this id. Check the id.");
}
