using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Places;

/// <summary>Another record was first: the citizen's place is taken, and the certificate that was just made is in vain.</summary>
/// <param name="Holder">Who holds the place, and since when; without the instant where only the number stated beside the citizen's own is held.</param>
/// <param name="Yours">True when the holder is the caller's own provider.</param>
/// <param name="RevokeBy">By when the certificate must be revoked; counted from the first refusal, the same on every retry.</param>
internal sealed record AlreadyIssued(HeldCertificate Holder, bool Yours, DateTimeOffset? RevokeBy) : Refusal
{
    public override Text Message
    {
        get
        {
            var (deadline, deadlineEnglish) = RevokeBy is { } by
                ? ($" Chứng thư vừa tạo phải thu hồi trước {VietnamTime.Spoken(by)}.", $" Revoke the certificate just made before {VietnamTime.SpokenEnglish(by)}.")
                : ("", "");
            if (Holder.RecordedAt is not { } at)
            {
                return new(
                    $"Số còn lại nêu trong yêu cầu đã có chứng thư của {Holder.Provider.Name}. Nếu là cùng một người thì không được cấp thêm; nếu giấy tờ cho thấy là hai người, hãy bỏ số đó và ghi nhận lại: Sở sẽ xem xét.{deadline}",
                    $"The other number stated already has a certificate of {Holder.Provider.Name}. If it is the same person, no other may be issued; if the papers show two persons, leave that number out and record again: the department looks into it.{deadlineEnglish}");
            }

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
