using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Certificates.Places;

/// <summary>The citizen holds nothing here, or holds it with this provider already.</summary>
internal sealed record NothingToSwitch(bool HoldsItHere) : Refusal
{
    public override Text Message => HoldsItHere
        ? new(
            "Công dân đang có chứng thư của chính doanh nghiệp này. Để cấp lại, doanh nghiệp thay thế chứng thư (replaceCertificate).",
            "The citizen has a certificate of this provider already. To issue a new one, the provider replaces it (replaceCertificate).")
        : new(
            "Công dân không có chứng thư nào trong chiến dịch này để chuyển. Hãy tra cứu và cấp mới.",
            "The citizen has no certificate in this campaign to switch. Check and issue a new one.");

    public override Clause? Clause => Clause.FreeYearIsCarriedOver;
}
