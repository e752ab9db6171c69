namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A certificate is made before it is recorded: issuedAt is an instant that can be believed (<see cref="StatedInstantsRule"/>). It ends after
/// it was made, and has not ended yet (validUntil exclusive). What else of a certificate that is shown does not fit is observed (<see cref="CertificateObservation"/>).
/// </summary>
internal static class CertificateIsCredibleRule
{
    public static InvalidCertificate? Judge(CertificateFacts certificate, DateTimeOffset now)
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

        return null;
    }
}
