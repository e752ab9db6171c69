using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Programme.Campaigns;
using Campaign.SignIn.People;
using Campaign.Web.Files;
using Microsoft.AspNetCore.Antiforgery;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.SignIn.Pages;

/// <summary>
/// A provider's administrator on certificates from before the campaign (HUE-2.3): the files that were handed in, and a new one. Each act is the same command as the API's; the file
/// goes on to the registry as it comes, and is gathered nowhere on the way.
/// </summary>
internal static class ImportPages
{
    private const int MaxFieldBytes = 4_096;

    public static void MapImportPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Imports, Task<IResult> (HttpContext http) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ListAsync(http, own, null)));
        routes.MapPost(SignInPaths.Imports, Task<IResult> (HttpContext http) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => TakeFileAsync(http, own)));
        routes.MapGet(SignInPaths.Imports + "/{id}", Task<IResult> (HttpContext http, string id) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ImportPage.ShowAsync(http, own, id, null)));
        routes.MapPost(SignInPaths.Imports + "/{id}", Task<IResult> (HttpContext http, string id) => PageForms.TakeAsync(
            http, _ => PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ImportPage.StartAsync(http, own, id))));
        routes.MapGet(SignInPaths.Imports + "/{id}/progress", Task<IResult> (HttpContext http, string id) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ImportPage.ProgressAsync(http, own, id)));
        routes.MapGet(SignInPaths.Imports + "/{id}/verdicts", Task<IResult> (HttpContext http, string id) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ImportPage.VerdictsAsync(http, own, id)));
    }

    /// <summary>The form's parts in their order: the page's token, the campaign, the file. The file is read only once the token was found good.</summary>
    private static async Task<IResult> TakeFileAsync(HttpContext http, Session own)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        if (!MultipartParts.Is(http.Request))
        {
            return await ListAsync(http, own, new UploadIncomplete());
        }

        if (http.Request.ContentLength > FileTransfers.MaxBodyBytes)
        {
            return await ListAsync(http, own, new UploadTooLarge());
        }

        try
        {
            using var transfer = services.GetRequiredService<FileTransfers>().Enter(http, caller.RequestOwner);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(FileTransfers.Patience);
            var parts = MultipartParts.Of(http.Request);
            http.Request.Headers[PageForms.HeaderName] = await MultipartParts.TextAsync(parts, PageForms.FieldName, MaxFieldBytes, patience.Token);
            if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            {
                return PageForms.OutOfDate(http);
            }

            var campaign = await MultipartParts.TextAsync(parts, "campaign", MaxFieldBytes, patience.Token);
            var (section, disposition) = await MultipartParts.NextAsync(parts, "file", patience.Token);
            if (MultipartParts.FileNameOf(disposition) is not { Length: > 0 } name)
            {
                return await ListAsync(http, own, new NoFileChosen());
            }

            var file = new UploadedContent(name, section.Body);
            var answer = await services.GetRequiredService<UploadImport>().HandleAsync(caller, new(campaign, file), patience.Token);
            return answer.Success is not { } uploaded
                ? await ListAsync(http, own, answer.Refusal)
                : new Notice(uploaded.Known
                    ? new("Tệp này đã được tải lên trước đây; dưới đây là lần nhập đó.", "This file was uploaded before; this is its import.")
                    : new("Đã tải lên. Hãy xem trước rồi bắt đầu nhập.", "Uploaded. Look at the preview, then start."))
                    .Then(http, own.Id, $"{SignInPaths.Imports}/{uploaded.Import.Id}");
        }
        catch (TooManyRequestsException)
        {
            return await ListAsync(http, own, new UploadsUnderWay());
        }
        catch (MalformedPartsException)
        {
            return PageForms.OutOfDate(http);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return await ListAsync(http, own, new UploadIncomplete());
        }
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own, Refusal? refusal)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var imports = await services.GetRequiredService<ImportQueries>().ListAsync(
            caller, null, null, null, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: true, cancel);
        var campaigns = (await services.GetRequiredService<CampaignQueries>().AllAsync(cancel)).Where(c => c.Providers.Any(p => p.Code == caller.Provider!.Code)).ToList();
        var page = new Page(http) { Own = own, Script = PageAssets.ImportScript };
        var notice = Notice.Take(http, own.Id);
        return page.Answer(
            new("Chứng thư đã cấp trước", "Earlier certificates"),
            Html.Of($"""
                {notice?.Show(page) ?? Html.Nothing}
                {page.Summary(refusal is null ? [] : [new("file", refusal.Message)])}
                <p>{page.Say(
                    "Chứng thư cấp trước chiến dịch phải được nhập để không ai được cấp lần thứ hai (HUE-2.3). Tải tệp lên, xem trước từng dòng, rồi bắt đầu nhập.",
                    "Certificates from before the campaign have to be imported, so that nobody is issued a second one (HUE-2.3). Upload a file, look at its rows, then start.")}</p>
                {(campaigns.Count == 0
                    ? Html.Of($"""<p class="empty">{page.Say("Doanh nghiệp chưa tham gia chiến dịch nào; hãy liên hệ Sở.", "The provider takes part in no campaign yet; ask the department.")}</p>""")
                    : UploadForm(page, campaigns, refusal))}
                <h2 class="section">{page.Say("Các tệp đã tải lên", "Uploaded files")}</h2>
                {(imports.Edges.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{page.Say("Chưa có tệp nào.", "There is none yet.")}</p>"""))}
                <ul class="cards">{Html.Join(imports.Edges.Select(e => Card(page, e.Node)))}</ul>
                {(imports.PageInfo.HasNextPage ? Html.Of($"""<nav aria-label="{page.Say("Trang tiếp", "More pages")}"><a href="{SignInPaths.Imports}?after={imports.PageInfo.EndCursor}">{page.Say("Trang sau", "Next page")} ›</a></nav>""") : Html.Nothing)}
                """),
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html UploadForm(Page page, List<CampaignView> campaigns, Refusal? refusal)
    {
        FormFault[] faults = refusal is null ? [] : [new("file", refusal.Message)];
        return page.Form(
            SignInPaths.Imports,
            Html.Of($"""
                {(campaigns is [var only]
                    ? Html.Of($"""<p>{page.Say("Chiến dịch", "Campaign")} <strong>{only.Name}</strong></p>{Page.Hidden("campaign", only.Code)}""")
                    : page.Inputs([new("campaign", new("Chiến dịch", "Campaign"), "select", "off", Value: campaigns[0].Code) { Options = [.. campaigns.Select(c => (c.Code, new Text(c.Name, c.Name)))] }], []))}
                {page.Inputs([new("file", new("Tệp CSV hoặc XLSX", "CSV or XLSX file"), "file", "off", new(
                    "Dòng đầu là tên cột; cần ít nhất: số căn cước, số sê-ri, ngày cấp. Tối đa 1 GiB. Mở lại đúng tệp cũ không ghi nhận hai lần.",
                    "The first row names the columns; needed are: citizen number, serial number, date of issue. At most 1 GiB. The same file again records nothing twice.")) { Accept = ".csv,.xlsx,.txt" }], faults)}
                <p class="sending" data-sending="{page.Say("Đang tải lên: {0} %", "Uploading: {0} %")}" role="status" hidden></p>
                """),
            new("Tải lên và xem trước", "Upload and preview"),
            encoding: "multipart/form-data");
    }

    private static Html Card(Page page, ImportView import) => Html.Of($"""
        <li><h3><a href="{SignInPaths.Imports}/{import.Id.ToString()}">{import.FileName}</a></h3>
        <p>{ImportWords.StateOf(page, import)}</p>
        <p>{page.Say(ImportWords.Size(import.SizeBytes))} · {import.Form}{(import.Encoding is null ? "" : $" · {import.Encoding}")} · {page.Say("tải lên lúc", "uploaded at")} {PageMenu.Clock(import.RequestedAt)}</p>
        {(import.State is ImportState.Uploaded or ImportState.Waiting ? Html.Nothing : Html.Of($"""<p>{ImportPage.Counts(page, import)}</p>"""))}
        </li>
        """);
}

/// <summary>The form was sent without a file.</summary>
internal sealed record NoFileChosen : Refusal
{
    public override Text Message => new("Hãy chọn tệp rồi bấm tải lên.", "Choose a file, then upload it.");
}

/// <summary>Two files of one provider, or eight of all, are on their way already.</summary>
internal sealed record UploadsUnderWay : Refusal
{
    public override Text Message => new(
        "Đang có tệp khác được tải lên. Hãy chờ tệp đó xong rồi thử lại.", "Other files are on their way. Wait until they have arrived, then try again.");
}
