using System.Text.Encodings.Web;
using System.Text.Json;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>
/// What minutes say, in Vietnamese: everything that a document of them shows, and nothing that is looked up later. Kept as JSON, to the letter as it was hashed; a member that comes later
/// is null in what was written before it.
/// </summary>
/// <param name="Superior">The agency's superior, and where the agency sits: the head of a document has both.</param>
/// <param name="Agency">Who draws them up.</param>
/// <param name="Flags">How many flags the case is about; of the evidence at most 200 pieces are shown.</param>
public sealed record MinutesData(
    string Title, string? Superior, string? Agency, string? Seat, string Number, int Year, int Version, string DrawnUpAt, string Place, string DrawnUpBy, IReadOnlyList<string> Attendees,
    string Campaign, string CaseNumber, MinutesProvider Provider, int Flags, IReadOnlyList<MinutesFinding> Findings, IReadOnlyList<MinutesStatement> Statements,
    MinutesConclusion Conclusion, string? Remarks)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static MinutesData Read(string content) => JsonSerializer.Deserialize<MinutesData>(content, Format)!;

    internal string Write() => JsonSerializer.Serialize(this, Format);
}

public sealed record MinutesProvider(string Code, string? Name);

public sealed record MinutesFinding(string Kind, string Name, string Clause, IReadOnlyList<MinutesEvidence> Evidence);

public sealed record MinutesEvidence(string? At, string Summary);

public sealed record MinutesStatement(MinutesProvider Provider, string AskedAt, string Question, string AnswerDueAt, string? AnsweredAt, string? Answer, bool Late);

public sealed record MinutesConclusion(string Decision, string Reason, string DecidedAt, string By);
