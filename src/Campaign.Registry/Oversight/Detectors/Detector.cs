using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>A number that a campaign may set for itself, dated (registry.detector_thresholds).</summary>
/// <param name="Name">camelCase, the unit last.</param>
/// <param name="Value">In a detector: what holds where the campaign has set none.</param>
internal sealed record Threshold(string Name, int Value);

/// <summary>
/// <para>
/// One rule of the department's monitoring (HUE-5.1): a query that finds what breaks it, and how each row found is told to an officer. A flag accuses nobody by itself;
/// the department judges it. So a detector flags what its clause forbids and leaves alone what an honest provider can be driven to; each says whom.
/// </para>
/// <para>
/// The query answers one row per piece of evidence. It is asked about one campaign and the instants (since, until]: what is decided in them is found, whatever was
/// flagged before. Columns: fingerprint, evidence_key and at (required); provider_id, issuance_id, need_id, check_id, window_seconds and whatever <see cref="Say"/> reads.
/// Parameters: $1 since (exclusive), $2 until (inclusive), $3 the campaign, $4 and on the thresholds in the order of <see cref="Thresholds"/>.
/// </para>
/// </summary>
internal abstract class Detector
{
    /// <summary>The most evidence that one flag needs: whatever comes after it shows nothing new.</summary>
    protected const string MostEvidence = "200";

    /// <summary>The terms of the campaign, each with the time in which it is in force: [holds_from, holds_until); the first also before it began.</summary>
    protected const string TermsSql = """
        terms as (
          select t.*, case when row_number() over w = 1 then '-infinity' else t.effective_from end as holds_from,
            coalesce(lead(t.effective_from) over w, 'infinity') as holds_until
          from registry.dated_terms t where t.campaign_id = $3 window w as (order by t.effective_from))
        """;

    /// <summary>The campaigns of the programme of $3, itself among them: what a provider asked or recorded in one counts in all (HUE-1.3). An array, worked out once and before all else.</summary>
    protected const string OfProgramme = """
        any (array(select c.id from registry.campaign_codes c where c.programme_id = (select o.programme_id from registry.campaign_codes o where o.id = $3)))
        """;

    /// <summary>
    /// How long after its deciding instant a thing that did not happen is taken not to have: a transaction that read the clock before may be committed this much
    /// later.
    /// </summary>
    protected static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(10);

    public abstract ViolationKind Kind { get; }

    public abstract Clause Clause { get; }

    public virtual IReadOnlyList<Threshold> Thresholds => [];

    /// <summary>The window of the campaign's terms that was applied, as column window_seconds; shown with the thresholds under this name.</summary>
    public virtual string? WindowName => null;

    /// <summary>Whether a flag may get further evidence later; else what is flagged is not looked at again.</summary>
    public virtual bool Grows => false;

    /// <summary>Whether it asks how things stood at the end of what it looks at, so that a long slice would pass over what was so for a while.</summary>
    public virtual bool LooksAtTheEnd => false;

    /// <summary>How long after its deciding instant it is looked at; zero where the instant is that of a row which is there.</summary>
    public virtual TimeSpan Settling => TimeSpan.Zero;

    public abstract string Sql { get; }

    /// <summary>What a row tells, in both languages.</summary>
    public abstract Text Say(Candidate row);

    /// <summary>What of a row no query can compare, because the database holds it sealed; null for all other rows. It goes no further than <see cref="Sift"/>.</summary>
    public virtual string? MarkOf(Candidate row, NumberVault vault) => null;

    /// <summary>Of all evidence of one fingerprint, what is to be kept; nothing: there is no flag.</summary>
    public virtual IReadOnlyList<Evidence> Sift(IReadOnlyList<(Evidence Evidence, string? Mark)> found, IReadOnlyList<Threshold> applied) => [.. found.Select(f => f.Evidence)];

    /// <summary>All that there are; each in a file of its own in Kinds/.</summary>
    public static IReadOnlyList<Detector> All { get; } =
    [
        new DuplicateAttemptDetector(), new LateRecordDetector(), new RecordWithoutCheckDetector(), new NeedLapsedDetector(), new SupportNotCompletedDetector(),
        new NeverActivatedDetector(), new ChecksWithoutIssuanceDetector(), new ManyNeedsOnePhoneDetector(), new SharedRecipientDetector(),
        new RecipientNotHolderDetector(), new ContractNumberReusedDetector(), new DossierIncompleteDetector(), new NotRevokedInTimeDetector(),
        new KeyReusedDetector(), new FreePeriodBreachDetector(), new PossibleSamePersonDetector(), new UnrecordedCertificateDetector(), new ExpiredBadgeShownDetector(),
        new CitizenReportDetector(), new EndNotAskedForDetector(), new GhostIssuanceDetector(), new OnePhoneManyHoldersDetector(), new MassEndsDetector(),
        new SerialChangesDetector(), new StatementsDeniedDetector(), new LookupsSpreadDetector(), new SteeringReportedDetector(),
    ];
}
