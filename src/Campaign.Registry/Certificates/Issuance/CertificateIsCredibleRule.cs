using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A certificate is made before it is recorded: issuedAt is an instant that can be believed (<see cref="StatedInstantsRule"/>). It ends after
/// it begins, has not ended yet (validUntil exclusive), and its issuer, when a PEM shows it, is the provider's.
/// </summary>
internal static class CertificateIsCredibleRule
{
    public static InvalidCertificate? Judge(CertificateFacts certificate, short providerId, ProviderIssuers? issuers, DateTimeOffset now)
    {
        if (StatedInstantsRule.Judge("issuedAt", certificate.IssuedAt, now) is { } unbelievable)
        {
            return unbelievable;
        }

        if (certificate.ValidUntil is { } validUntil && (validUntil <= certificate.IssuedAt || validUntil <= now))
        {
            return new("validUntil", new(
                "chứng thư đã hết hạn hoặc hết hạn trước khi bắt đầu. Hãy kiểm tra lại thời hạn.",
                "the certificate has ended, or ends before it begins. Check its validity."));
        }

        if (certificate.IssuerNames is { } names && issuers?.Agree(providerId, names) == false)
        {
            return new("pem", new(
                "tổ chức phát hành ghi trong chứng thư không phải của doanh nghiệp này. Hãy đăng ký tên tổ chức phát hành với Sở, hoặc gửi đúng chứng thư.",
                "the issuer named in the certificate is not this provider's. Register the issuer's name with the department, or send the right certificate."));
        }

        return null;
    }
}
