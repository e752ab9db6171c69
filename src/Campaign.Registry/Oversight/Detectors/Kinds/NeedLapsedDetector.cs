using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>NEED_LAPSED, HUE-4.4: a citizen registered a need and the chosen provider did not proceed before it was due (48 hours, unless the campaign says otherwise).</para>
/// <para>Flagged: each need that lapsed while WAITING, when its lapse has been written down. Thresholds: none; the window is the campaign's needWindow.</para>
/// <para>
/// Not flagged: one whose lapse three calls that reached nobody excuse, until a denial leaves fewer of them (ThreeCallsExcuseALapseRule); a need that the citizen cancelled, that was served, or that was released by the provider's exclusion; and one that fell due after the campaign had
/// closed (due exactly at the close is flagged: the provider had all its time).
/// </para>
/// </summary>
internal sealed class NeedLapsedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.NeedLapsed;

    public override Clause Clause => Clause.NeedLapsesAfter48Hours;

    public override string Sql { get; } = LapsedNeeds.Sql(TermsSql, "WAITING");

    public override Text Say(Candidate row) => LapsedNeeds.Say(row)
        ?? new(
            $"{row.Provider("provider_id")} chưa thực hiện khi đến hạn lúc {row.Vi("at")}; nhu cầu hết hiệu lực.",
            $"{row.Provider("provider_id")} had not proceeded when the need fell due at {row.En("at")}; it lapsed.");
}
