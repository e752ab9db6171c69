using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Departments;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Pages;

/// <summary>One request for a page: in which language it is answered, and what a form of it needs to be believed.</summary>
public sealed class PageContext
{
    /// <summary>Where the page's form says that it is one of this registry's.</summary>
    public const string TokenField = "form_token";

    private AntiforgeryTokenSet? tokens;

    private PageContext(HttpContext http, DepartmentDetails department)
    {
        Http = http;
        Department = department;
        Language = RequestLanguage.Of(http.Request);
    }

    public HttpContext Http { get; }

    /// <summary>Who answers for the pages, and may be called.</summary>
    public DepartmentDetails Department { get; }

    public Language Language { get; }

    /// <summary>As HTML names it.</summary>
    public string Lang => Language == Language.English ? "en" : "vi";

    /// <summary>The address as people see it in the browser's line: a page that is a copy elsewhere shows another there.</summary>
    public string Address => Http.Request.Host.Value ?? "";

    /// <summary>What follows the address of this page in the other language: what it asks for, and the language.</summary>
    public string OtherLanguage => Http.Request.Query
        .Where(asked => asked.Key != RequestLanguage.Parameter)
        .SelectMany(asked => asked.Value, (asked, value) => (asked.Key, Value: value ?? ""))
        .Aggregate(QueryString.Create(RequestLanguage.Parameter, Say("en", "vi")), (query, asked) => query.Add(asked.Key, asked.Value)).Value!;

    public static async ValueTask<PageContext> OfAsync(HttpContext http) =>
        new(http, await http.RequestServices.GetRequiredService<DepartmentDirectory>().CurrentAsync(http.RequestAborted));

    /// <summary>For a page that is shown because the database does not answer.</summary>
    public static PageContext WithoutDatabase(HttpContext http) => new(http, http.RequestServices.GetRequiredService<DepartmentDirectory>().LastKnown);

    public string Say(string vietnamese, string english) => Language == Language.English ? english : vietnamese;

    public string Say(Text text) => text.In(Language);

    /// <summary>The antiforgery token of this page's forms; its cookie goes out with the answer.</summary>
    public string Token => (tokens ??= Http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(Http)).RequestToken!;
}
