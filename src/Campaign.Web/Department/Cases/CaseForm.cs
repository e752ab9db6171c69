using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;
using Microsoft.AspNetCore.Components;

namespace Campaign.Web.Department.Cases;

/// <summary>What the forms of a case share. What is sent twice acts once: the request's id stays as long as what is sent does.</summary>
public abstract class CaseForm : ComponentBase
{
    private string requestId = Guid.NewGuid().ToString();
    private string? sent;

    [CascadingParameter]
    public required CasePage Page { get; set; }

    [Inject]
    public required DeskPlace Place { get; init; }

    [Inject]
    public required DeskDrafts Drafts { get; init; }

    /// <summary>Why the last try was refused.</summary>
    protected Refusal? Refused { get; private set; }

    /// <summary>What is wrong with what was typed, said at its field.</summary>
    protected string? Fault { get; set; }

    /// <summary>Which field that is, as the command names it; null where the form has one.</summary>
    protected string? FaultField { get; private set; }

    protected string Say(string vietnamese, string english) => Place.Say(vietnamese, english);

    protected string Say(Text text) => text.In(Place.Language);

    /// <summary>The id under which exactly this is sent, however often.</summary>
    protected string RequestFor(params object?[] content)
    {
        var now = string.Join('\u001f', content);
        if (sent is not null && sent != now)
        {
            requestId = Guid.NewGuid().ToString();
        }

        sent = now;
        return requestId;
    }

    /// <summary>True when it was done: the form begins anew.</summary>
    protected async Task<bool> SendAsync<T>(Func<DeskOfficer, CancellationToken, Task<Answer<T>>> act, Text said, string? draft = null, DeskRight right = DeskRight.Review)
        where T : class
    {
        (Refused, Fault, FaultField) = (null, null, null);
        try
        {
            Refused = await Page.DoAsync(act, said, right);
        }
        catch (InvalidInputException invalid)
        {
            (Fault, FaultField) = (Say(invalid.Advice), invalid.Field);
            return false;
        }

        if (Refused is not null || Page.Barred || Page.State != DeskState.Open)
        {
            return false;
        }

        (requestId, sent) = (Guid.NewGuid().ToString(), null);
        if (draft is not null)
        {
            await Drafts.ForgetAsync(draft);
        }

        return true;
    }

    /// <summary>Whether a text is long enough and not too long; else the field says so.</summary>
    protected bool Fits(string? text, TypedText kind)
    {
        Fault = kind.AdviceOn(text) is { } advice ? Say(advice) : null;
        return Fault is null;
    }
}
