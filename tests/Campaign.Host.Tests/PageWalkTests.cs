using System.Net;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>Every page opened with every role's cookie and held against docs/reference/permissions.md. A new route that is neither in the table nor known to be no page fails.</summary>
public sealed class PageWalkTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Citizen = "citizen";
    private const string Number = "046200765432";
    private const string Phone = "0905765432";

    /// <summary>What is no page: for programs, which have tokens or none.</summary>
    private static readonly string[] NoPages =
    [
        "/_blazor", "/assets/", "/favicon.ico", "/health/", "/imports/", "/journal/", "/reports/photos/", "/v/{token}/photo", "/metrics", "/graphql", "/connect/token", "/connect/authorize", "/connect/device-challenge", "/connect/citizen-code",
    ];

    /// <summary>Signing out comes last: nothing is left to walk with.</summary>
    private static readonly string[] Last = ["POST /me/out", "POST /connect/logout"];

    private static readonly List<string[]> Table = PermissionTable.Rows("page");

    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public void Every_page_has_a_row_and_every_row_a_page()
    {
        var mapped = Registry.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/')}"))
            .Where(page => !NoPages.Any(p => page.Split(' ')[1].StartsWith(p, StringComparison.Ordinal)) && !SignInPaths.Moved.Keys.Any(p => page.Split(' ')[1].StartsWith(p, StringComparison.Ordinal)));

        Table.Skip(1).Select(r => r[0].Trim('`')).ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_cell_is_as_the_table_says()
    {
        var wrong = new List<string>();
        var tried = 0;
        for (var column = 1; column < Table[0].Length; column++)
        {
            var role = Table[0][column];
            using var person = await SignedInAsync(role);
            var browser = person.Browser;
            var token = FormToken((await browser.GetAsync(SignInPaths.Logout)).Body);
            foreach (var row in Table.Skip(1).OrderBy(r => Array.IndexOf(Last, r[0].Trim('`'))))
            {
                var (method, path) = (row[0].Trim('`').Split(' ')[0], row[0].Trim('`').Split(' ')[1]);
                var answer = method == "GET" ? await browser.GetAsync(path) : await browser.PostAsync(path, new() { ["form_token"] = token });
                var found = answer switch
                {
                    { Status: HttpStatusCode.Forbidden } => "–",
                    { Status: HttpStatusCode.Redirect } when answer.Location.Split('?')[0] is SignInPaths.SignIn or SignInEndpoints.SignIn => "sign-in",
                    // The page is the role's, though what it is about is not there.
                    { Status: HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Redirect or HttpStatusCode.NotFound } => "opens",
                    _ => $"{(int)answer.Status}",
                };
                tried++;
                if (found != row[column])
                {
                    wrong.Add($"{row[0]} as {role}: {found}, and not {row[column]}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        tried.ShouldBe((Table.Count - 1) * (Table[0].Length - 1));
    }

    private static string FormToken(string body) => System.Text.RegularExpressions.Regex.Match(body, "name=\"form_token\" value=\"([^\"]+)\"").Groups[1].Value;

    private async Task<Person> SignedInAsync(string role)
    {
        var name = role switch
        {
            "staff" => "vnpt-ca-staff-2",
            "provider's administrator" => "vnpt-ca-admin",
            "officer: viewer" => "officer-viewer",
            "officer: reviewer" => "officer-reviewer",
            "officer: administrator" => "officer-admin",
            _ => "nobody",
        };
        var person = new Person(Registry, name, SignInClients.Desk);
        if (role == Citizen)
        {
            await person.Browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = Number, ["phone"] = Phone });
            (await person.Browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = Registry.Services.GetRequiredService<KeptCodes>().Last[Phone] })).Location
                .ShouldBe(OwnEndpoints.Own);
        }
        else if (name != "nobody")
        {
            (await person.SignInAsync()).Location.ShouldBe(SignInPaths.Sessions);
            person.Browser.Cookies.ShouldContainKey(Sessions.CookieName);
        }

        return person;
    }
}
