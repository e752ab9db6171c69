using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using static Campaign.Host.Tests.MalformedRequest;

namespace Campaign.Host.Tests;

/// <summary>Certificates that a record or replacement must refuse; all but one thing about each is right.</summary>
internal static class MalformedCertificates
{
    private const string Refusal = "InvalidCertificate";
    private const string Serial = "5AB12CD34E";

    private static readonly DateTimeOffset NotBefore = new(2026, 1, 5, 3, 4, 5, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2036, 1, 5, 3, 4, 5, TimeSpan.Zero);
    private static readonly Lazy<string> Good = new(() => Pem(Der()));

    public static IEnumerable<MalformedRequest> Rows()
    {
        yield return Row("is empty", () => "");
        yield return Row("is blank", () => " \n ");
        yield return Row("is garbage", () => "not a certificate at all");
        yield return Row("is an empty block", () => Pem([]));
        yield return Row("holds four bytes", () => Pem([1, 2, 3, 4]));
        yield return Row("is cut off in its base64", () => Good.Value[..(Good.Value.Length / 2)]);
        yield return Row("lacks the middle of its base64", () => Good.Value.Remove(100, 60));
        yield return Row("is cut off in its DER", () => Pem(Der()[..200]));
        yield return Row("goes on behind its DER", () => Pem([.. Der(), 0, 0, 0, 0]));
        yield return Row("has signs that are not base64", () => Good.Value.Replace("MII", "M*!", StringComparison.Ordinal));
        yield return Row("ends with another label", () => Good.Value.Replace("END CERTIFICATE", "END PRIVATE KEY", StringComparison.Ordinal));
        yield return Row("has no end", () => Good.Value.Replace("-----END CERTIFICATE-----", "", StringComparison.Ordinal));
        yield return Row("is a private key", PrivateKey);
        yield return Row("is a public key", PublicKey);
        yield return Row("is a signing request", SigningRequest);
        yield return Row("is a certificate and its private key", () => Good.Value + "\n" + PrivateKey());
        yield return Row("is a private key and its certificate", () => PrivateKey() + "\n" + Good.Value);
        yield return Row("is two certificates", () => Good.Value + "\n" + Good.Value);
        yield return Row("has text before it", () => "Subject: somebody\n" + Good.Value);
        yield return Row("has text behind it", () => Good.Value + "\nand so on");
        yield return Row("is longer than 16 KB", () => Good.Value + new string(' ', 17_000));
        yield return Row("is longer than any text", () => Good.Value + new string(' ', 20_000), Bad);
        yield return Row("holds NUL", () => Good.Value + "\0", Bad);
        yield return Row("bears another serial number", () => Pem(Der(serial: "5AB12CD34F")));
        yield return Row("has run out", () => Pem(Der(notAfter: NotBefore.AddDays(1))));
        yield return Row("has a beginning that is no time", () => Pem(Broken(validFrom: "99999999999Z")));
        yield return Row("has an issuer whose name is no name", () => Pem(Broken(issuer: [0x04, 0x03, 1, 2, 3])));
        yield return Row("has an issuer whose name is not UTF-8", () => Pem(Broken(issuer: [0x0C, 0x03, 0xFF, 0xFE, 0xFD])));
        yield return Row("has an issuer whose name is half a UTF-16 character", () => Pem(Broken(issuer: [0x1E, 0x03, 0xD8, 0x00, 0x00])));
        yield return new(
            "certificate", "replaceCertificate of an issuance that is not there, with garbage for a PEM", "IssuanceNotFound",
            () => Post(Body("replaceCertificate", Fields("garbage"))));
    }

    private static MalformedRequest Row(string name, Func<string> pem, string expected = Refusal) =>
        new("certificate", $"recordIssuance.certificate.pem {name}", expected, () => Post(Body("recordIssuance", Fields(pem()))));

    private static (string Field, string? Json)[] Fields(string pem) =>
    [
        ("certificate.serialNumber", Quoted(Serial)), ("certificate.issuedAt", Quoted("2026-01-05T03:04:05Z")),
        ("certificate.pem", JsonSerializer.Serialize(pem)),
    ];

    private static byte[] Der(string serial = Serial, string issuer = "CN=VNPT-CA, O=VNPT", DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(
            new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(key), notBefore ?? NotBefore, notAfter ?? NotAfter,
            Convert.FromHexString(serial));
        return certificate.RawData;
    }

    /// <summary>A certificate put together by hand, for what no builder would make.</summary>
    private static byte[] Broken(string validFrom = "260105030405Z", byte[]? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var algorithm = new AsnWriter(AsnEncodingRules.DER);
        using (algorithm.PushSequence())
        {
            algorithm.WriteObjectIdentifier("1.2.840.10045.4.3.2");
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(Convert.FromHexString(Serial));
                writer.WriteEncodedValue(algorithm.Encode());
                WriteName(writer, issuer ?? [0x0C, 0x04, .. "VNPT"u8]);
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue([0x17, (byte)validFrom.Length, .. Encoding.ASCII.GetBytes(validFrom)]);
                    writer.WriteUtcTime(NotAfter);
                }

                WriteName(writer, [0x0C, 0x01, (byte)'x']);
                writer.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
            }

            writer.WriteEncodedValue(algorithm.Encode());
            writer.WriteBitString(RandomNumberGenerator.GetBytes(70));
        }

        return writer.Encode();
    }

    private static void WriteName(AsnWriter writer, byte[] value)
    {
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.10");
            writer.WriteEncodedValue(value);
        }
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der);

    private static string PrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string PublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static string SigningRequest()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }
}
