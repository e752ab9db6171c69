using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>DUPLICATE_ATTEMPT, HUE-1.3: a citizen who is in the data is issued no further certificate, and the provider must look before it issues.</para>
/// <para>
/// Flagged: a record refused because another holds the citizen's place, when the provider knew or would not know. Knew: before it made the certificate (asked_at ≤
/// issued_at) an ask of its own about this citizen had been answered with that holder. Would not know: it made the certificate after the holder's record, and without
/// a check that fits it (asked_at − 1 minute ≤ issued_at ≤ asked_at + checkWindow). Thresholds: none; the window is the campaign's checkWindow.
/// </para>
/// <para>
/// Not flagged: the honest loser of a race, who checked, was told FREE, made the certificate, and was second; and one who made its certificate before the other's was
/// recorded, for no check could have told it. The answer to the refused record itself is not "being told", however far the certificate's clock is ahead.
/// </para>
/// </summary>
internal sealed class DuplicateAttemptDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.DuplicateAttempt;

    public override Clause Clause => Clause.OneCertificatePerCitizen;

    public override string WindowName => "checkWindowSeconds";

    // A citizen is asked about under any number and, while keys rotate, under any key of it.
    public override string Sql => $"""
        with {TermsSql},
        attempts as materialized (
          select r.*, h.person_id, h.provider_id as holder_provider_id, h.root_recorded_at as held_since, t.check_window,
            array(select k.key_hash from registry.number_persons k where k.person_id = h.person_id) || r.key_hash as hashes
          from registry.refused_attempts r
          join registry.recorded_issuances h on h.id = r.holder_id
          join terms t on r.refused_at >= t.holds_from and r.refused_at < t.holds_until
          where r.campaign_id = $3 and r.cause = 'ALREADY_ISSUED' and r.refused_at > $1 and r.refused_at <= $2),
        judged as (
          select a.*, told.id as told_id, told.asked_at as told_at
          from attempts a
          left join lateral (
            select q.id, q.asked_at from registry.provider_asks q
            where q.key_hash = any(a.hashes) and q.asked_at >= a.held_since and q.asked_at <= a.issued_at and q.asked_at < a.refused_at
              and q.provider_id + 0 = a.provider_id and q.campaign_id + 0 = {OfProgramme}
              and q.answer in ('HOLDS_CERTIFICATE', 'HOLDS_PENDING_ACTIVATION', 'ALREADY_ISSUED')
            order by q.asked_at limit 1) told on true
          where told.id is not null or (a.issued_at > a.held_since and not exists (
            select from registry.provider_asks q
            where q.key_hash = any(a.hashes) and q.asked_at >= a.issued_at - a.check_window and q.asked_at <= a.issued_at + interval '1 minute'
              and q.asked_at <= a.refused_at and q.provider_id + 0 = a.provider_id and q.campaign_id + 0 = {OfProgramme} and q.act = 'CHECK')))
        select concat_ws(':', j.campaign_id, j.provider_id, j.serial_number) as fingerprint, j.provider_id, j.holder_provider_id, j.issued_at,
          e.evidence_key, e.at, e.issuance_id, e.check_id, s.reference as staff, (j.told_id is not null) ::int as was_told,
          extract(epoch from j.check_window)::bigint as window_seconds
        from judged j
        left join registry.staff_references s on s.id = j.staff_id
        cross join lateral (values
          ('holder', j.held_since, j.holder_id, null::uuid), ('told', j.told_at, null, j.told_id), ('refused', j.refused_at, null, j.check_id)
        ) e (evidence_key, at, issuance_id, check_id)
        where e.at is not null
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "holder" => new(
            $"{row.Provider("holder_provider_id")} ghi nhận chứng thư của công dân này lúc {row.Vi("at")}.",
            $"{row.Provider("holder_provider_id")} recorded this citizen's certificate at {row.En("at")}."),
        "told" => new(
            $"{row.Provider("provider_id")} hỏi lúc {row.Vi("at")} và được trả lời rằng công dân đã có chứng thư.",
            $"{row.Provider("provider_id")} asked at {row.En("at")} and was told that the citizen has a certificate."),
        _ when row.Number("was_told") == 1 => new(
            $"{row.Actor().Vietnamese} vẫn tạo chứng thư lúc {row.Vi("issued_at")}; ghi nhận bị từ chối lúc {row.Vi("at")}.",
            $"{row.Actor().English} made a certificate at {row.En("issued_at")} all the same; its record was refused at {row.En("at")}."),
        _ => new(
            $"{row.Actor().Vietnamese} tạo chứng thư lúc {row.Vi("issued_at")} mà không tra cứu trước; ghi nhận bị từ chối lúc {row.Vi("at")}.",
            $"{row.Actor().English} made a certificate at {row.En("issued_at")} without a check before it; its record was refused at {row.En("at")}."),
    };
}
