using Campaign.SignIn.Pages;
using Campaign.SignIn.People;

namespace Campaign.SignIn;

/// <summary>Who has signed in with this browser, as far as whoever keeps the desk's door asks.</summary>
/// <param name="MayEnter">An officer with a second factor.</param>
public sealed record DeskVisitor(Guid Account, bool MayEnter)
{
    /// <returns>Null when nobody has.</returns>
    public static async Task<DeskVisitor?> OfAsync(HttpContext http) =>
        await http.RequestServices.GetRequiredService<Sessions>().OfCookieAsync(http) is { } own ? new(own.Account.Id, PageMenu.MayBeAtTheDesk(own)) : null;
}
