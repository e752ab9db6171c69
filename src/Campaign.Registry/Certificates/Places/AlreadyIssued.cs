using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Places;

/// <summary>Another record was first: the citizen's place is taken, and the certificate that was just made is in vain.</summary>
/// <param name="Holder">Who holds the place, and since when.</param>
/// <param name="Yours">True when the holder is the caller's own provider.</param>
/// <param name="RevokeBy">By when the certificate must be revoked; counted from the first refusal, the same on every retry.</param>
internal sealed record AlreadyIssued(HeldCertificate Holder, bool Yours, DateTimeOffset? RevokeBy) : Refusal
{
    public override Text Message
    {
        get
        {
            var at = Holder.RecordedAt ?? throw new InvalidOperationException("The loser of a race is always told when the winner recorded.");
            var (deadline, deadlineEnglish) = RevokeBy is { } by
                ? ($" Chứng thư vừa tạo phải thu hồi trước {VietnamTime.Spoken(by)}.", $" Revoke the certificate just made before {VietnamTime.SpokenEnglish(by)}.")
                : ("", "");
            return Yours
                ? new(
                    $"Doanh nghiệp của bạn đã ghi nhận một chứng thư cho công dân này lúc {VietnamTime.Spoken(at)}; mỗi công dân chỉ được cấp một.{deadline}",
                    $"Your provider already recorded a certificate for this citizen at {VietnamTime.SpokenEnglish(at)}; each citizen has one.{deadlineEnglish}")
                : new(
                    $"{Holder.Provider.Name} đã ghi nhận trước lúc {VietnamTime.Spoken(at)}.{deadline}",
                    $"{Holder.Provider.Name} recorded first, at {VietnamTime.SpokenEnglish(at)}.{deadlineEnglish}");
        }
    }

    public override Clause? Clause => Clause.FirstRecordedIsValid;
}
