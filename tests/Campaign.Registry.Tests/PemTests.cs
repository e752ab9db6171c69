using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>A certificate that is shown must be the one that is spoken of; and is not kept.</summary>
public sealed class PemTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly DateTimeOffset NotBefore = TruncateToSecond(DateTimeOffset.UtcNow);
    private static readonly DateTimeOffset NotAfter = NotBefore.AddYears(3);

    [Fact]
    public async Task A_pem_that_agrees_is_taken_and_gives_the_end()
    {
        var serial = Make.Serial();
        var pem = Pem(serial);

        var record = await RecordAsync(new(serial, NotBefore.AddMilliseconds(123), Pem: pem));

        record.TypeName().ShouldBe("IssuanceRecorded");
        record.Time("issuance", "validUntil").ShouldBe(NotAfter);
        (await fixture.Database.ScalarAsync<byte[]>("select certificate_hash from registry.issuances where id = $1", Guid.Parse(record.Text("issuance", "id"))))
            .ShouldBe(SHA256.HashData(X509Certificate2.CreateFromPem(pem).RawData));
    }

    [Fact]
    public async Task A_serial_that_differs_from_the_pem_is_refused() =>
        await RefusedAsync("serialNumber", new(Make.Serial(), NotBefore, Pem: Pem(Make.Serial())));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(3600)]
    public async Task A_time_that_differs_from_the_pem_is_refused(int seconds)
    {
        var serial = Make.Serial();
        await RefusedAsync("issuedAt", new(serial, NotBefore.AddSeconds(seconds), Pem: Pem(serial)));
        await RefusedAsync("validUntil", new(serial, NotBefore, NotAfter.AddSeconds(seconds), Pem: Pem(serial)));
    }

    [Fact]
    public async Task A_certificate_of_another_providers_issuer_is_refused()
    {
        var serial = Make.Serial();
        await RefusedAsync("pem", new(serial, NotBefore, Pem: Pem(serial, "CN=Viettel-CA SHA-256, O=Viettel Group")));
    }

    [Fact]
    public async Task A_provider_held_to_its_registered_issuers_may_use_no_other()
    {
        await fixture.Database.ExecuteAsync("update registry.providers set known_issuers_only = true where code = 'fpt-ca'");
        var (unknown, known) = (Make.Serial(), Make.Serial());

        var refused = await RecordAsync(new(unknown, NotBefore, Pem: Pem(unknown, "CN=Someone Else")), "fpt-ca");
        var taken = await RecordAsync(new(known, NotBefore, Pem: Pem(known, "CN=FPT Certification Authority")), "fpt-ca");

        refused.Text("field").ShouldBe("pem");
        taken.TypeName().ShouldBe("IssuanceRecorded");
    }

    [Theory]
    [InlineData("not a pem")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----")]
    public async Task What_is_no_certificate_is_refused(string pem) => await RefusedAsync("pem", new(Make.Serial(), NotBefore, Pem: pem));

    [Fact]
    public async Task Two_certificates_in_one_pem_are_refused()
    {
        var serial = Make.Serial();
        await RefusedAsync("pem", new(serial, NotBefore, Pem: Pem(serial) + "\n" + Pem(Make.Serial())));
    }

    [Fact]
    public async Task The_same_request_with_the_pem_wrapped_otherwise_is_the_same_content()
    {
        var serial = Make.Serial();
        var pem = Pem(serial);
        var input = Make.Record() with { Certificate = new(serial, NotBefore, Pem: pem) };
        await fixture.Registry.RecordAsync("vnpt-ca", input);

        var again = await fixture.Registry.RecordAsync("vnpt-ca", input with { Certificate = input.Certificate with { Pem = pem.ReplaceLineEndings("\r\n") + "\r\n" } });

        again.At("replayed").GetBoolean().ShouldBeTrue();
    }

    private Task<System.Text.Json.JsonElement> RecordAsync(Certificate certificate, string provider = "vnpt-ca") =>
        fixture.Registry.RecordAsync(provider, Make.Record() with { Certificate = certificate });

    private async Task RefusedAsync(string field, Certificate certificate)
    {
        var refused = await RecordAsync(certificate);
        refused.TypeName().ShouldBe("InvalidCertificate");
        refused.Text("field").ShouldBe(field);
        refused.Text("message").ShouldStartWith(field);
    }

    internal static string Pem(
        string serial, string issuer = "CN=VNPT Certification Authority, O=VNPT Group, C=VN", DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Nguyễn Văn A", key, HashAlgorithmName.SHA256);
        var bytes = Convert.FromHexString(serial.Length % 2 == 0 ? serial : "0" + serial);
        using var certificate = request.Create(
            new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(issuerKey), notBefore ?? NotBefore, notAfter ?? NotAfter, bytes);
        return certificate.ExportCertificatePem();
    }

    private static DateTimeOffset TruncateToSecond(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));
}
