using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>How far a case is.</summary>
public enum CaseState
{
    Open,

    /// <summary>A provider was asked and has not answered, whether or not the answer is overdue.</summary>
    AwaitingProvider,

    Decided,
}

/// <summary>What an officer decides of a case.</summary>
public enum CaseDecision
{
    Confirmed,
    Dismissed,
}

/// <summary>How grave what a case is about would be.</summary>
public enum CaseSeverity
{
    Low,
    Medium,
    High,
}

/// <summary>What can happen in a case.</summary>
public enum CaseEventKind
{
    Opened,

    /// <summary>Further flags came into it.</summary>
    Joined,

    Assigned,
    Noted,
    Asked,
    Answered,
    Reminded,
    Decided,
    Published,

    /// <summary>The publication was.</summary>
    Withdrawn,
}

/// <summary>
/// <para>
/// Policy of the department, by the kind of what was flagged; the law gives no grades. HIGH is what harms citizens or the campaign's foundations at once: a second certificate
/// (HUE-1.3), data collected beforehand (HUE-1.6), certificates of nobody who was visited (HUE-3.1), the free year (HUE-1.5), keys and certificates in other hands (DT-3.1), and every citizen's report, for somebody waits for
/// what becomes of it (HUE-5.2). LOW is what paper mends: lateness, dossiers, contract numbers, a code shown too late. All else is MEDIUM.
/// </para>
/// <para>A case is as grave as the gravest of its flags.</para>
/// </summary>
internal static class SeverityOfKinds
{
    public static CaseSeverity Of(IEnumerable<ViolationKind> kinds) => kinds.Max(Of);

    public static CaseSeverity Of(ViolationKind kind) => kind switch
    {
        ViolationKind.DuplicateAttempt or ViolationKind.ChecksWithoutIssuance or ViolationKind.ManyNeedsOnePhone or ViolationKind.FreePeriodBreach
            or ViolationKind.KeyReused or ViolationKind.SharedRecipient or ViolationKind.CitizenReport or ViolationKind.EndNotAskedFor
            or ViolationKind.GhostIssuance or ViolationKind.LookupsSpread => CaseSeverity.High,
        ViolationKind.LateRecord or ViolationKind.DossierIncomplete or ViolationKind.ContractNumberReused or ViolationKind.ExpiredBadgeShown => CaseSeverity.Low,
        _ => CaseSeverity.Medium,
    };
}

/// <summary>What a decision of a case was.</summary>
/// <param name="Id">What a later decision names when it turns this one over.</param>
public sealed record CaseDecisionView(Guid Id, CaseDecision Decision, string Reason, string By, DateTimeOffset At);

/// <summary>A case as the department sees it in its queue.</summary>
/// <param name="Number">E.g. 2026/000123.</param>
/// <param name="Provider">Null when no one provider answers for it.</param>
/// <param name="AssignedTo">Who works on it, as the timeline names actors; null for nobody.</param>
/// <param name="AnswerDueAt">Exclusive; null when nobody is asked.</param>
/// <param name="AnswerIsOverdue">Whether that has passed.</param>
/// <param name="LastDecision">The one that holds.</param>
/// <param name="Kinds">Of what was flagged, each once.</param>
/// <param name="Violations">How many flags it is about.</param>
public sealed record CaseView(
    Guid Id, string Number, string Campaign, Providers.Directory.Provider? Provider, CaseSeverity Severity, CaseState State, DateTimeOffset OpenedAt, string OpenedBy, string? AssignedTo,
    DateTimeOffset? AnswerDueAt, bool AnswerIsOverdue, CaseDecisionView? LastDecision, DateTimeOffset? PublishedAt, IReadOnlyList<ViolationKind> Kinds, int Violations);

/// <summary>One thing on a case's timeline: an event, or a piece of evidence.</summary>
/// <param name="Kind">Null for a piece of evidence.</param>
/// <param name="Actor">Null for a piece of evidence.</param>
/// <param name="Text">What was said; of evidence its summary.</param>
/// <param name="DecisionId">Of a decision: what a later one names when it turns it over.</param>
/// <param name="ProviderCode">Who was asked, answered or was reminded.</param>
/// <param name="IsLate">Of an answer: whether it came at or after its deadline.</param>
/// <param name="Joined">How many flags came into the case.</param>
public sealed record CaseEntry(
    DateTimeOffset At, CaseEventKind? Kind, string? Actor, Text? Text, CaseDecision? Decision, Guid? DecisionId, string? AssignedTo, string? ProviderCode, DateTimeOffset? DueAt,
    bool? IsLate, int? Joined, Guid? ViolationId, Guid? IssuanceId, Guid? NeedId, Guid? CheckId);

/// <param name="Number">E.g. 2026/000123.</param>
public sealed record CaseOfFlag(Guid Id, string Number);

/// <param name="Reference">Under which the department finds it in its list of reports.</param>
public sealed record CaseReport(Guid Id, string Reference);

/// <summary>A case as a file.</summary>
/// <param name="Timeline">What happened in it and what shows it, oldest first.</param>
/// <param name="Violations">What it is about, with the evidence.</param>
/// <param name="Alike">Flags of the same provider and kinds that are in no case yet, oldest first, 500 at most: they may join.</param>
/// <param name="Minutes">All versions, oldest first.</param>
public sealed record CaseFile(
    CaseView Case, IReadOnlyList<CaseEntry> Timeline, IReadOnlyList<ViolationView> Violations, IReadOnlyList<Guid> IssuanceIds, IReadOnlyList<Guid> NeedIds,
    IReadOnlyList<CaseReport> Reports, IReadOnlyList<Guid> Alike, IReadOnlyList<MinutesView> Minutes);
