using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// Instants that a provider states are a claim, and bounded (<see cref="StatedInstant"/>). Which one is wrong is told by its field.
/// </summary>
internal static class StatedInstantsRule
{
    public static readonly TimeSpan ClockTolerance = StatedInstant.ClockTolerance;

    public static InvalidCertificate? Judge(string field, DateTimeOffset? stated, DateTimeOffset now) =>
        stated is { } at && StatedInstant.IsBeforeProviders(at)
            ? new(field, new("thời điểm trước năm 2006. Hãy kiểm tra đồng hồ và múi giờ của hệ thống gửi.", "lies before 2006. Check the clock and time zone of the sending system."))
            : stated is { } ahead && StatedInstant.IsAhead(ahead, now)
                ? new(field, new("thời điểm ở tương lai. Hãy kiểm tra đồng hồ của hệ thống gửi.", "lies in the future. Check the clock of the sending system."))
                : null;

    /// <summary>The same bound for what a file states; what is imported was made before the opening in any case.</summary>
    public static bool IsBeforeProviders(DateTimeOffset stated) => StatedInstant.IsBeforeProviders(stated);

    /// <summary>Those of the dossier, in whatever is recorded.</summary>
    public static InvalidCertificate? Judge(DossierInput? dossier, DateTimeOffset now) =>
        Judge("dossier.contractSignedOn", dossier?.ContractSignedOn is { } day ? VietnamTime.StartOf(day) : null, now)
        ?? Judge("dossier.handedOverAt", dossier?.HandedOverAt, now)
        ?? Judge("dossier.consentGivenAt", dossier?.ConsentGivenAt, now);
}
