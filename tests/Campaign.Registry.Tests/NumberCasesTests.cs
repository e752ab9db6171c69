using System.Text.Json;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What is read as a citizen number, a serial number and a phone number: tests/cases/numbers.json, to which the tablet's tests hold its TypeScript too.</summary>
public sealed class NumberCasesTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(Repository.Read("tests/cases/numbers.json")).RootElement;
    private static readonly DateOnly Today = DateOnly.Parse(Cases.GetProperty("today").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<TheoryDataRow<int>> CitizenNumbers => Rows("citizenNumbers");

    public static IEnumerable<TheoryDataRow<int>> SerialNumbers => Rows("serialNumbers");

    public static IEnumerable<TheoryDataRow<int>> SerialNumbersInText => Rows("serialNumbersInText");

    public static IEnumerable<TheoryDataRow<int>> Phones => Rows("phones");

    [Theory]
    [MemberData(nameof(CitizenNumbers))]
    public void A_citizen_number_is_read_as_the_cases_say(int index)
    {
        var @case = Case("citizenNumbers", index);
        var isOne = CitizenNumber.TryParse(Text(@case, "text"), out var number);
        if (!@case.TryGetProperty("reading", out var reading))
        {
            isOne.ShouldBe(Text(@case, "refused") == "not-born-yet", $"{@case}");
            number?.CouldBeBorneOn(Today).ShouldBeFalse($"{@case}");
            return;
        }

        isOne.ShouldBeTrue($"{@case}");
        number!.CouldBeBorneOn(Today).ShouldBeTrue($"{@case}");
        JsonSerializer.SerializeToElement(new
        {
            digits = number.Digits,
            kind = number.Kind == NumberKind.Cccd ? "CCCD" : "CMND",
            birthYear = number.BirthYear,
            sex = number.IsFemale is not { } female ? null : female ? "FEMALE" : "MALE",
            provinceKnown = !NumberDoubts.Of(number, Today).Any(w => w.Code == "UNKNOWN_PROVINCE_CODE"),
            masked = number.Masked,
        }).ShouldSatisfyAllConditions(read => JsonElement.DeepEquals(read, reading).ShouldBeTrue($"{read} where {@case} is expected"));
    }

    [Theory]
    [MemberData(nameof(SerialNumbers))]
    public void A_serial_number_is_read_as_the_cases_say(int index)
    {
        var @case = Case("serialNumbers", index);
        Serial(Text(@case, "text")!).ShouldBe(Text(@case, "reading"), $"{@case}");
    }

    [Theory]
    [MemberData(nameof(SerialNumbersInText))]
    public void What_the_tablet_sends_for_a_scanned_text_is_read_as_the_cases_say_and_the_text_itself_never_as_another_number(int index)
    {
        var @case = Case("serialNumbersInText", index);
        var reading = Text(@case, "reading");
        (Text(@case, "sent") is { } sent ? Serial(sent) : null).ShouldBe(reading, $"{@case}");
        (Serial(Text(@case, "text")!) ?? reading).ShouldBe(reading, $"{@case}");
    }

    [Theory]
    [MemberData(nameof(Phones))]
    public void A_phone_number_is_read_as_the_cases_say(int index)
    {
        var @case = Case("phones", index);
        PhoneNumber.Normal(Text(@case, "text")!).ShouldBe(Text(@case, "reading"), $"{@case}");
    }

    private static string? Serial(string text) => CertificateFacts.TryNormalise(text, out var serial) ? serial : null;

    /// <summary>By index: the texts hold characters that a test's name cannot.</summary>
    private static IEnumerable<TheoryDataRow<int>> Rows(string list) =>
        Enumerable.Range(0, Cases.GetProperty(list).GetArrayLength())
            .Select(i => new TheoryDataRow<int>(i) { TestDisplayName = $"{list} {i}: {Text(Case(list, i), "why")}" });

    private static JsonElement Case(string list, int index) => Cases.GetProperty(list)[index];

    private static string? Text(JsonElement @case, string name) => @case.GetProperty(name).GetString();
}
