using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Detectors;

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

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minCertificates", 2)];

    // Each number is looked up by itself, by index, whatever the planner thinks of the tables' sizes.
    public override string Sql => $"""
        with named as (
          select distinct i.provider_id, d.key
          from registry.recorded_issuances i
          cross join lateral (
            select x.contract_key as key from registry.contract_dossiers x where x.person_id = i.person_id and x.issuance_id = i.id limit 1) d
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and d.key is not null),
        touched as (
          select n.*, f.fingerprint from named n
          cross join lateral (select concat_ws(':', $3, n.provider_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex')) as fingerprint) f
          where (
            select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
            where v.kind = 'CONTRACT_NUMBER_REUSED' and v.fingerprint = f.fingerprint) < {MostEvidence})
        select t.fingerprint, t.provider_id, u.id::text as evidence_key, u.recorded_at as at, u.id as issuance_id, u.staff, u.contract_number
        from touched t
        cross join lateral (
          select ranked.*, max(ranked.chain) over () as chains
          from (
            select used.*, dense_rank() over (order by used.root_id) as chain
            from (
              select i.id, i.root_id, i.recorded_at, d.contract_number, (select s.reference from registry.staff_references s where s.id = i.staff_id) as staff
              from registry.contract_dossiers d
              cross join lateral (select x.* from registry.recorded_issuances x where x.person_id = d.person_id and x.id = d.issuance_id limit 1) i
              where d.contract_key = t.key
                and i.campaign_id = $3 and i.provider_id = t.provider_id and i.status <> 'WITHDRAWN' and i.recorded_at <= $2
              order by i.recorded_at, i.id limit {MostEvidence}) used) ranked) u
        where u.chains >= $4
        """;

    public override Text Say(Candidate row)
    {
        var number = NumbersInText.Blank(row.Text("contract_number"));
        return new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} một chứng thư theo hợp đồng số {number}.",
            $"{row.Actor().English} recorded at {row.En("at")} a certificate under contract number {number}.");
    }
}
