using System.Net;
using Campaign.Host.SignIn.People;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Web.Citizen.Session;

namespace Campaign.Host.SignIn.Citizens;

/// <summary>The citizens' one-time codes, for the pages.</summary>
internal sealed class PageCodes(CitizenCodes codes, HostSettings settings) : ICitizenCodes
{
    public Task<(Guid Ticket, TimeSpan? Wait)> SendAsync(HttpContext http, CitizenNumber number, string phone)
    {
        var address = http.Connection.RemoteIpAddress;
        return codes.SendAsync(
            number, phone, SignInAttempts.PrefixOf(address), !settings.SeedsDemo || !IPAddress.IsLoopback(address ?? IPAddress.Loopback), http.RequestAborted);
    }

    public async Task<string?> UseAsync(HttpContext http, Guid ticket, string code)
    {
        var digits = await codes.UseAsync(ticket, code, http.RequestAborted);
        SignInEvents.Count(digits is null ? "CITIZEN_CODE_FAILED" : "CITIZEN_SIGNED_IN");
        return digits;
    }
}
