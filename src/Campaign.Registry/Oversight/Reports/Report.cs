using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Oversight.Reports;

/// <summary>What a citizen reports of the campaign (HUE-5.2).</summary>
public enum ReportKind
{
    /// <summary>Pushed towards one provider, or kept from another (HUE-1.2).</summary>
    Steering,

    /// <summary>Something untrue was said of the programme (HUE-1.2).</summary>
    FalseStatement,

    AskedForMoney,

    /// <summary>Somebody collects citizens' data beforehand, or has entered it (HUE-1.6).</summary>
    PreCollectedData,

    /// <summary>Somebody passes for a provider's staff (HUE-3.1).</summary>
    Impostor,

    /// <summary>A certificate or a look-up under the citizen's own number that the citizen knows nothing of.</summary>
    NotMe,

    Other,
}

/// <summary>How far a report is: the state of the case that it opened. A report whose case nobody has taken up yet is RECEIVED.</summary>
public enum ReportState
{
    Received,
    UnderReview,
    Confirmed,
    Dismissed,
    Published,
}

/// <summary>What a scanned badge turned out to be. Its token is kept nowhere.</summary>
public enum ReportedBadge
{
    Genuine,
    Forged,
}

internal static class ReportClauses
{
    /// <summary>The clause that what is reported would break.</summary>
    public static Clause Of(ReportKind kind) => kind switch
    {
        ReportKind.Steering or ReportKind.FalseStatement => Clause.CitizenChoosesFreely,
        ReportKind.PreCollectedData => Clause.NoPreCollection,
        ReportKind.Impostor => Clause.StaffAtTheDoorAreKnown,
        _ => Clause.ReportsAreVerified,
    };
}

/// <summary>How a report stands, for whoever knows its reference number: nothing of what it says.</summary>
/// <param name="ChangedAt">When the department last moved its case; null when it has not.</param>
public sealed record ReportProgress(ReportState State, DateTimeOffset ReportedAt, DateTimeOffset? ChangedAt);

/// <summary>A report as the department sees it.</summary>
/// <param name="Clause">The clause that what is reported would break.</param>
/// <param name="Provider">Null when it is against nobody in particular.</param>
/// <param name="Staff">The provider's own reference of the member of staff whose badge was scanned, or who made the record named.</param>
/// <param name="SignedIn">Whether the reporter had proved the citizen's own number.</param>
/// <param name="ContactPhone">Null when none was left, or it has been erased.</param>
/// <param name="ViolationId">The case; null for the moments until it is opened.</param>
public sealed record ReportView(
    Guid Id, string Reference, ReportKind Kind, string Clause, ReportState State, string? Text, Provider? Provider, ReportedBadge? Badge, DateTimeOffset? BadgeValidUntil,
    string? Staff, Guid? IssuanceId, Guid? LookupId, bool SignedIn, string? ContactPhone, DateTimeOffset ReportedAt, DateTimeOffset? ChangedAt, Guid? ViolationId,
    IReadOnlyList<ReportPhotoView> Photos);

/// <param name="Url">Where the department reads it; each look leaves a trace.</param>
public sealed record ReportPhotoView(Guid Id, string Url, int Width, int Height, DateTimeOffset KeptAt);

/// <summary>How much one sender may report, as whoever takes the request counts it. A registry without a web server has no bound.</summary>
public interface IReportPace
{
    /// <summary>Counts a report. Null when it may be taken; else when to come again.</summary>
    Task<TimeSpan?> CountAsync(Caller? caller, CancellationToken cancel);
}
