using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>SHARED_RECIPIENT, DT-3.1: an inspection found 14 of 40 certificates handed to the same third person.</para>
/// <para>
/// Flagged: one recipient's name, whatever its diacritics, case and white space, to whom one provider handed the certificates of at least minPersons = 3 different
/// citizens of one ward within withinDays = 30 days, in one campaign, by the dossiers. Citizens whose ward is not known are taken for one ward's. Once per name and ward; a further certificate is added as
/// evidence.
/// </para>
/// <para>
/// Not flagged: what the citizen received (receivedByCitizen true), unless the name that stands there is known not to be the citizen's; a parent who receives for two; namesakes in several wards, or months apart; a single word or a word of
/// kinship ("Chồng", "Người nhà"), which is no name; what was WITHDRAWN. Of the recipient the summaries show initials and the given name.
/// </para>
/// </summary>
internal sealed class SharedRecipientDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.SharedRecipient;

    public override Clause Clause => Clause.HandedToTheHolder;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minPersons", 3), new("withinDays", 30)];

    // As registry.name_key writes them.
    private const string Kin =
        "array['bo me', 'cha me', 'ong ba', 'vo chong', 'con trai', 'con gai', 'anh trai', 'chi gai', 'em trai', 'em gai', 'anh em', 'me ruot', 'bo ruot', 'nguoi nha', 'nguoi than', 'gia dinh', 'hang xom']";

    private const string WardOfHolder =
        "(select s.ward_code from registry.stated_details s where s.person_id = i.person_id and s.ward_code is not null order by s.recorded_at desc limit 1)";

    // Said to have been received by the citizen, under a name that is not the citizen's: who the citizen is must be known, for many dossiers repeat the holder's name there.
    private const string ByAnother = """
        (d.received_by_citizen is distinct from true or d.recipient_key <> (
          select registry.name_key(s.name) from registry.stated_details s where s.person_id = d.person_id and s.name is not null order by s.recorded_at desc limit 1))
        """;

    // Each name is looked up by itself, by index, whatever the planner thinks of the tables' sizes.
    public override string Sql => $"""
        with named as (
          select distinct i.provider_id, d.key, w.ward, i.recorded_at
          from registry.recorded_issuances i
          cross join lateral (
            select d.recipient_key as key from registry.contract_dossiers d where d.person_id = i.person_id and d.issuance_id = i.id and {ByAnother} limit 1) d
          cross join lateral (select {WardOfHolder} as ward) w
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and d.key like '% %' and d.key <> all ({Kin})),
        touched as (
          select n.*, f.fingerprint from named n
          cross join lateral (select concat_ws(':', $3, n.provider_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex'), n.ward) as fingerprint) f
          where (
            select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
            where v.kind = 'SHARED_RECIPIENT' and v.fingerprint = f.fingerprint) < {MostEvidence}),
        shown as (
          select distinct t.fingerprint, t.provider_id, u.id, u.recorded_at, u.staff, u.recipient_name, u.handed_over_at
          from touched t
          cross join lateral (
            select ranked.*, max(ranked.person) over () as persons
            from (
              select received.*, dense_rank() over (order by received.person_id) as person
              from (
                select i.id, i.person_id, i.recorded_at, d.recipient_name, d.handed_over_at, (select s.reference from registry.staff_references s where s.id = i.staff_id) as staff
                from registry.contract_dossiers d
                cross join lateral (select x.* from registry.recorded_issuances x where x.person_id = d.person_id and x.id = d.issuance_id limit 1) i
                where d.recipient_key = t.key and {ByAnother}
                  and i.campaign_id = $3 and i.provider_id = t.provider_id and i.status <> 'WITHDRAWN'
                  and i.recorded_at > t.recorded_at - make_interval(days => $5) and i.recorded_at <= t.recorded_at and {WardOfHolder} is not distinct from t.ward
                order by i.recorded_at, i.id limit {MostEvidence}) received) ranked) u
          where u.persons >= $4),
        placed as (select s.*, row_number() over (partition by s.fingerprint order by s.recorded_at, s.id) as place from shown s)
        select p.fingerprint, p.provider_id, p.id::text as evidence_key, p.recorded_at as at, p.id as issuance_id, p.staff, p.recipient_name, p.handed_over_at
        from placed p where p.place <= {MostEvidence}
        """;

    public override Text Say(Candidate row)
    {
        var recipient = MaskedName.Of(row.Text("recipient_name"));
        var (handed, handedEnglish) = row.TimeOrNull("handed_over_at") is { } at
            ? ($", giao lúc {VietnamTime.Spoken(at)}", $", handed over at {VietnamTime.SpokenEnglish(at)}")
            : ("", "");
        return new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} một chứng thư mà người nhận là {recipient}{handed}.",
            $"{row.Actor().English} recorded at {row.En("at")} a certificate that was received by {recipient}{handedEnglish}.");
    }
}
