using System.Globalization;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>GHOST_ISSUANCE, HUE-3.1: whoever issues at the door stands before the citizen. Certificates made where nobody was visited show in how one member of staff makes them.</para>
/// <para>
/// Flagged: per member of staff and working day (06:00 to 06:00 in Vietnam), by when the certificates were made, not by when they were recorded, for a tablet without network records late: (a) at least
/// minRecords = 10 within withinMinutes = 10; (b) at least minAtNight = 5 between 22:00 and 05:00; (c) at least minInSequence = 5 citizens whose numbers follow each other, none more than 3 from the last. Looked at
/// when the hour in which they were recorded is over. Further certificates of the day are added as evidence.
/// </para>
/// <para>
/// Not flagged: a village day with a visit every two minutes; a long evening; siblings with numbers side by side; what is recorded in a row in the evening but was made over the day; records of a provider's app; replacements;
/// trials, which play a day in minutes.
/// </para>
/// </summary>
internal sealed class GhostIssuanceDetector : Detector
{
    private const int Apart = 3;

    private const string DayBegins = "((t.day::timestamp at time zone 'Asia/Ho_Chi_Minh') + interval '6 hours')";

    private const string IsNight = "(c.hour >= 22 or c.hour < 5)";

    public override ViolationKind Kind => ViolationKind.GhostIssuance;

    public override Clause Clause => Clause.StaffAtTheDoorAreKnown;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minRecords", 10), new("withinMinutes", 10), new("minAtNight", 5), new("minInSequence", 5)];

    public override string Sql => $"""
        with touched as (
          select distinct i.staff_id, ((i.issued_at - interval '6 hours') at time zone 'Asia/Ho_Chi_Minh')::date as day
          from registry.recorded_issuances i
          where i.campaign_id = $3 and i.staff_id is not null and i.origin <> 'IMPORT' and i.origin <> 'PROVIDER_APP' and i.root_id = i.id
            and i.recorded_at >= date_trunc('hour', $1::timestamptz) and i.recorded_at < date_trunc('hour', $2::timestamptz)
            and not exists (select from registry.campaign_codes c where c.id = $3 and c.is_trial)),
        made as (
          select t.staff_id as by_staff, t.day, i.id, i.person_id, i.provider_id, i.issued_at, i.check_id, extract(hour from i.issued_at at time zone 'Asia/Ho_Chi_Minh') as hour,
            count(*) over (partition by t.staff_id, t.day order by i.issued_at range between make_interval(mins => $5) preceding and current row) as pace
          from touched t
          join registry.recorded_issuances i on i.campaign_id = $3 and i.staff_id = t.staff_id and i.origin <> 'IMPORT' and i.origin <> 'PROVIDER_APP' and i.root_id = i.id
            and i.recorded_at >= {DayBegins} - interval '1 hour' and i.recorded_at < {DayBegins} + interval '4 days'
            and i.issued_at >= {DayBegins} and i.issued_at < {DayBegins} + interval '24 hours'),
        counted as (
          select c.*, max(c.pace) over w as fastest, count(*) filter (where {IsNight}) over w as at_night, count(*) over w as made
          from made c window w as (partition by c.by_staff, c.day)),
        shown as (
          select c.*, 'pace' as what from counted c where c.fastest >= $4 and c.pace >= $4
          union all
          select c.*, 'night' from counted c where c.at_night >= $6 and {IsNight}
          union all
          select c.*, 'next' from counted c where c.made >= $7),
        placed as (select s.*, row_number() over (partition by s.by_staff, s.day, s.what order by s.issued_at, s.id) as place from shown s)
        select concat_ws(':', $3, p.by_staff, p.day) as fingerprint, p.what || ':' || p.id as evidence_key, p.issued_at as at, p.provider_id, p.id as issuance_id, p.check_id, m.reference as staff,
          p.fastest, p.at_night, p.person_id, n.ciphertext as number_sealed, n.encryption_key_id as number_key_id, $5 as minutes
        from placed p
        join registry.staff_references m on m.id = p.by_staff
        left join lateral (
          select x.ciphertext, x.encryption_key_id from registry.sealed_numbers x where p.what = 'next' and x.person_id = p.person_id and x.kind = 'CCCD' order by x.recorded_at limit 1) n on true
        where p.place <= {MostEvidence}
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "pace" => new(
            $"{row.Actor().Vietnamese} tạo chứng thư này lúc {row.Vi("at")}; nhiều nhất {row.Number("fastest")} chứng thư trong {row.Number("minutes")} phút.",
            $"{row.Actor().English} made this certificate at {row.En("at")}; at most {row.Number("fastest")} within {row.Number("minutes")} minutes."),
        "night" => new(
            $"{row.Actor().Vietnamese} tạo chứng thư này lúc {row.Vi("at")}, trong đêm; cả đêm {row.Number("at_night")} chứng thư.",
            $"{row.Actor().English} made this certificate at {row.En("at")}, by night; {row.Number("at_night")} in that night."),
        _ => new(
            $"{row.Actor().Vietnamese} tạo lúc {row.Vi("at")} chứng thư cho một trong các công dân có số định danh liền nhau.",
            $"{row.Actor().English} made at {row.En("at")} a certificate for one of several citizens whose numbers follow each other."),
    };

    /// <summary>The citizen's number, where the row is about what numbers follow each other: it is nowhere in the clear, so no query can compare it.</summary>
    public override string? MarkOf(Candidate row, NumberVault vault) => row.Bytes("number_sealed") is { } secret && row.Uuid("person_id") is { } person
        ? vault.Decrypt((short)row.Number("number_key_id"), secret, person)
        : null;

    /// <summary>Of the evidence about numbers, what stands in a sequence that is long enough; all other evidence as it is.</summary>
    public override IReadOnlyList<Evidence> Sift(IReadOnlyList<(Evidence Evidence, string? Mark)> found, IReadOnlyList<Threshold> applied)
    {
        var least = applied.Single(t => t.Name == "minInSequence").Value;
        var numbered = found.Where(f => f.Mark is not null).Select(f => (f.Evidence, Number: long.Parse(f.Mark!, CultureInfo.InvariantCulture))).OrderBy(f => f.Number).ToList();
        var kept = found.Where(f => f.Mark is null && !f.Evidence.Key.StartsWith("next:", StringComparison.Ordinal)).Select(f => f.Evidence).ToList();
        for (var (begin, i) = (0, 1); i <= numbered.Count; i++)
        {
            if (i < numbered.Count && numbered[i].Number - numbered[i - 1].Number <= Apart)
            {
                continue;
            }

            if (i - begin >= least)
            {
                kept.AddRange(numbered[begin..i].Select(f => f.Evidence));
            }

            begin = i;
        }

        return kept;
    }
}
