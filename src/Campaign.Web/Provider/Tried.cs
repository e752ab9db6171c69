using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Provider;

/// <summary>What was just sent from one of the many forms of a page, and why it was refused: shown at that form, with what was typed.</summary>
/// <param name="Act">Which form.</param>
/// <param name="Id">On whom.</param>
public sealed record Tried(string Act, string Id, IFormCollection? Form)
{
    public static readonly Tried Nothing = new("", "", null);

    public Refusal? Refusal { get; init; }

    public IReadOnlyList<FieldFault> Faults(PageContext on) => Refusal is { } refusal ? [new("", on.Say(refusal.Words()))] : [];

    /// <param name="on">The page.</param>
    /// <param name="act">The form that asks.</param>
    /// <param name="id">On whom the form is.</param>
    /// <param name="fields">The refusal's own names of parts of the input, and the ids of the inputs.</param>
    /// <param name="otherwise">The input of whatever names none.</param>
    public IReadOnlyList<FieldFault> FaultsOf(PageContext on, string act, string id, IReadOnlyDictionary<string, string> fields, string otherwise) =>
        Refusal is not { } refusal || Act != act || Id != id
            ? []
            : [refusal is FieldRefusal invalid ? new(fields.GetValueOrDefault(invalid.Field, otherwise), on.Say(invalid.What.AsSentence())) : new(otherwise, on.Say(refusal.Words()))];

    public string Value(string act, string id, string name) => Refusal is not null && Act == act && Id == id ? Form?[name].ToString() ?? "" : "";

    /// <summary>Whether the refusal is shown somewhere further down: at one of these, or at a form that is about nobody yet.</summary>
    public bool IsAbout(IEnumerable<string> shown) => Refusal is null || Id.Length == 0 || shown.Contains(Id);
}
