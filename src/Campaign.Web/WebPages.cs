using System.Text.Encodings.Web;
using System.Text.Unicode;
using Campaign.Web.Citizen.Badge;
using Campaign.Web.Citizen.Needs;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Public;
using Campaign.Web.Citizen.Reports;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Department;
using Campaign.Web.Pages;
using Campaign.Web.Provider;
using Campaign.Web.Staff;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.WebEncoders;

namespace Campaign.Web;

/// <summary>The pages: what a host adds to serve them.</summary>
public static class WebPages
{
    /// <summary>What the pages need.</summary>
    public static void AddWebPages(this IServiceCollection services)
    {
        services.AddDesk();
        services.AddPackedBadge();
        // Vietnamese stays readable, and short; what has a meaning in markup is encoded all the same.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>Before whatever answers: the page of a scanned code goes out packed.</summary>
    public static void UsePackedPages(this IApplicationBuilder app) => app.UsePackedBadge();

    /// <summary>All of them, but for those of citizens who have signed in.</summary>
    public static void MapWebPages(this IEndpointRouteBuilder routes)
    {
        routes.MapWebAssets();
        routes.MapBadge();
        routes.MapPublicPages();
        routes.MapReportPages();
        routes.MapTablet();
        routes.MapDesk();
        routes.MapProvider();
    }

    /// <summary>The pages of citizens who have signed in by a code of this registry's; where an identity service proves who they are, there are none.</summary>
    public static void MapOwnPagesOfCitizens(this IEndpointRouteBuilder routes)
    {
        routes.MapCitizenSignIn();
        routes.MapOwnPages();
        routes.MapNeedPages();
    }
}
