using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>This provider has recorded this serial number before.</summary>
/// <param name="IssuanceId">The issuance that bears it.</param>
internal sealed record SerialNumberTaken(Guid? IssuanceId) : Refusal
{
    public override Text Message => new(
        "Doanh nghiệp đã ghi nhận chứng thư có số sê-ri này. Hãy kiểm tra lại số sê-ri; để gửi lại yêu cầu cũ, hãy dùng đúng requestId cũ.",
        "The provider has recorded this serial number before. Check the serial number; to repeat an earlier request, send the same requestId.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}

/// <summary><c>activated: false</c> outside the door: elsewhere only a successful activation is recorded.</summary>
internal sealed record ActivationRequired : Refusal
{
    public override Text Message => new(
        "Chỉ khi cấp tại nhà gặp lỗi kỹ thuật mới được ghi nhận trước khi kích hoạt. Hãy kích hoạt thành công rồi ghi nhận.",
        "Only a technical fault at the door may be recorded before activation. Activate first, then record.");

    public override Clause? Clause => Clause.RecordAfterActivation;
}
