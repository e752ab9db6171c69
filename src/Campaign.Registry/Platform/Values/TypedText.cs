using System.Globalization;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Platform.Values;

/// <summary>
/// The kinds of text that people type, and what each is held to: here and nowhere else in the code. Commands check it; GraphQL, pages and imports show the fault. The
/// database's check constraints are the last guard, and a test compares them with this list.
/// </summary>
public sealed class TypedText
{
    private TypedText(int least, int most) => (Least, Most) = (least, most);

    /// <summary>Why an officer decided so.</summary>
    public static TypedText Reason { get; } = new(3, 2_000);

    public static TypedText ReasonOfARejection { get; } = new(1, Reason.Most);

    /// <summary>The department's own client may leave it empty; the desk asks for a <see cref="Reason"/>.</summary>
    public static TypedText ReasonOfAnExclusion { get; } = new(0, Reason.Most);

    /// <summary>Why an officer looks a citizen up, or links two numbers.</summary>
    public static TypedText ReasonOfALookup { get; } = new(3, 500);

    /// <summary>What a provider or a citizen may add to an act.</summary>
    public static TypedText Note { get; } = new(0, 1_000);

    /// <summary>What is asked, answered and written down in a case.</summary>
    public static TypedText CaseStatement { get; } = new(3, 4_000);

    public static TypedText CaseNote { get; } = new(1, CaseStatement.Most);

    public static TypedText Remarks { get; } = new(0, CaseStatement.Most);

    public static TypedText PersonName { get; } = new(1, 200);

    /// <summary>A name that may be left out.</summary>
    public static TypedText NameIfKnown { get; } = new(0, PersonName.Most);

    public static TypedText PlaceName { get; } = new(3, 200);

    /// <summary>Code of a commune or ward, where it may be left out.</summary>
    public static TypedText WardCode { get; } = new(0, 20);

    public static TypedText Address { get; } = new(1, 300);

    /// <summary>Of the department's decision.</summary>
    public static TypedText DecisionNumber { get; } = new(0, 200);

    public static TypedText ContractNumber { get; } = new(0, 200);

    public static TypedText ConsentCode { get; } = new(0, 100);

    /// <summary>The text of a staff QR code, named beside a record.</summary>
    public static TypedText Badge { get; } = new(0, 300);

    /// <summary>What a citizen asks for of the citizen's own data.</summary>
    public static TypedText Wish { get; } = new(3, 2_000);

    /// <summary>A clause as an officer cites it.</summary>
    public static TypedText CitedClause { get; } = new(2, 200);

    public static TypedText CorrectedValue { get; } = new(1, 300);

    public static TypedText ReportText { get; } = new(0, 2_000);

    /// <summary>A provider's own reference of a member of its staff.</summary>
    public static TypedText StaffReference { get; } = new(1, 100);

    public static TypedText CampaignName { get; } = new(1, 200);

    public static TypedText DepartmentName { get; } = new(1, 200);

    /// <summary>A provider's policy as it publishes it.</summary>
    public static TypedText OfferPolicy { get; } = new(1, 500);

    /// <summary>Who counted a population.</summary>
    public static TypedText PopulationSource { get; } = new(3, 300);

    /// <summary>As descriptions and documentation say it: "3 to 2,000 characters", "at most 200 characters".</summary>
    public override string ToString() => Least == 0
        ? string.Create(CultureInfo.InvariantCulture, $"at most {Most:N0} characters")
        : string.Create(CultureInfo.InvariantCulture, $"{Least} to {Most:N0} characters");

    public int Least { get; }

    public int Most { get; }

    /// <summary>As the end of a sentence that begins with the field's name.</summary>
    public Text Bounds => Least == 0
        ? new($"chỉ được có tối đa {Most} ký tự.", $"must have at most {Most} characters.")
        : new($"phải có từ {Least} đến {Most} ký tự.", $"must have {Least} to {Most} characters.");

    /// <summary>
    /// Blanks around a text do not count, but where it may be empty: there it is kept as it was written. What nobody sees (zero-width blanks, controls) makes no text long enough, and characters that turn the
    /// direction of reading, by which one text reads as another, are in none.
    /// </summary>
    public bool Fits(string? text) => Measured(text) is var length && length <= Most && (Least == 0 || InvisibleCharacters.CountVisible(text) >= Least) && !InvisibleCharacters.TurnDirection(text);

    /// <summary>What to say beside the field; null when the text fits.</summary>
    public Text? AdviceOn(string? text) => Fits(text) ? null : Advice;

    /// <summary>The text without blanks around it.</summary>
    /// <exception cref="InvalidInputException">It does not fit.</exception>
    public string Parse(string field, string? text)
    {
        Require(field, text);
        return (text ?? "").Trim();
    }

    /// <exception cref="InvalidInputException">It does not fit.</exception>
    public void Require(string field, string? text)
    {
        if (!Fits(text))
        {
            throw new InvalidInputException(field, Bounds, Advice);
        }
    }

    private Text Advice => Least == 0
        ? new($"Tối đa {Most} ký tự.", $"At most {Most} characters.")
        : new($"Hãy viết từ {Least} đến {Most} ký tự.", $"Enter {Least} to {Most} characters.");

    private int Measured(string? text) => text is null ? 0 : Least == 0 ? text.Length : text.Trim().Length;
}
