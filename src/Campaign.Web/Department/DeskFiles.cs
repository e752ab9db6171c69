using System.Runtime.CompilerServices;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Tables;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Programme.Departments;
using Campaign.Web.Department.Cases;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.Web.Department;

/// <summary>
/// The desk's tables as files, CSV or a workbook, written to the answer as they are read. Flags are read page by page, each page with its trace as on the screen (HUE-1.7), and no more than
/// <see cref="MostRows"/> of them. No table has a citizen in it.
/// </summary>
internal static class DeskFiles
{
    public const int MostRows = 20_000;

    private const string EqualAccessTable = "equal-access";

    /// <summary>No table of the desk is wider.</summary>
    private const int MostColumns = 12;

    private delegate IAsyncEnumerable<IReadOnlyList<string>> ReadRows(CancellationToken cancel);

    public static Task<IResult> TakeAsync(HttpContext http) => http.RequestServices.GetRequiredService<IDeskSessions>().OpenAsync(http, async officer =>
    {
        var (services, query, table) = (http.RequestServices, http.Request.Query, http.GetRouteValue("table") as string);
        var language = RequestLanguage.Of(http.Request);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (TableFile.FormOf(query["form"]) is not { } form || table is not ("days" or "providers" or "wards" or "flags" or "cases" or EqualAccessTable)
            || await services.GetRequiredService<CampaignQueries>().CurrentAsync(now, ChosenCampaign.Of(http), http.RequestAborted) is not { } campaign)
        {
            return Results.NotFound();
        }

        ReadRows rows;
        if (table == "flags")
        {
            if (FilterOf(query) is not { } filter)
            {
                return Results.NotFound();
            }

            rows = cancel => FlagsAsync(services.GetRequiredService<ViolationQueries>(), officer, campaign.Code, filter, language, cancel);
        }
        else if (table == "cases")
        {
            if (CasesPage.FilterOf(query["state"], query["provider"], officer.Caller.RequestOwner) is not { } filter)
            {
                return Results.NotFound();
            }

            rows = cancel => CaseFiles.RowsAsync(services.GetRequiredService<CaseQueries>(), officer, campaign.Code, filter, language, cancel);
        }
        else if (table == EqualAccessTable)
        {
            rows = Read(EqualAccessWords.Rows(await services.GetRequiredService<EqualAccess>().OfAsync(officer.Caller, campaign.Code, http.RequestAborted), language));
        }
        else
        {
            var figures = await services.GetRequiredService<DeskFigures>().OfAsync(officer.Caller, campaign.Code, http.RequestAborted);
            var wards = table == "wards" ? WardLine.Of(figures, await services.GetRequiredService<WardPopulations>().AllAsync(officer.Caller, http.RequestAborted), language) : [];
            rows = Read(RowsOf(table, figures, wards, language));
        }

        return new Taken(officer, $"{table}-{VietnamTime.DateOf(now):yyyy-MM-dd}", form, rows);
    });

    public static ViolationFilter? FilterOf(IQueryCollection query)
    {
        var (state, kind, provider) = (query["state"].ToString(), query["kind"].ToString(), query["provider"].ToString());
        return FilterOf(state, kind, provider);
    }

    /// <summary>Null when a name is none of those that there are.</summary>
    public static ViolationFilter? FilterOf(string? state, string? kind, string? provider)
    {
        var states = Enum.GetValues<ViolationState>().Where(s => s.InDatabase() == state).ToList();
        var kinds = Enum.GetValues<ViolationKind>().Where(k => k.InDatabase() == kind).ToList();
        return (!string.IsNullOrEmpty(state) && states.Count == 0) || (!string.IsNullOrEmpty(kind) && kinds.Count == 0)
            ? null
            : new(string.IsNullOrEmpty(provider) ? null : provider, kinds.Count == 0 ? null : kinds, states.Count == 0 ? null : states);
    }

    private static ReadRows Read(IEnumerable<IReadOnlyList<string>> rows) => _ => rows.ToAsyncEnumerable();

