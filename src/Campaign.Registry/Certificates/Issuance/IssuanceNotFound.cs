using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>No issuance of the caller's bears this id. Another provider's reads the same as none.</summary>
internal sealed record IssuanceNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy chứng thư nào của doanh nghiệp với mã này. Hãy kiểm tra lại mã ghi nhận.",
        "No issuance of the provider has this id. Check the id.");
}

/// <summary>The issuance has ended another way, or the reason does not fit its state or time.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Why">What does not fit.</param>
internal sealed record CannotEndSo(IssuanceStatus Status, Text Why) : Refusal
{
    public override Text Message => Why;

    public override Clause? Clause => Clause.CertificateStates;

    public static CannotEndSo HasEnded(IssuanceStatus status) => new(status, new(
        $"Chứng thư này đã kết thúc ({status.Said().Vietnamese}); một kết thúc là vĩnh viễn.",
        $"This issuance has ended ({status.Said().English}); an end is final."));
}

/// <summary>Only what waits for its activation can be activated.</summary>
/// <param name="Status">How it stands.</param>
internal sealed record NotPendingActivation(IssuanceStatus Status) : Refusal
{
    public override Text Message => new(
        $"Chứng thư này không ở trạng thái chờ kích hoạt ({Status.Said().Vietnamese}).",
        $"This certificate is not pending activation (it is {Status.Said().English}).");

    public override Clause? Clause => Clause.FaultCountsAsIssued;
}
