namespace Campaign.Registry.Platform.Answers;

/// <summary>The two languages that the registry speaks; Vietnamese is the original.</summary>
public enum Language
{
    Vietnamese,
    English,
}

/// <summary>A sentence for a person in both languages. Never holds a citizen number, a key or a secret.</summary>
public sealed record Text(string Vietnamese, string English)
{
    public string In(Language language) => language == Language.English ? English : Vietnamese;

    /// <summary>The end of a sentence as one that stands alone: beside its field a fault needs no name of the field.</summary>
    public Text AsSentence() => new(Capital(Vietnamese), Capital(English));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
