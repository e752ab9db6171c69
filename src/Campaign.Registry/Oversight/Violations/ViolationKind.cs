namespace Campaign.Registry.Oversight.Violations;

/// <summary>What can be flagged, as the contract lists it. Some members are raised by nobody yet; each of the others has a detector of its name.</summary>
public enum ViolationKind
{
    DuplicateAttempt,
    LateRecord,
    RecordWithoutCheck,
    NeedLapsed,
    SupportNotCompleted,
    NeverActivated,
    ChecksWithoutIssuance,
    ManyNeedsOnePhone,
    SharedRecipient,
    RecipientNotHolder,
    ContractNumberReused,
    DossierIncomplete,
    NotRevokedInTime,
    KeyReused,
    UnrecordedCertificate,
    FreePeriodBreach,
    PossibleSamePerson,
    ExpiredBadgeShown,
    CitizenReport,
    EndNotAskedFor,
    GhostIssuance,
    OnePhoneManyHolders,
    MassEnds,
    SerialChanges,
    StatementsDenied,
    LookupsSpread,
    SteeringReported,
}

/// <summary>How far the department has judged a flag. A detector writes FLAGGED alone.</summary>
public enum ViolationState
{
    Flagged,
    UnderReview,
    Confirmed,
    Dismissed,
    Published,
}
