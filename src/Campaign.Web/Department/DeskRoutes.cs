using Campaign.Registry.Platform.Answers;
using Campaign.Web.Department.Cases;
using Campaign.Web.Department.Imports;
using Campaign.Web.Department.Officers;
using Campaign.Web.Department.SamePersons;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Campaign.Web.Department;

/// <summary>One page of the desk: its address, its place in the row of pages and what its document shows are all made from this.</summary>
/// <param name="Path">The address, with the names of its parts.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Page">The component.</param>
/// <param name="Menu">What the row of pages calls it; null when it is reached from another page.</param>
public sealed record DeskRoute(string Path, Text Title, Type Page, Text? Menu = null)
{
    /// <summary>What the address tells the page: the name of a part of it or of its query, and the page's parameter. Never anything of a citizen.</summary>
    public IReadOnlyList<(string Name, string Parameter)> Takes { get; init; } = [];

    public IReadOnlyDictionary<string, string?> AskedOf(HttpContext http) =>
        Takes.ToDictionary(t => t.Parameter, t => http.GetRouteValue(t.Name) as string ?? (string?)http.Request.Query[t.Name]);
}

/// <summary>All pages of the desk; those with words for the row of pages stand in it in this order, which is that of the day.</summary>
internal static class DeskRoutes
{
    public static IReadOnlyList<DeskRoute> All { get; } =
    [
        Of<TodayPage>(DeskEndpoints.Today, new("Hôm nay", "Today"), new("Hôm nay", "Today")),
        Of<CasesPage>(DeskEndpoints.Cases, new("Vụ việc", "Cases"), new("Vụ việc", "Cases"), ("provider", nameof(CasesPage.WantedProvider))),
        Of<CasePage>(DeskEndpoints.Case, new("Hồ sơ vụ việc", "Case file"), null, ("id", nameof(CasePage.Id))),
        Of<FlagsPage>(
            DeskEndpoints.Flags, new("Vi phạm", "Flags"), new("Vi phạm", "Flags"), ("state", nameof(FlagsPage.Wanted)), ("provider", nameof(FlagsPage.WantedProvider))),
        Of<FlagPage>(DeskEndpoints.Flag, new("Một vi phạm", "One flag"), null, ("id", nameof(FlagPage.Id))),
        Of<ProposalsPage>(DeskEndpoints.Proposals, new("Đề nghị cần hai cán bộ", "Proposals for a second officer"), new("Đề nghị", "Proposals")),
        Of<ProvidersPage>(DeskEndpoints.Providers, new("Doanh nghiệp", "Providers"), new("Doanh nghiệp", "Providers")),
        Of<OneProviderPage>(DeskEndpoints.Provider, new("Một doanh nghiệp", "One provider"), null, ("code", nameof(OneProviderPage.Code))),
        Of<EqualAccessPage>(DeskEndpoints.EqualAccess, new("Tiếp cận bình đẳng", "Equal access"), new("Tiếp cận bình đẳng", "Equal access")),
        Of<FindPage>(DeskEndpoints.Find, new("Tra cứu", "Find"), new("Tra cứu", "Find"), ("request", nameof(FindPage.WantedRequest))),
        Of<CounterPage>(DeskEndpoints.Counter, new("Tại quầy", "At the counter"), new("Tại quầy", "Counter")),
        Of<RequestsPage>(DeskEndpoints.Requests, new("Yêu cầu về dữ liệu cá nhân", "Requests about personal data"), new("Yêu cầu về dữ liệu", "Data requests")),
        Of<SamePersonsPage>(
            DeskEndpoints.SamePersons, new("Có thể cùng một người", "Possibly the same person"), new("Nghi trùng người", "Same persons"), ("state", nameof(SamePersonsPage.Which))),
        Of<AlarmsPage>(DeskEndpoints.Alarms, new("Cảnh báo của hệ thống", "Alarms of the system"), new("Cảnh báo", "Alarms"), ("state", nameof(AlarmsPage.Which))),
        Of<DeskImportsPage>(
            DeskEndpoints.Imports, new("Tệp chứng thư đã cấp trước", "Files of earlier certificates"), new("Tệp cấp trước", "Imports"), ("state", nameof(DeskImportsPage.Which))),
        Of<CampaignPage>(DeskEndpoints.Running, new("Chiến dịch", "The campaign"), new("Chiến dịch", "Campaign")),
        Of<OfficersPage>(DeskEndpoints.Officers, new("Cán bộ và vai trò", "Officers and roles"), new("Cán bộ", "Officers"), ("ended", nameof(OfficersPage.Which))),
    ];

    private static DeskRoute Of<TPage>(string path, Text title, Text? menu, params (string Name, string Parameter)[] takes)
        where TPage : DeskPage => new(path, title, typeof(TPage), menu) { Takes = takes };
}
