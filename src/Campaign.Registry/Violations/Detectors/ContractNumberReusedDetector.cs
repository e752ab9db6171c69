using Campaign.Registry.Kernel;

namespace Campaign.Registry.Violations;

/// <summary>
/// <para>CONTRACT_NUMBER_REUSED, DT-3.2: an inspection found three contracts with one number. Each certificate rests on a contract of its own.</para>
/// <para>
/// Flagged: one contract number, whatever its case and white space, on certificates of at least minCertificates = 2 chains (a certificate with its replacements is one)
/// of one provider in one campaign. Once per number; a further certificate is added as evidence.
/// </para>
/// <para>Not flagged: a replacement under its own contract; the same number at two providers; what was WITHDRAWN (a mistyped number recorded again rightly); no number.</para>
/// </summary>
internal sealed class ContractNumberReusedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.ContractNumberReused;

    public override Clause Clause => Clause.ContractsAreSound;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minCertificates", 2)];

    public override string Sql => $"""
        with named as (
          select distinct i.provider_id, registry.contract_key(d.contract_number) as key
          from registry.issuances i join registry.dossiers d on d.person_id = i.person_id and d.issuance_id = i.id
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and registry.contract_key(d.contract_number) is not null),
        touched as (
          select n.*, f.fingerprint from named n
          cross join lateral (select concat_ws(':', $3, n.provider_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex')) as fingerprint) f
          where (
            select count(*) from registry.violations v join registry.violation_evidence e on e.violation_id = v.id
            where v.kind = 'CONTRACT_NUMBER_REUSED' and v.fingerprint = f.fingerprint) < {MostEvidence}),
        used as (
          select t.fingerprint, t.provider_id, i.id, i.root_id, i.recorded_at, s.reference as staff, d.contract_number,
            row_number() over (partition by t.fingerprint order by i.recorded_at, i.id) as place
          from touched t
          join registry.dossiers d on d.contract_number is not null and registry.contract_key(d.contract_number) = t.key
          join registry.issuances i on i.person_id = d.person_id and i.id = d.issuance_id
          left join registry.staff s on s.id = i.staff_id
          where i.campaign_id = $3 and i.provider_id = t.provider_id and i.status <> 'WITHDRAWN' and i.recorded_at <= $2),
        reused as (select fingerprint from used group by fingerprint having count(distinct root_id) >= $4)
        select u.fingerprint, u.provider_id, u.id::text as evidence_key, u.recorded_at as at, u.id as issuance_id, u.staff, u.contract_number
        from used u join reused using (fingerprint) where u.place <= {MostEvidence}
        """;

    public override Text Say(Candidate row)
    {
        var number = NumbersInText.Blank(row.Text("contract_number"));
        return new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} một chứng thư theo hợp đồng số {number}.",
            $"{row.Actor().English} recorded at {row.En("at")} a certificate under contract number {number}.");
    }
}
