using System.Collections.Concurrent;
using Campaign.Host.Operations;
using Campaign.SignIn;
using Campaign.Web.Department;

namespace Campaign.Host.Desk;

/// <summary>How many circuits each officer has open on this host. A page has one; a dozen are more than anybody looks at.</summary>
internal sealed class OpenCircuits
{
    public const int MostOfOneOfficer = 12;

    private readonly ConcurrentDictionary<Guid, int> open = [];

    public bool TryEnter(Guid account)
    {
        if (open.AddOrUpdate(account, 1, (_, count) => count + 1) <= MostOfOneOfficer)
        {
            return true;
        }

        Leave(account);
        return false;
    }

    public void Leave(Guid account) => open.AddOrUpdate(account, 0, (_, count) => Math.Max(0, count - 1));
}

/// <summary>Circuits are for officers: whoever else asks for one is told so before anything of it is made.</summary>
internal static class CircuitDoor
{
    public static void UseCircuitsForOfficers(this IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments(DeskEndpoints.Circuits),
        branch => branch.Use(async (http, next) =>
        {
            if (await DeskVisitor.OfAsync(http) is not { } visitor)
            {
                Refuse(http, StatusCodes.Status401Unauthorized);
                return;
            }

            if (!visitor.MayEnter)
            {
                Refuse(http, StatusCodes.Status403Forbidden);
                return;
            }

            if (!http.WebSockets.IsWebSocketRequest && !http.Request.Headers.ContainsKey("Upgrade"))
            {
                await next(http);
                return;
            }

            var circuits = http.RequestServices.GetRequiredService<OpenCircuits>();
            if (!circuits.TryEnter(visitor.Account))
            {
                Refuse(http, StatusCodes.Status429TooManyRequests);
                return;
            }

            try
            {
                await next(http);
            }
            finally
            {
                circuits.Leave(visitor.Account);
            }
        }));

    private static void Refuse(HttpContext http, int status)
    {
        RefusedRequests.Count(status);
        http.Response.StatusCode = status;
    }
}
