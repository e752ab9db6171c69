using System.Text;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// What does not fit between a certificate that was shown and what was said of it. An observation: an officer looks into it; it refuses nothing, flags nobody, and is no ground
/// for anything, for nobody who shows the certificate may fare worse than who shows none.
/// </summary>
public enum CertificateObservation
{
    IssuerNotRegistered,
    NotBeforeOutsideAllowance,
    OtherEndStated,
}

/// <summary>What a certificate itself states. The certificate is not kept, for its subject may name the citizen.</summary>
/// <param name="NotBefore">From when it is valid, to the second; not when it was made, for a CA may date it back.</param>
/// <param name="NotAfter">When it ends, to the second.</param>
/// <param name="IssuerNames">Common name and organisation of the issuer.</param>
/// <param name="Hash">SHA-256 of the DER form.</param>
/// <param name="PublicKeyHash">SHA-256 of the subject public key info.</param>
/// <param name="SubjectName">The one common name of the subject; null when it holds what looks like a number. It goes to what is known of the person, and is not kept with the certificate.</param>
/// <param name="EndStated">The validUntil that was said beside it; null when none was.</param>
internal sealed record ShownCertificate(
    DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> IssuerNames, byte[] Hash, byte[] PublicKeyHash, string? SubjectName, DateTimeOffset? EndStated)
{
    private const string InsertSql = """
        insert into registry.shown_certificates (person_id, issuance_id, shown_at, not_before, not_after, issuer_names, observations) values ($1, $2, $3, $4, $5, $6, $7)
        """;

    /// <summary>True when this end is the certificate's. X.509 knows seconds, what is said may know more: within the same second they agree.</summary>
    public bool EndsAt(DateTimeOffset end) => (end - NotAfter).Duration() < TimeSpan.FromSeconds(1);

    /// <summary>What does not fit, for a certificate that was made at this instant by this provider.</summary>
    public IEnumerable<CertificateObservation> ObservationsOf(DateTimeOffset madeAt, short providerId, ProviderIssuers? issuers)
    {
        if (issuers?.Agree(providerId, IssuerNames) == false)
        {
            yield return CertificateObservation.IssuerNotRegistered;
        }

        if (!BackdatingRule.Fits(madeAt, NotBefore))
        {
            yield return CertificateObservation.NotBeforeOutsideAllowance;
        }

        if (EndStated is { } end && !EndsAt(end))
        {
            yield return CertificateObservation.OtherEndStated;
        }
    }

    /// <summary>Keeps what was shown of an issuance that is written in the same transaction.</summary>
    public NpgsqlBatchCommand Insert(Guid personId, Guid issuanceId, IReadOnlyList<CertificateObservation> observations, DateTimeOffset now) => Sql.Statement(
        InsertSql, Sql.Uuid(personId), Sql.Uuid(issuanceId), Sql.At(now), Sql.At(NotBefore), Sql.At(NotAfter), Sql.Texts([.. IssuerNames.Select(Storable)]),
        Sql.Texts([.. observations.Select(o => o.InDatabase())]));

    /// <summary>Whoever makes a certificate writes into it what they like: no NUL and no half character, which no text in the database may hold, and no citizen number.</summary>
    private static string Storable(string name) =>
        NumbersInText.Blank(string.Concat(name.EnumerateRunes().Select(r => Rune.IsControl(r) ? Rune.ReplacementChar : r)))!;
}
