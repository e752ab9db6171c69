using Campaign.Registry.Kernel;

namespace Campaign.Registry.Needs;

/// <summary>The need has ended, or is another provider's, or was not named (state null).</summary>
public sealed record NeedNotServable(NeedState? State, DateTimeOffset? RevokeBy) : Refusal
{
    public override Text Message
    {
        get
        {
            var (deadline, deadlineEnglish) = RevokeBy is { } by
                ? ($" Nếu chứng thư đã tạo thì phải thu hồi trước {VietnamTime.Spoken(by)}.", $" If the certificate was made, revoke it before {VietnamTime.SpokenEnglish(by)}.")
                : ("", "");
            return new(
                $"Không có đăng ký nhu cầu nào đang mở của công dân này tại doanh nghiệp.{deadline}",
                $"The provider has no open need of this citizen.{deadlineEnglish}");
        }
    }

    public override Clause? Clause => Kernel.Clause.NeedLapsesAfter48Hours;
}

/// <summary>How a need stands; the state of the need that could not be served.</summary>
public enum NeedState
{
    Waiting,
    InSupport,
    Served,
    Lapsed,
    Cancelled,
    Released,
    Superseded,
}
