using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Messages;
using Campaign.Testing;
using Campaign.Web.Demo;

namespace Campaign.Host.Tests;

/// <summary>What recipients read: every kind of message that any slice writes has words of its own, in both languages, in the recipient's terms.</summary>
public sealed partial class MessageWordsTests
{
    /// <summary>Made in SQL out of the duty and how it stands (RemindOfDuties); PHONE_REPLACED, beside them, by a way of its own (Message.ToReplacedPhone).</summary>
    private static readonly string[] OfDuties = ["ACTIVATION_DUE_SOON", "ACTIVATION_OVERDUE", "REVOCATION_DUE_SOON", "REVOCATION_OVERDUE"];

    [Fact]
    public void Every_kind_that_is_written_has_words()
    {
        var written = new List<string>(OfDuties) { "PHONE_REPLACED" };
        foreach (var (path, text) in Repository.Files("src/Campaign.Registry", ".cs").Where(f => !f.Path.EndsWith("Messages/Message.cs", StringComparison.Ordinal)))
        {
            foreach (Match call in Call().Matches(text))
            {
                var kind = Kind().Match(call.Value);
                (kind.Success || path.EndsWith("/RemindOfDuties.cs", StringComparison.Ordinal)).ShouldBeTrue($"{path} writes a message whose kind cannot be read from the source");
                written.AddRange(kind.Success ? [kind.Groups[1].Value] : []);
            }
        }

        written.Count.ShouldBeGreaterThan(25, "the pattern finds them");
        written.Distinct().Except(MessageWords.KnownKinds).ShouldBeEmpty();
    }

    [Fact]
    public void No_text_has_a_code_or_a_gap_in_it_and_each_speaks_to_its_recipient()
    {
        const string details = """{"dueAt":"2026-12-08T17:00:00Z","serialNumber":"0A1B","caseNumber":"2026/000123","alarms":2,"deniableUntil":"2026-12-08T17:00:00Z"}""";
        foreach (var kind in MessageWords.KnownKinds)
        {
            foreach (var recipient in Enum.GetValues<Recipient>())
            {
                var said = MessageWords.Of(new(kind, recipient, details, "MISA-CA", "0234 3822 000"));
                foreach (var text in new[] { said.Vietnamese, said.English })
                {
                    text.ShouldNotMatch("[A-Z]{3,}_[A-Z]|  | [.,;:]", kind);
                    text.ShouldEndWith(".", customMessage: kind);
                }

                said.Vietnamese.ShouldNotBe(said.English);
            }
        }

        MessageWords.Of(new("NEED_LAPSED", Recipient.Citizen, "{}", null, null)).Vietnamese.ShouldContain("của ông/bà");
        MessageWords.Of(new("NEED_LAPSED", Recipient.Provider, "{}", null, null)).Vietnamese.ShouldNotContain("ông/bà");
        MessageWords.Of(new("SWITCH_CONSENTED", Recipient.Citizen, "{}", "MISA-CA", "0234 3822 000")).Vietnamese.ShouldContain("đổi sang MISA-CA");
        MessageWords.Of(new("SWITCH_CONSENTED", Recipient.Citizen, "{}", "MISA-CA", "0234 3822 000")).Vietnamese.ShouldContain("gọi ngay cho Sở: 0234 3822 000.");
    }

    [Fact]
    public void A_deadline_at_the_beginning_of_a_day_is_the_end_of_the_day_before()
    {
        var said = MessageWords.Of(new("CASE_QUESTION", Recipient.Provider, """{"caseNumber":"2026/000123","answerDueAt":"2026-12-08T17:00:00.000000Z"}""", null, null));
        said.Vietnamese.ShouldBe("Sở hỏi doanh nghiệp về hồ sơ 2026/000123; hãy trả lời hết ngày 08/12/2026.");
        said.English.ShouldBe("The department asks you about case 2026/000123; answer by the end of 8 December 2026.");
        MessageWords.Of(new("CASE_QUESTION", Recipient.Provider, """{"caseNumber":"1","answerDueAt":"2026-12-08T07:05:00.000000Z"}""", null, null)).Vietnamese.ShouldEndWith("hãy trả lời trước 14:05 08/12/2026.");
    }

    /// <summary>A statement up to its end.</summary>
    [GeneratedRegex(@"Message\.To(?:Citizen|Provider|Department)\([^;]*")]
    private static partial Regex Call();

    [GeneratedRegex("\"([A-Z]+(?:_[A-Z]+)+)\"")]
    private static partial Regex Kind();
}
