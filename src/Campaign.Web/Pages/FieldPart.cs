using Microsoft.AspNetCore.Components;

namespace Campaign.Web.Pages;

/// <summary>A field of a form: what it is called and told, what is wrong with it, and whether it has the focus when the page opens, which is so of the first that is wrong.</summary>
public abstract class FieldPart : WebPage
{
    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required string Label { get; set; }

    /// <summary>Where one name stands in several forms of a page, each has an id of its own.</summary>
    [Parameter] public string? Id { get; set; }

    [Parameter] public string? Hint { get; set; }

    [Parameter] public string Value { get; set; } = "";

    [Parameter] public bool Required { get; set; }

    /// <summary>Has the focus as long as no field is wrong.</summary>
    [Parameter] public bool Leads { get; set; }

    [Parameter] public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    protected string FieldId => Id ?? Name;

    protected string? Fault => Faults.FirstOrDefault(f => f.Field == FieldId)?.Message;

    protected string? Invalid => Fault is null ? null : "true";

    protected bool Focus => Faults.FirstOrDefault(f => f.Field.Length > 0) is { } first ? first.Field == FieldId : Leads;

    protected string? Described => (Hint, Fault) switch
    {
        (null, null) => null,
        (not null, null) => $"{FieldId}-hint",
        (null, not null) => $"{FieldId}-fault",
        _ => $"{FieldId}-hint {FieldId}-fault",
    };
}
