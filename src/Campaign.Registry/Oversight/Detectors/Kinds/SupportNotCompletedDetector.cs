using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>SUPPORT_NOT_COMPLETED, HUE-4.5: a provider said that support had begun, and no issuance followed before support was due. Beginning confirms nothing.</para>
/// <para>
/// Flagged: each need that lapsed while IN_SUPPORT, when its lapse has been written down. Thresholds: none; the window is the campaign's supportWindow.
/// </para>
/// <para>
/// Not flagged: one whose lapse three calls that reached nobody excuse, until a denial leaves fewer of them (ThreeCallsExcuseALapseRule); a need that was served, cancelled or released; one that fell due after the campaign had closed; and one whose support the citizen denied and which
/// then lapsed while WAITING, which is NEED_LAPSED.
/// </para>
/// </summary>
internal sealed class SupportNotCompletedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.SupportNotCompleted;

    public override Clause Clause => Clause.NothingConfirmedBeforeIssuance;

    public override string Sql { get; } = LapsedNeeds.Sql(TermsSql, "IN_SUPPORT");

    public override Text Say(Candidate row) => LapsedNeeds.Say(row)
        ?? new(
            $"Đến hạn lúc {row.Vi("at")}, {row.Provider("provider_id")} đã báo hỗ trợ nhưng không có chứng thư nào được ghi nhận; nhu cầu hết hiệu lực.",
            $"When support fell due at {row.En("at")}, {row.Provider("provider_id")} had begun it but recorded no certificate; the need lapsed.");
}
