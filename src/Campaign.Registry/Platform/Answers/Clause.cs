namespace Campaign.Registry.Platform.Answers;

/// <summary>
/// One clause of the law, by its id in docs/reference/contract/clauses.md. Only ids listed here can be cited, and a test holds this list against that table.
/// </summary>
public sealed record Clause
{
    public static readonly Clause CitizenChoosesFreely = new("HUE-1.2");
    public static readonly Clause OneCertificatePerCitizen = new("HUE-1.3");
    public static readonly Clause FirstRecordedIsValid = new("HUE-1.4");
    public static readonly Clause FreeYearIsCarriedOver = new("HUE-1.5");
    public static readonly Clause NoPreCollection = new("HUE-1.6");
    public static readonly Clause Confidentiality = new("HUE-1.7");
    public static readonly Clause RecordAfterActivation = new("HUE-2.2");
    public static readonly Clause EarlierCertificatesBlock = new("HUE-2.3");
    public static readonly Clause StaffAtTheDoorAreKnown = new("HUE-3.1");
    public static readonly Clause CheckBeforeIssuing = new("HUE-3.2");
    public static readonly Clause FaultCountsAsIssued = new("HUE-3.3");
    public static readonly Clause HelpAtHomeOrByPhone = new("HUE-4.1");
    public static readonly Clause ChosenProviderIsResponsible = new("HUE-4.2");
    public static readonly Clause NeedLapsesAfter48Hours = new("HUE-4.4");
    public static readonly Clause NothingConfirmedBeforeIssuance = new("HUE-4.5");
    public static readonly Clause MonitoringFindsViolations = new("HUE-5.1");
    public static readonly Clause ReportsAreVerified = new("HUE-5.2");
    public static readonly Clause ViolatorIsExcluded = new("HUE-5.3");
    public static readonly Clause LicenceCoversKeyStorage = new("DT-1");
    public static readonly Clause DossierIsComplete = new("DT-2");
    public static readonly Clause HandedToTheHolder = new("DT-3.1");
    public static readonly Clause ContractsAreSound = new("DT-3.2");
    public static readonly Clause PricesArePublished = new("DT-5");
    public static readonly Clause CertificateStates = new("AG-3");

    private Clause(string id) => Id = id;

    public string Id { get; }

    public override string ToString() => Id;

    /// <summary>All clauses that the code cites.</summary>
    public static IReadOnlyList<Clause> All { get; } =
        [.. typeof(Clause).GetFields().Where(f => f.FieldType == typeof(Clause)).Select(f => (Clause)f.GetValue(null)!)];
}
