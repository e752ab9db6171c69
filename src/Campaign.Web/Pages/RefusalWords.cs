using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Pages;

/// <summary>What the registry said no to, as pages say it: at its field where the page has that, else in one sentence; never by a field's name in the program.</summary>
public static class RefusalWords
{
    /// <summary>Where no field of the page is the one.</summary>
    public static Text Words(this Refusal refusal) => refusal is InvalidContact contact && FieldWords.Of(contact.Field) is { } name
        ? new($"{name.Vietnamese}: {contact.What.Vietnamese}", $"{name.English}: {contact.What.English}")
        : refusal.Message;

    /// <summary>Which field it is about, as GraphQL names it; null where it is about none.</summary>
    public static string? Field(this Refusal? refusal) => refusal switch
    {
        FieldRefusal at => at.Field,
        InvalidContact at => at.Field,
        _ => null,
    };

    /// <summary>What is wrong with this field; null where it is not about it.</summary>
    public static Text? At(this Refusal? refusal, string field) => refusal.Field() != field ? null : refusal switch
    {
        FieldRefusal at => at.What.AsSentence(),
        InvalidContact at => at.What.AsSentence(),
        _ => null,
    };
}
