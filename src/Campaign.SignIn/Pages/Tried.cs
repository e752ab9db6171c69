using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Staff;

namespace Campaign.SignIn.Pages;

/// <summary>What was just sent from one of the many forms of a page, and why it was refused: shown at that form, with what was typed.</summary>
/// <param name="Act">Which form.</param>
/// <param name="Id">On whom.</param>
internal sealed record Tried(string Act, string Id, IFormCollection? Form)
{
    public static readonly Tried Nothing = new("", "", null);

    public Refusal? Refusal { get; init; }

    public IReadOnlyList<FormFault> Faults() => Refusal is { } refusal ? [new("", refusal.Message)] : [];

    /// <param name="fields">The refusal's own names of parts of the input, and the ids of the inputs.</param>
    /// <param name="otherwise">The input of whatever names none.</param>
    public IReadOnlyList<FormFault> FaultsOf(string act, string id, IReadOnlyDictionary<string, string> fields, string otherwise) =>
        Refusal is not { } refusal || Act != act || Id != id
            ? []
            : [refusal is InvalidStaff invalid && fields.TryGetValue(invalid.Field, out var field) ? new(field, Sentence(invalid.What)) : new(otherwise, refusal.Message)];

    /// <summary>Beside its field a fault needs no name of the field: it begins as a sentence does.</summary>
    private static Text Sentence(Text what) => new(Capital(what.Vietnamese), Capital(what.English));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public string Value(string act, string id, string name) => Refusal is not null && Act == act && Id == id ? Form?[name].ToString() ?? "" : "";

    /// <summary>Whether the refusal is shown somewhere further down: at one of these, or at a form that is about nobody yet.</summary>
    public bool IsAbout(IEnumerable<string> shown) => Refusal is null || Id.Length == 0 || shown.Contains(Id);
}
