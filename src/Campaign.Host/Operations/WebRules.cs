using Campaign.Host.Jobs;
using Campaign.Web.Department;
using Campaign.Web.Pages;
using Campaign.Web.Staff;

namespace Campaign.Host.Operations;

/// <summary>
/// The web's own rules, for every answer of this host. A page may load what this host serves and nothing else, no inline script or style, no frame around it, no
/// camera, no place; it tells nobody where its reader came from; what is personal is not kept by browser or proxy. Over https browsers are told to stay there for a
/// year.
/// </summary>
internal static class WebRules
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Hangfire's dashboard brings inline script and style; it is for the department alone and shows no text that somebody sent.</summary>
    private const string DashboardPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The staff's tablet looks at cards with its camera; what reads the pictures runs in a worker that the program makes itself, and the shell opens offline by another.</summary>
    private const string TabletPolicy = Policy + "; worker-src 'self' blob:; manifest-src 'self'";

    /// <summary>
    /// The department's desk: a circuit to this host and nowhere else, and a base, against which it finds that circuit. The library's components say widths and the like in style attributes; style elements and
    /// inline scripts stay forbidden.
    /// </summary>
    private static readonly string DeskPolicy = Policy.Replace("base-uri 'none'", "base-uri 'self'", StringComparison.Ordinal) + "; style-src-attr 'unsafe-inline'";

    private const string Permissions = "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    private static readonly string TabletPermissions = Permissions.Replace("camera=()", "camera=(self)", StringComparison.Ordinal);

    public static void UseWebRules(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            var isTablet = http.Request.Path.StartsWithSegments(TabletPages.Home);
            headers.ContentSecurityPolicy =
                http.Request.Path.StartsWithSegments(JobServices.DashboardPath) ? DashboardPolicy : isTablet ? TabletPolicy
                : http.Request.Path.StartsWithSegments(DeskEndpoints.Today) ? DeskPolicy : PolicyOf(http);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = isTablet ? TabletPermissions : Permissions;
            if (http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>() is not { StaysInItsWindow: true })
            {
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
            }

            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            if (http.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>A page may name the hash of the one style sheet that stands in it.</summary>
    private static string PolicyOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>()?.StyleHash is { } hash
        ? Policy.Replace("style-src 'self'", $"style-src 'self' '{hash}'", StringComparison.Ordinal)
        : Policy;
}
