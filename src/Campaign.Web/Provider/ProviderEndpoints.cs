using Campaign.Web.Pages;
using Campaign.Web.Provider.Imports;
using Campaign.Web.Provider.Questions;
using Campaign.Web.Provider.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Provider;

/// <summary>The pages of providers' administrators: static, and without script but for the progress of an import.</summary>
public static class ProviderEndpoints
{
    /// <summary>Below it are all of them.</summary>
    public const string Root = "/provider";
    public const string Staff = "/provider/staff";
    public const string Imports = "/provider/imports";
    public const string Questions = "/provider/questions";

    /// <summary>The row of these pages.</summary>
    public static IReadOnlyList<PageWay> Ways { get; } =
    [
        new(Staff, new("Nhân viên", "Staff")),
        new(Imports, new("Chứng thư đã cấp trước", "Earlier certificates")),
        new(Questions, new("Giải trình", "Questions")),
    ];

    internal static void MapProvider(this IEndpointRouteBuilder routes)
    {
        routes.MapStaff();
        routes.MapImports();
        routes.MapQuestions();
    }

    public static Task<IResult> OpenAsync(HttpContext http, Func<ProviderAdministrator, Task<IResult>> then) =>
        http.RequestServices.GetRequiredService<IProviderSessions>().OpenAsync(http, then);

    /// <summary>The form, when it may be believed, of a provider's administrator.</summary>
    public static Task<IResult> TakeAsync(HttpContext http, Func<ProviderAdministrator, IFormCollection, Task<IResult>> take) =>
        PeopleForms.TakeAsync(http, form => OpenAsync(http, own => take(own, form)));
}
