using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>SERIAL_CHANGES, HUE-1.2: a citizen chooses freely, and only a provider's own policy may persuade. A citizen who changes again and again is being moved, or paid for it.</para>
/// <para>
/// Flagged: a citizen whose certificate went from one provider to another at least minChanges = 3 times within withinDays = 90 days, by switches or by ends and new records. At no provider: each change is shown with who recorded
/// it. Once per citizen; a further change is added as evidence.
/// </para>
/// <para>Not flagged: two changes; a replacement; the same provider again; what came by a file.</para>
/// </summary>
internal sealed class SerialChangesDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.SerialChanges;

    public override Clause Clause => Clause.CitizenChoosesFreely;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minChanges", 3), new("withinDays", 90)];

    public override string Sql => """
        with moved as (
          select i.id, i.person_id, i.programme_id, i.recorded_at, registry.persons_of(i.person_id) as persons
          from registry.recorded_issuances i
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and i.origin <> 'IMPORT' and i.root_id = i.id),
        held as (
          select m.id as anchor, m.persons, x.id, x.provider_id, x.recorded_at, x.staff_id,
            lag(x.provider_id) over (partition by m.id order by x.recorded_at, x.id) as left_id
          from moved m
          join registry.recorded_issuances x on x.person_id = any (m.persons) and x.programme_id = m.programme_id and x.origin <> 'IMPORT' and x.root_id = x.id
            and x.recorded_at <= m.recorded_at and x.recorded_at > m.recorded_at - make_interval(days => $5)),
        changes as (select h.*, count(*) over (partition by h.anchor) as changes from held h where h.left_id <> h.provider_id)
        select distinct on (c.id) concat_ws(':', $3, (select min(p::text) from unnest(c.persons) p)) as fingerprint, 'change:' || c.id as evidence_key, c.recorded_at as at, c.id as issuance_id,
          c.provider_id as recorder_id, c.left_id, m.reference as staff
        from changes c left join registry.staff_references m on m.id = c.staff_id
        where c.changes >= $4
        """;

    public override Text Say(Candidate row) => new(
        $"{row.Actor("recorder_id").Vietnamese} ghi nhận lúc {row.Vi("at")} công dân này, trước đó ở {row.Provider("left_id")}.",
        $"{row.Actor("recorder_id").English} recorded this citizen at {row.En("at")}, who had been with {row.Provider("left_id")}.");
}
