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

    /// <summary>HUE-1.4: CAs date the beginning back; who sends the certificate fares no worse than who sends none.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(-60, "")]
    [InlineData(-86_390, "")]
    [InlineData(-86_500, "NOT_BEFORE_OUTSIDE_ALLOWANCE")]
    [InlineData(290, "")]
    [InlineData(310, "NOT_BEFORE_OUTSIDE_ALLOWANCE")]
    [InlineData(100_000_000, "NOT_BEFORE_OUTSIDE_ALLOWANCE")]
    public async Task A_beginning_other_than_when_it_was_made_is_taken_and_outside_the_allowance_observed(int seconds, string observed)
    {
        var serial = Make.Serial();
        var made = DateTimeOffset.UtcNow;
        var begins = TruncateToSecond(made.AddSeconds(seconds));

        var record = await RecordAsync(new(serial, made, Pem: Pem(serial, notBefore: begins, notAfter: begins.AddYears(3))));

        record.TypeName().ShouldBe("IssuanceRecorded");
        record.Time("issuance", "issuedAt").ShouldBe(made, TimeSpan.FromMilliseconds(1));
        record.Time("issuance", "validUntil").ShouldBe(begins.AddYears(3));
        await ObservedAsync(record, observed);
    }

    [Fact]
    public async Task The_end_is_the_certificates_whatever_was_said_beside_it()
    {
        var (agrees, differs) = (Make.Serial(), Make.Serial());

        await ObservedAsync(await RecordAsync(new(agrees, NotBefore, NotAfter.AddMilliseconds(500), Pem: Pem(agrees))), "");
        var record = await RecordAsync(new(differs, NotBefore, NotAfter.AddDays(1), Pem: Pem(differs)));

        record.Time("issuance", "validUntil").ShouldBe(NotAfter);
        await ObservedAsync(record, "OTHER_END_STATED");
    }

    [Fact]
    public async Task A_certificate_of_another_providers_issuer_is_taken_and_observed()
    {
        var serial = Make.Serial();
        await ObservedAsync(await RecordAsync(new(serial, NotBefore, Pem: Pem(serial, "CN=Viettel-CA SHA-256, O=Viettel Group"))), "ISSUER_NOT_REGISTERED");
    }

    /// <summary>I11: who makes a certificate writes into it what they like.</summary>
    [Fact]
    public async Task No_number_and_no_character_that_cannot_be_kept_is_kept_of_an_issuer()
    {
        var (serial, citizen) = (Make.Serial(), Make.Citizen());
        var record = await RecordAsync(new(serial, NotBefore, Pem: Pem(serial, $"CN=VNPT \u0001 {citizen}")));
        var kept = await fixture.Database.ScalarAsync<string>(
            "select array_to_string(issuer_names, '|') from registry.shown_certificates where issuance_id = $1", Guid.Parse(record.Text("issuance", "id")));
        kept.ShouldNotContain(citizen);
        kept.ShouldContain("VNPT \ufffd");
    }

    [Fact]
    public async Task A_provider_held_to_its_registered_issuers_is_observed_with_any_other()
    {
        await fixture.Database.ExecuteAsync("update registry.providers set known_issuers_only = true where code = 'fpt-ca'");
        var (unknown, known) = (Make.Serial(), Make.Serial());

        var unregistered = await RecordAsync(new(unknown, NotBefore, Pem: Pem(unknown, "CN=Someone Else")), "fpt-ca");
        var taken = await RecordAsync(new(known, NotBefore, Pem: Pem(known, "CN=FPT Certification Authority")), "fpt-ca");

        await ObservedAsync(unregistered, "ISSUER_NOT_REGISTERED");
        await ObservedAsync(taken, "");
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

    private async Task ObservedAsync(System.Text.Json.JsonElement record, string kinds)
    {
        record.TypeName().ShouldBe("IssuanceRecorded");
        (await fixture.Database.ScalarAsync<string>(
            "select array_to_string(observations, ',') from registry.shown_certificates where issuance_id = $1", Guid.Parse(record.Text("issuance", "id")))).ShouldBe(kinds);
        var seen = await fixture.Registry.AskAsync("department", "issuance", "query($id: ID!) { issuance(id: $id) { observations } }", new { id = record.Text("issuance", "id") });
        string.Join(',', seen.At("observations").EnumerateArray().Select(o => o.GetString())).ShouldBe(kinds);
    }

    private async Task RefusedAsync(string field, Certificate certificate)
    {
        var refused = await RecordAsync(certificate);
        refused.TypeName().ShouldBe("InvalidCertificate");
        refused.Text("field").ShouldBe(field);
        refused.Text("message").ShouldNotStartWith(field, Case.Sensitive, "programs read the field; a person reads words");
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
