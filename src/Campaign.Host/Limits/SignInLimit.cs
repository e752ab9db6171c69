using System.Net;
using Campaign.Registry;
using Campaign.SignIn;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using Campaign.Web.Provider;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Campaign.Host.Limits;

/// <summary>Where a request comes from, and how often it may try to sign in.</summary>
internal static class SignInLimit
{
    /// <summary>The sign-in, the pages of people with accounts, and those of a report.</summary>
    private static readonly string[] Paths = ["/connect", SignInPaths.SignIn, ProviderEndpoints.Root, "/report"];

    /// <summary>
    /// The address of the caller: the connection's own; or, when that is a proxy that was named (CAMPAIGN_PROXIES), what the last such proxy says. Nobody else's word is
    /// taken.
    /// </summary>
    public static void UseCallersAddress(this IApplicationBuilder app, HostSettings settings)
    {
        if (settings.Proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.Proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }

    /// <summary>Each POST to these counts against its address before anything of it is looked at.</summary>
    public static void UseSignInLimit(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (HttpMethods.IsPost(http.Request.Method) && Paths.Any(path => http.Request.Path.StartsWithSegments(path)))
        {
            try
            {
                http.RequestServices.GetRequiredService<HostLimits>().CountSignIn(http);
            }
            catch (TooManyRequestsException e)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = e.RetryAfterSeconds.ToString();
                http.Response.Headers.CacheControl = "no-store";
                if (FaultPages.AreReadBy(http.Request))
                {
                    await FaultPages.TooManyAsync(http, e.RetryAfterSeconds);
                    return;
                }

                await http.Response.WriteAsJsonAsync(new
                {
                    error = "temporarily_unavailable",
                    error_description = $"Too many attempts from this address. Try again in {e.RetryAfterSeconds} seconds.",
                });
                return;
            }
        }

        await next(http);
    });

    /// <summary>Reads "10.0.0.0/8, 192.0.2.7".</summary>
    /// <exception cref="StartupException">One of them is neither an address nor a network.</exception>
    public static IReadOnlyList<IPNetwork> Networks(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(NetworkOf)];

    private static IPNetwork NetworkOf(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var one)
            ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
            : throw new StartupException($"{HostSettings.ProxiesVariable}: {text} is neither an IP address nor a network such as 10.0.0.0/8.");
    }
}