    private static IEnumerable<IReadOnlyList<string>> RowsOf(string table, DeskView figures, IReadOnlyList<WardLine> wards, Language language)
    {
        string Say(string vietnamese, string english) => new Text(vietnamese, english).In(language);
        yield return [Say("Số liệu lúc", "Figures as of"), figures.CountedAt is { } at ? Clock.At(at) : Say("chưa đếm", "not counted yet")];
        switch (table)
        {
            case "days":
                yield return [Say("Ngày", "Day"), Say("Đã ghi nhận", "Recorded"), Say("Muộn", "Late")];
                foreach (var day in figures.Days)
                {
                    yield return [Clock.Day(day.Day), $"{day.Recorded}", $"{day.Late}"];
                }

                break;
            case "wards":
                yield return [Say("Phường, xã", "Ward"), Say("Đã ghi nhận", "Recorded"), Say("Số dân", "People"), Say("Trên 1.000 dân", "Per 1,000 people")];
                foreach (var ward in wards)
                {
                    yield return [ward.Name, $"{ward.Recorded}", $"{ward.Population}", ward.PerMille is { } share ? decimal.Round(share, 3).ToString(System.Globalization.CultureInfo.InvariantCulture) : ""];
                }

                break;
            default:
                yield return
                [
                    Say("Mã", "Code"), Say("Doanh nghiệp", "Provider"), Say("Đã ghi nhận", "Recorded"), Say("Hôm nay", "Today"), Say("Muộn", "Late"), Say("Một nửa trong vòng (giây)", "Half within (s)"),
                    Say("Đăng ký chờ", "Requests open"), Say("Sắp hết hạn", "Near lapse"), Say("Vi phạm chưa kết luận", "Undecided flags"),
                ];
                foreach (var p in figures.Providers)
                {
                    yield return
                    [
                        p.Provider.Code, p.Provider.Name, $"{p.Count.Recorded}", $"{p.RecordedToday}", $"{p.Count.Late}", $"{p.Count.HalfWithinSeconds}", $"{p.NeedsOpen}", $"{p.NeedsNearLapse}", $"{p.OpenFlags}",
                    ];
                }

                break;
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<string>> FlagsAsync(
        ViolationQueries flags, DeskOfficer officer, string campaign, ViolationFilter filter, Language language, [EnumeratorCancellation] CancellationToken cancel)
    {
        string Say(string vietnamese, string english) => new Text(vietnamese, english).In(language);
        yield return [Say("Lúc", "At"), Say("Loại", "Kind"), Say("Điều khoản", "Clause"), Say("Doanh nghiệp", "Provider"), Say("Trạng thái", "State"), Say("Chứng cứ", "Evidence"), Say("Mã", "Id")];
        var page = new ListPage(ListPage.MaxSize, false, null, null);
        for (var rows = 0; rows < MostRows; rows += page.Size)
        {
            var list = await flags.ListAsync(officer.Caller, campaign, filter, page, withTotal: false, cancel);
            foreach (var flag in list.Edges.Select(e => e.Node))
            {
                yield return
                [
                    Clock.At(flag.FlaggedAt), DeskWords.Of(flag.Kind).In(language), flag.Clause, flag.Provider?.Name ?? "", DeskWords.Of(flag.State).In(language),
                    string.Join(" · ", flag.Evidence.Select(e => $"{Clock.At(e.At)} {ActorWords.Evidence(e.Summary).In(language)}")), $"{flag.Id}",
                ];
            }

            if (!list.PageInfo.HasNextPage)
            {
                yield break;
            }

            page = page with { After = Campaign.Registry.Platform.Graph.Cursor.Parse(list.PageInfo.EndCursor) };
        }

        yield return [Say($"Chỉ gồm {MostRows} dòng mới nhất", $"Only the newest {MostRows} rows")];
    }

    private sealed class Taken(DeskOfficer officer, string name, TableForm form, ReadRows rows) : IResult
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

        public async Task ExecuteAsync(HttpContext http)
        {
            using var transfer = http.RequestServices.GetRequiredService<IDeskSessions>().EnterFile(http, officer);
            if (transfer is null)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = "30";
                return;
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(Patience);
            // A workbook is written by a writer that waits for a slow reader.
            http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            http.Response.ContentType = TableFile.ContentTypeOf(form);
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{(form == TableForm.Csv ? "csv" : "xlsx")}\"";
            http.Response.Headers.CacheControl = "no-store";
            await TableFile.WriteAsync(http.Response.Body, form, MostColumns, rows(patience.Token), patience.Token);
        }
    }
}
