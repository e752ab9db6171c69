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
}
