using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Web.Pages;

namespace Campaign.Web.Citizen.Needs;

/// <summary>A request for help as far as it has been filled in, question by question; in the browser's sealed cookie until it is sent.</summary>
/// <param name="RequestId">Made before the first question, so that a form that is sent twice registers once.</param>
/// <param name="Order">The providers as they were shuffled for this form: the list does not jump while one fills it in.</param>
public sealed record NeedForm(
    string RequestId, string Campaign, bool ForSwitch, IReadOnlyList<string> Order, string? Provider = null, NeedMode? Mode = null, string? Name = null, string? Phone = null, string? Ward = null,
    string? Address = null)
{
    internal static SealedCookie<NeedForm> Cookie { get; } = new("need", TimeSpan.FromMinutes(30));

    /// <summary>Where the chosen provider stood on the list; null before one is chosen.</summary>
    internal ShownPlace? ShownPlace => Provider is { } chosen ? new((short)(Order.ToList().IndexOf(chosen) + 1), (short)Order.Count) : null;

    /// <summary>The first question that has no answer yet; the check when all have one.</summary>
    internal string NextStep => this switch
    {
        { Provider: null } => NeedEndpoints.ProviderStep,
        { Mode: null } => NeedEndpoints.ModeStep,
        { Name: null } or { Phone: null } => NeedEndpoints.ContactStep,
        { Mode: NeedMode.AtHome, Ward: null } or { Mode: NeedMode.AtHome, Address: null } => NeedEndpoints.AddressStep,
        _ => NeedEndpoints.CheckStep,
    };
}
