using static Campaign.Host.Tests.MalformedRequest;
using Sent = Campaign.Testing.CaseOperations;

namespace Campaign.Host.Tests;

/// <summary>The malformed requests about cases.</summary>
internal static class MalformedCases
{
    private const string Id = "0197a3c4-1111-7222-8333-444455556666";

    private static readonly string TooLong = OfAnyLength(4_001);

    public static IEnumerable<MalformedRequest> Rows() =>
    [
        Case("openCase", "names no flag", Sent.Open, """{"requestId":"1","violationIds":[]}"""),
        Case("openCase", "names 501 flags", Sent.Open, $$"""{"requestId":"1","violationIds":[{{string.Join(',', Enumerable.Repeat($"\"{Id}\"", 501))}}]}"""),
        Case("openCase", "names a flag that is null", Sent.Open, """{"requestId":"1","violationIds":[null]}"""),
        Case("openCase", "has an empty request id", Sent.Open, $$"""{"requestId":"","violationIds":["{{Id}}"]}"""),
        Case("openCase", "names a citizen number", Sent.Open, $$"""{"requestId":"1","violationIds":["{{Citizen}}"]}""", "ViolationNotFound"),
        Case("openCase", "joins by a word", Sent.Open, $$"""{"requestId":"1","violationIds":["{{Id}}"],"joinAlike":"yes"}"""),
        Case("joinCase", "names no flag", Sent.Join, $$"""{"caseId":"{{Id}}","violationIds":[]}"""),
        Case("joinCase", "names no case", Sent.Join, $$"""{"violationIds":["{{Id}}"]}"""),
        Case("joinCase", "names SQL", Sent.Join, $$"""{"caseId":"' or 1=1 --","violationIds":["{{Id}}"]}""", "CaseNotFound"),
        Case("assignCase", "names no case", Sent.Assign, """{"assignee":"officer:lan"}"""),
        Case("assignCase", "names a number", Sent.Assign, $$"""{"caseId":"{{Citizen}}","assignee":"officer:lan"}""", "CaseNotFound"),
        Case("noteOnCase", "is blank", Sent.Note, $$"""{"requestId":"1","caseId":"{{Id}}","text":"   "}"""),
        Case("noteOnCase", "has 4001 characters", Sent.Note, $$"""{"requestId":"1","caseId":"{{Id}}","text":"{{TooLong}}"}"""),
        Case("noteOnCase", "is NUL", Sent.Note, $$"""{"requestId":"1","caseId":"{{Id}}","text":"\u0000"}"""),
        Case("askProvider", "asks two characters", Sent.Ask, $$"""{"requestId":"1","caseId":"{{Id}}","question":"? "}"""),
        Case("askProvider", "asks 4001 characters", Sent.Ask, $$"""{"requestId":"1","caseId":"{{Id}}","question":"{{TooLong}}"}"""),
        Case("askProvider", "is due on a day", Sent.Ask, $$"""{"requestId":"1","caseId":"{{Id}}","question":"Why?","answerBy":"2026-01-05"}"""),
        Case("askProvider", "is due without an offset", Sent.Ask, $$"""{"requestId":"1","caseId":"{{Id}}","question":"Why?","answerBy":"2026-01-05T03:04:05"}"""),
        Case("decideCase", "has no reason", Sent.Decide, $$"""{"requestId":"1","caseId":"{{Id}}","decision":"CONFIRMED"}"""),
        Case("decideCase", "has a reason of two characters", Sent.Decide, $$"""{"requestId":"1","caseId":"{{Id}}","decision":"CONFIRMED","reason":"no"}"""),
        Case("decideCase", "has a reason of 2001 characters", Sent.Decide, $$"""{"requestId":"1","caseId":"{{Id}}","decision":"CONFIRMED","reason":"{{OfAnyLength(2_001)}}"}"""),
        Case("decideCase", "decides otherwise", Sent.Decide, $$"""{"requestId":"1","caseId":"{{Id}}","decision":"PUBLISHED","reason":"seen there"}"""),
        Case("withdrawPublication", "has no reason", Sent.Withdraw, $$"""{"caseId":"{{Id}}"}"""),
        Case("withdrawPublication", "names no case that is", Sent.Withdraw, $$"""{"caseId":"{{Id}}","reason":"the court"}""", "CaseNotFound"),
        Case("drawUpMinutes", "is at no place", Sent.DrawUp, $$"""{"requestId":"1","caseId":"{{Id}}"}"""),
        Case("drawUpMinutes", "has an empty attendee", Sent.DrawUp, $$"""{"requestId":"1","caseId":"{{Id}}","place":"Huế","attendees":[""]}"""),
        Case("drawUpMinutes", "bears a sign in small letters", Sent.DrawUp, $$"""{"requestId":"1","caseId":"{{Id}}","place":"Huế","sign":"bb-skhcn"}"""),
        Case("drawUpMinutes", "is of no case", Sent.DrawUp, $$"""{"requestId":"1","caseId":"{{Id}}","place":"Huế"}""", "CaseNotFound"),
        OfQuery("case", "publishCase names no case", Sent.Publish, "{}") with { Client = "department" },
        OfQuery("case", "case names no id", "{ case { case { id } } }") with { Client = "department" },
        OfQuery("case", "cases of a state that does not exist", "{ cases(campaign: \"hue\", filter: {state: [GONE]}) { totalCount } }") with { Client = "department" },
        OfQuery("case", "cases after no cursor", "{ cases(campaign: \"hue\", after: \"x\") { totalCount } }") with { Client = "department" },
        OfQuery("case", "answerCase by a system that only records", Sent.Answer, $$$"""{"input":{"requestId":"1","questionId":"{{{Id}}}","answer":"it was so"}}""", "403"),
    ];

    private static MalformedRequest Case(string operation, string name, string query, string input, string expected = Bad) =>
        OfQuery("case", $"{operation} {name}", query, $"{{\"input\":{input}}}", expected) with { Client = "department" };
}
