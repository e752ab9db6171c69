using Campaign.Web.Citizen.Badge;

namespace Campaign.Host.Operations;

/// <summary>HEAD is answered as GET, wherever GET answers: the same status and headers. The server itself writes no body to a request that began as HEAD.</summary>
internal static class HeadRequests
{
    /// <summary>Before routing, which knows no HEAD. A stream of events never ends, so it is not begun for somebody who reads none of it.</summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method) && !http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            FetchedByItself.MarkHead(http);
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    });
}
