using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>
/// EXPIRED_BADGE_SHOWN, HUE-3.1: staff show a QR code, and the citizen checks it before anything is issued. A code lasts minutes, so that a photograph of one soon stands for nothing;
/// whoever shows ones that have run out shows photographs, or a tablet that was not looked at.
/// </para>
/// <para>
/// Flagged: codes of a member of staff that were opened for the first time more than a grace after they had run out, from the least number of a day on. Once a day per member of
/// staff, with each such code as evidence. Thresholds: graceMinutes = 2, codes = 2.
/// </para>
/// <para>
/// Not flagged: a single code, for a citizen may have kept its address and opened it at home; a code that a program fetched to draw a link of it; a code that was opened while it stood and is opened again later (a citizen who reloads the page); one that ran out while it was being scanned; a code that is not the
/// registry's, for it is nobody's.
/// </para>
/// </summary>
internal sealed class ExpiredBadgeShownDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.ExpiredBadgeShown;

    public override Clause Clause => Clause.StaffAtTheDoorAreKnown;

    public override IReadOnlyList<Threshold> Thresholds => [new("graceMinutes", 2), new("codes", 2)];

    public override bool Grows => true;

    public override string Sql => $"""
        select * from (
          select concat_ws(':', b.staff_id, d.day) as fingerprint, b.provider_id, encode(b.badge_hash, 'hex') as evidence_key, b.scanned_at as at, s.reference as staff, b.valid_until,
            row_number() over (partition by b.staff_id, d.day order by b.scanned_at, b.badge_hash) as place,
            count(*) over (partition by b.staff_id, d.day) as codes, max(b.scanned_at) over (partition by b.staff_id, d.day) as latest
          from registry.opened_badges b
          join registry.staff_references s on s.id = b.staff_id
          cross join lateral (select (b.scanned_at at time zone 'Asia/Ho_Chi_Minh')::date as day) d
          where b.campaign_id = $3 and b.scanned_at > $1 - interval '1 day' and b.scanned_at <= $2 and b.scanned_at > b.valid_until + $4 * interval '1 minute') shown
        where place <= {MostEvidence} and codes >= $5 and latest > $1
        """;

    public override Text Say(Candidate row) => new(
        $"{row.Actor().Vietnamese}: mã QR hết hiệu lực lúc {row.Vi("valid_until")}, được mở lần đầu lúc {row.Vi("at")}.",
        $"{row.Actor().English}: a QR code that ran out at {row.En("valid_until")} was first opened at {row.En("at")}.");
}
