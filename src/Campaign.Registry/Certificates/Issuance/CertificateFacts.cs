using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="SerialNumber">As the CA wrote it: hexadecimal; case, colons and leading zeros do not matter.</param>
/// <param name="IssuedAt">When the CA made it.</param>
/// <param name="ValidUntil">When it ends (exclusive); read from the PEM where that is given.</param>
/// <param name="Pem">The certificate itself; never stored, for its subject may name the citizen.</param>
internal sealed record CertificateInput(
    string SerialNumber, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil, KeyStorage KeyStorage = KeyStorage.Remote, string? Pem = null);

/// <summary>The certificate cannot be what it is said to be. Field: which part of the input, as the contract names it.</summary>
internal sealed record InvalidCertificate(string Field, Text What) : FieldRefusal(Field, What)
{
    public override Clause? Clause => Clause.CertificateStates;
}

/// <summary>A certificate after reading: its serial number in normal form, and what its PEM adds, when one was given.</summary>
/// <param name="SerialNumber">Upper-case hexadecimal without colons or leading zeros: what is unique per provider.</param>
/// <param name="ValidUntil">When it ends: as the certificate states it, where that was shown.</param>
/// <param name="Shown">What the certificate itself states; null without a PEM.</param>
internal sealed partial record CertificateFacts(
    string SerialNumber, string SerialAsWritten, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil, KeyStorage KeyStorage, ShownCertificate? Shown = null)
{
    /// <summary>RFC 5280: at most 20 octets.</summary>
    private const int MaxSerialDigits = 40;

    private const int MaxPemLength = 16 * 1024;

    private const string CommonName = "2.5.4.3";

    /// <summary>What of the certificate that was shown does not fit what was said of it; nothing where none was shown.</summary>
    public IEnumerable<CertificateObservation> ObservationsBy(short providerId, ProviderIssuers? issuers) => Shown?.ObservationsOf(IssuedAt, providerId, issuers) ?? [];

    /// <summary>Reads what can be read without a clock.</summary>
    public static (CertificateFacts? Facts, InvalidCertificate? Refusal) Read(CertificateInput input)
    {
        if (!TryNormalise(input.SerialNumber, out var serial))
        {
            return (null, new("serialNumber", new(
                "số sê-ri phải là số thập lục phân khác 0, tối đa 40 chữ số. Hãy chép đúng như trên chứng thư.",
                "the serial number must be hexadecimal, not zero, of at most 40 digits. Copy it as the certificate shows it.")));
        }

        if (input.Pem is null)
        {
            return (new(serial, input.SerialNumber.Trim(), input.IssuedAt, input.ValidUntil, input.KeyStorage), null);
        }

        using var certificate = ReadPem(input.Pem);
        try
        {
            return certificate is null ? (null, Unreadable()) : ReadCertificate(input, serial, certificate);
        }
        catch (CryptographicException)
        {
            // Names and times are decoded only when they are looked at.
            return (null, Unreadable());
        }
    }

    private static InvalidCertificate Unreadable() => new("pem", new(
        "đây không phải một chứng thư X.509 dạng PEM. Hãy gửi đúng một khối CERTIFICATE, không quá 16 KB.",
        "this is not one X.509 certificate in PEM form. Send exactly one CERTIFICATE block of at most 16 KB."));

    /// <summary>The serial number in normal form.</summary>
    public static bool TryNormalise(string text, out string serial)
    {
        serial = "";
        if (text.Length > 200 || !Hexadecimal().IsMatch(text))
        {
            return false;
        }

        serial = text.Trim().Replace(":", "", StringComparison.Ordinal).TrimStart('0').ToUpperInvariant();
        return serial.Length is > 0 and <= MaxSerialDigits;
    }

    /// <summary>When a certificate begins and ends by itself, to the second; null when this is not one certificate in PEM form.</summary>
    public static (DateTimeOffset NotBefore, DateTimeOffset NotAfter)? TimesIn(string pem)
    {
        using var certificate = ReadPem(pem);
        try
        {
            return certificate is null ? null : TimesOf(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) TimesOf(X509Certificate2 certificate) =>
        (new(certificate.NotBefore.ToUniversalTime()), new(certificate.NotAfter.ToUniversalTime()));

    private static X509Certificate2? ReadPem(string pem)
    {
        if (pem.Length > MaxPemLength || PemEncoding.TryFind(pem, out var fields) == false || pem[fields.Label] != "CERTIFICATE")
        {
            return null;
        }

        // What is not inside the one block must be blank: a second certificate, or text that says something else, is refused.
        var (start, length) = fields.Location.GetOffsetAndLength(pem.Length);
        if (!string.IsNullOrWhiteSpace(pem[..start]) || !string.IsNullOrWhiteSpace(pem[(start + length)..]))
        {
            return null;
        }

        try
        {
            var der = Convert.FromBase64String(pem[fields.Base64Data]);
            var certificate = X509CertificateLoader.LoadCertificate(der);
            if (certificate.RawData.Length == der.Length)
            {
                return certificate;
            }

            certificate.Dispose();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static (CertificateFacts? Facts, InvalidCertificate? Refusal) ReadCertificate(CertificateInput input, string serial, X509Certificate2 certificate)
    {
        _ = TryNormalise(certificate.SerialNumber, out var serialInPem);
        if (serialInPem != serial)
        {
            return (null, Disagrees("serialNumber"));
        }

        var (notBefore, notAfter) = TimesOf(certificate);
        var shown = new ShownCertificate(
            notBefore, notAfter, NamesIn(certificate.IssuerName), SHA256.HashData(certificate.RawData),
            SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()), SubjectNameIn(certificate.SubjectName), input.ValidUntil);
        return (new(serial, input.SerialNumber.Trim(), input.IssuedAt, notAfter, input.KeyStorage, shown), null);
    }

    private static InvalidCertificate Disagrees(string field) => new(field, new(
        "giá trị gửi lên khác với trong tệp PEM. Hãy gửi đúng giá trị ghi trong chứng thư.",
        "what was sent differs from the PEM. Send the value that the certificate itself states."));

    private static string? SubjectNameIn(X500DistinguishedName name)
    {
        var names = name.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName).Select(part => part.GetSingleElementValue()).ToList();
        return names is [{ Length: > 0 and <= 200 } one] && NumbersInText.Blank(one) == one ? one : null;
    }

    private static List<string> NamesIn(X500DistinguishedName name)
    {
        const string Organisation = "2.5.4.10";
        var names = new List<string>();
        foreach (var part in name.EnumerateRelativeDistinguishedNames())
        {
            if (!part.HasMultipleElements && part.GetSingleElementType().Value is CommonName or Organisation && part.GetSingleElementValue() is { } value)
            {
                names.Add(value);
            }
        }

        return names;
    }

    [GeneratedRegex(@"\A *[0-9A-Fa-f]+(:[0-9A-Fa-f]+)* *\z")]
    private static partial Regex Hexadecimal();
}
