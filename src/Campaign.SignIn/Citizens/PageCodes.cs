using System.Net;
using Campaign.Registry.Citizens.Numbers;
using Campaign.SignIn.People;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Demo;

namespace Campaign.SignIn.Citizens;

/// <summary>The citizens' one-time codes, for the pages.</summary>
internal sealed class PageCodes(CitizenCodes codes, SignInSettings settings) : ICitizenCodes, ISentCodes
{
    public Task<(Guid Ticket, TimeSpan? Wait)> SendAsync(HttpContext http, CitizenNumber number, string phone)
    {
        var address = http.Connection.RemoteIpAddress;
        return codes.SendAsync(
            number, phone, SignInAttempts.PrefixOf(address), !settings.IsDemo || !IPAddress.IsLoopback(address ?? IPAddress.Loopback), http.RequestAborted);
    }

    public Task<List<SentCode>> SentAsync((DateTimeOffset At, Guid Id)? before, int most, CancellationToken cancel) => codes.SentAsync(before, most, cancel);

    public async Task<string?> UseAsync(HttpContext http, Guid ticket, string code)
    {
        var digits = await codes.UseAsync(ticket, code, http.RequestAborted);
        SignInEvents.Count(digits is null ? "CITIZEN_CODE_FAILED" : "CITIZEN_SIGNED_IN");
        return digits;
    }
}
