using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A certificate is made before it is recorded: issuedAt lies at most 5 minutes ahead of the registry's clock (inclusive), as far back as it may. It ends after
/// it begins, has not ended yet (validUntil exclusive), and its issuer, when a PEM shows it, is the provider's.
/// </summary>
internal static class CertificateIsCredibleRule
{
    /// <summary>How far ahead of the registry's clock an instant of a provider's may lie (inclusive): clocks differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public static InvalidCertificate? Judge(CertificateFacts certificate, short providerId, ProviderIssuers? issuers, DateTimeOffset now)
    {
        if (certificate.IssuedAt > now + ClockTolerance)
        {
            return new("issuedAt", new(
                "thời điểm tạo chứng thư ở tương lai. Hãy kiểm tra đồng hồ của hệ thống cấp.",
                "the certificate would have been made in the future. Check the clock of the issuing system."));
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
