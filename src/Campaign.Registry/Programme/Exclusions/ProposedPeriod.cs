using System.Text.Json.Nodes;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Programme.Exclusions;

/// <summary>
/// A proposal to exclude or to take back is about the participation as it stood: it names the instant at which that period began, or was ended, and is refused once another has begun or ended. So what was decided since
/// is not undone by a proposal that knew nothing of it.
/// </summary>
internal static class ProposedPeriod
{
    private const string Name = "Period";

    public static string Put(string input, DateTimeOffset period)
    {
        var node = JsonNode.Parse(input)!.AsObject();
        node[Name] = Instant.Write(period);
        return node.ToJsonString();
    }

    /// <summary>Null for a proposal made before this was kept.</summary>
    public static DateTimeOffset? Of(string input) => JsonNode.Parse(input)![Name]?.GetValue<DateTimeOffset>();
}

/// <summary>Since the proposal was made the provider was excluded or taken back by another decision.</summary>
internal sealed record ParticipationChangedSince : Refusal
{
    public override Text Message => new(
        "Từ khi lập đề nghị, tình trạng tham gia của doanh nghiệp đã thay đổi bằng một quyết định khác. Hãy bác đề nghị này; nếu vẫn cần, lập đề nghị mới.",
        "Since this was proposed, another decision has changed the provider's participation. Reject it; if it is still needed, make a new proposal.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}
