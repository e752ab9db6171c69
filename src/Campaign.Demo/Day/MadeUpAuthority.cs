using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Campaign.Demo.Day;

/// <summary>A certification authority that gives every holder one and the same key.</summary>
internal sealed class MadeUpAuthority(string name) : IDisposable
{
    private readonly ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa theOneKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string IssueWithTheOneKey(string serialNumber, DateTimeOffset at)
    {
        var request = new CertificateRequest("CN=Made up", theOneKey, HashAlgorithmName.SHA256);
        using var certificate = request.Create(
            new X500DistinguishedName($"CN={name}, O={name}"), X509SignatureGenerator.CreateForECDsa(own), at, at.AddYears(1), Convert.FromHexString(serialNumber));
        return certificate.ExportCertificatePem();
    }

    public void Dispose()
    {
        own.Dispose();
        theOneKey.Dispose();
    }
}
