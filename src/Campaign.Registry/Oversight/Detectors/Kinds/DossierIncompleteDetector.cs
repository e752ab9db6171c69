using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>
/// DOSSIER_INCOMPLETE, DT-2 (with DT-3.2, contracts without a date, and DT-3.3, no handover minutes): a dossier holds the contract with number and date, the handover
/// with its time and who received, and the consent to the processing of personal data.
/// </para>
/// <para>
/// Flagged: at the door and for a need, a record without any dossier, or whose dossier lacks the contract's number, its date, the consent, the time of the handover or
/// who received (the citizen, or another by name). From a provider's app, a dossier that was sent and lacks the contract's number, its date or the consent. Absent and
/// blank are missing; false and 0 are answers. Thresholds: none.
/// </para>
/// <para>
/// Not flagged: an app record without a dossier; a handover that could not be yet, because the record is pending; nor one of a need served by phone, where nothing is handed over; a replacement
/// for which none was sent; imports.
/// </para>
/// </summary>
internal sealed class DossierIncompleteDetector : Detector
{
    private static readonly Dictionary<string, Text> Parts = new()
    {
        ["DOSSIER"] = new("toàn bộ hồ sơ", "the whole dossier"),
        ["CONTRACT_NUMBER"] = new("số hợp đồng", "the contract's number"),
        ["CONTRACT_DATE"] = new("ngày ký hợp đồng", "the date on which the contract was signed"),
        ["CONSENT"] = new("đồng ý xử lý dữ liệu cá nhân", "the consent to the processing of personal data"),
        ["HANDOVER_TIME"] = new("thời điểm bàn giao", "the time of the handover"),
        ["RECIPIENT"] = new("người nhận", "who received"),
    };

    public override ViolationKind Kind => ViolationKind.DossierIncomplete;

    public override Clause Clause => Clause.DossierIsComplete;

    public override string Sql => """
        with judged as (
          select i.id, i.provider_id, i.recorded_at, i.check_id, i.staff_id, concat_ws(',',
            case when d.issuance_id is null then 'DOSSIER' end,
            case when d.issuance_id is not null and registry.contract_key(d.contract_number) is null then 'CONTRACT_NUMBER' end,
            case when d.issuance_id is not null and d.contract_signed_on is null then 'CONTRACT_DATE' end,
            case when d.issuance_id is not null and d.consent_given_at is null then 'CONSENT' end,
            case when d.issuance_id is not null and h.is_handed_over and d.handed_over_at is null then 'HANDOVER_TIME' end,
            case when d.issuance_id is not null and h.is_handed_over and d.received_by_citizen is distinct from true and registry.name_key(d.recipient_name) is null then 'RECIPIENT' end) as missing
          from registry.recorded_issuances i
          left join lateral (select x.* from registry.contract_dossiers x where x.person_id = i.person_id and x.issuance_id = i.id limit 1) d on true
          cross join lateral (select i.origin <> 'PROVIDER_APP' and not i.recorded_pending and not exists (
            select from registry.registered_needs n where n.person_id = i.person_id and n.served_by = i.id and n.mode = 'BY_PHONE') as is_handed_over) h
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and i.origin <> 'IMPORT'
            and (d.issuance_id is not null or (i.origin <> 'PROVIDER_APP' and i.root_id = i.id)))
        select j.id::text as fingerprint, j.provider_id, 'record' as evidence_key, j.recorded_at as at, j.id as issuance_id, j.check_id, s.reference as staff, j.missing
        from judged j left join registry.staff_references s on s.id = j.staff_id
        where j.missing <> ''
        """;

    public override Text Say(Candidate row)
    {
        var missing = row.Text("missing")!.Split(',').Select(part => Parts[part]).ToList();
        return new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")}; hồ sơ thiếu: {string.Join(", ", missing.Select(m => m.Vietnamese))}.",
            $"{row.Actor().English} recorded it at {row.En("at")}; of the dossier is missing: {string.Join(", ", missing.Select(m => m.English))}.");
    }
}
