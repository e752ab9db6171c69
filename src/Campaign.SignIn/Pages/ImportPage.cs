using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.SignIn.People;
using Campaign.Web.Files;
using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>One file: what its first rows would do, the start of its import, how far that is, and what became of each row.</summary>
internal static class ImportPage
{
    public static async Task<IResult> StartAsync(HttpContext http, Session own, string id)
    {
        var caller = await CallerAsync(http, own);
        var answer = await http.RequestServices.GetRequiredService<StartImport>().HandleAsync(caller, id, http.RequestAborted);
        return answer.Refusal is { } refusal
            ? await ShowAsync(http, own, id, refusal)
            : new Notice(new("Đã đưa vào hàng chờ nhập.", "The import is ordered.")).Then(http, own.Id, $"{SignInPaths.Imports}/{id}");
    }

    public static async Task<IResult> ShowAsync(HttpContext http, Session own, string id, Refusal? refusal)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await CallerAsync(http, own);
        var page = new Page(http) { Own = own, Script = PageAssets.ImportScript };
        if (await services.GetRequiredService<ImportQueries>().FindAsync(caller, id, cancel) is not { } import)
        {
            return page.Answer(
                new("Không tìm thấy lần nhập", "No such import"),
                Html.Of($"""<p><a href="{SignInPaths.Imports}">{page.Say("Về danh sách", "Back to the list")}</a></p>"""),
                StatusCodes.Status404NotFound);
        }

        var preview = import.State == ImportState.Uploaded ? await services.GetRequiredService<ImportPreview>().HandleAsync(caller, id, cancel) : default;
        var shown = import.State switch
        {
            ImportState.Uploaded => Preview(page, import, preview.Success),
            ImportState.Waiting or ImportState.Running => Progress(page, import),
            _ => Result(page, import),
        };
        var notice = Notice.Take(http, own.Id);
        var faults = new[] { refusal, import.State == ImportState.Uploaded ? preview.Refusal : null }.OfType<Refusal>().Take(1).Select(r => new FormFault("", r.Message)).ToList();
        return page.Answer(
            new(import.FileName, import.FileName),
            Html.Of($"""
                {notice?.Show(page) ?? Html.Nothing}
                {page.Summary(faults)}
                <p><a href="{SignInPaths.Imports}">‹ {page.Say("Tất cả các tệp", "All files")}</a></p>
                <p>{ImportWords.StateOf(page, import)}</p>
                <p>{page.Say(ImportWords.Size(import.SizeBytes))} · {import.Form}{(import.Encoding is null ? "" : $" · {import.Encoding}")} · {page.Say("tải lên lúc", "uploaded at")} {PageMenu.Clock(import.RequestedAt)}</p>
                {shown}
                """),
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>For the page's script: how far it is, in figures and in words.</summary>
    public static async Task<IResult> ProgressAsync(HttpContext http, Session own, string id)
    {
        var caller = await CallerAsync(http, own);
        if (await http.RequestServices.GetRequiredService<ImportQueries>().FindAsync(caller, id, http.RequestAborted) is not { } import)
        {
            return Results.NotFound();
        }

        var page = new Page(http);
        return Results.Json(new
        {
            over = import.IsOver,
            running = import.State == ImportState.Running,
            percent = ImportWords.Percent(import),
            words = page.Say(ImportWords.Progress(import)),
            counts = page.Say(CountWords(import)),
        });
    }

    public static async Task<IResult> VerdictsAsync(HttpContext http, Session own, string id)
    {
        var caller = await CallerAsync(http, own);
        var answer = await http.RequestServices.GetRequiredService<ImportFiles>().VerdictsAsync(caller, id, RequestLanguage.Liked(http.Request), http.RequestAborted);
        return answer.Refusal is { } refusal ? await ShowAsync(http, own, id, refusal) : new VerdictResult(answer.Success!, caller.RequestOwner);
    }

    public static Html Counts(Page page, ImportView import) => Html.Of($"{page.Say(CountWords(import))}");

    private static Text CountWords(ImportView import)
    {
        (long Count, RowVerdict Verdict)[] counts =
        [
            (import.Recorded, RowVerdict.Recorded), (import.AlreadyOurs, RowVerdict.AlreadyOurs), (import.HeldByAnother, RowVerdict.HeldByAnother),
            (import.Malformed, RowVerdict.Malformed), (import.Doubtful, RowVerdict.DoubtfulPerson),
        ];
        string Join(Func<Text, string> say) => string.Join(" · ", counts.Where(c => c.Count > 0 || c.Verdict == RowVerdict.Recorded).Select(c => $"{say(ImportWords.Of(c.Verdict))}: {say(ImportWords.Number(c.Count))}"));
        return new(Join(t => t.Vietnamese), Join(t => t.English));
    }

    private static Html Preview(Page page, ImportView import, ImportPreviewView? preview) => preview is null ? Html.Nothing : Html.Of($"""
        <h2 class="section">{page.Say("Xem trước", "Preview")}</h2>
        <p>{page.Say(
            $"{preview.Rows.Count} dòng đầu và điều sẽ xảy ra với từng dòng nếu nhập bây giờ. Chưa có gì được ghi nhận.",
            $"The first {preview.Rows.Count} rows, and what importing them now would do. Nothing is recorded yet.")}</p>
        <div class="scroll" role="region" aria-label="{page.Say("Bảng xem trước", "Table of the preview")}" tabindex="0">
        <table>
        <thead><tr><th scope="col">{page.Say("Dòng", "Row")}</th><th scope="col">{page.Say("Kết quả", "Verdict")}</th>{Html.Join(preview.Columns.Select(c => Html.Of($"""<th scope="col">{page.Say(ImportWords.Of(c.Field))}{(c.Name == page.Say(ImportWords.Of(c.Field)) ? Html.Nothing : Html.Of($"<br><small>{c.Name}</small>"))}</th>""")))}</tr></thead>
        <tbody>{Html.Join(preview.Rows.Select(r => Html.Of($"""
            <tr><th scope="row">{r.Row.ToString()}</th><td>{page.State(ImportWords.KindOf(r.Verdict.Verdict), ImportWords.Foretold(r.Verdict.Verdict))}{(r.Verdict.Verdict == RowVerdict.Recorded ? Html.Nothing : Html.Of($"""<br><small>{page.Say(VerdictFile.Why(r.Verdict))}</small>"""))}</td>{Html.Join(r.Cells.Select(c => Html.Of($"<td>{c}</td>")))}</tr>
            """)))}</tbody>
        </table></div>
        {page.Form($"{SignInPaths.Imports}/{import.Id}", Html.Nothing, new("Bắt đầu nhập cả tệp", "Import the whole file"))}
        <p class="hint">{page.Say(
            "Ông/bà có thể đóng trang: việc nhập vẫn tiếp tục. Chứng thư sớm nhất được giữ; chứng thư đã ghi nhận trong chiến dịch không bị thay.",
            "You may leave the page: the import goes on by itself. The earliest certificate holds; what was recorded in the campaign is not replaced.")}</p>
        """);

    private static Html Progress(Page page, ImportView import) => Html.Of($"""
        <h2 class="section">{page.Say("Tiến độ", "Progress")}</h2>
        <div data-progress="{SignInPaths.Imports}/{import.Id.ToString()}/progress">
        <p><label for="bar">{page.Say("Phần tệp đã đọc", "Share of the file read")}</label>
        <progress id="bar" max="100" value="{ImportWords.Percent(import).ToString()}">{ImportWords.Percent(import).ToString()} %</progress>
        <strong data-percent>{ImportWords.Percent(import).ToString()} %</strong></p>
        <p data-words>{(import.State == ImportState.Waiting
            ? page.Say("Các tệp được nhập lần lượt; tệp này đang chờ đến lượt.", "Files are imported one after the other; this one waits for its turn.")
            : page.Say(ImportWords.Progress(import)))}</p>
        <p data-counts>{Counts(page, import)}</p>
        </div>
        <p><a class="button quiet" href="{SignInPaths.Imports}/{import.Id.ToString()}">{page.Say("Cập nhật trang", "Refresh")}</a></p>
        <p class="hint">{page.Say("Ông/bà có thể đóng trang này; việc nhập vẫn tiếp tục.", "You may close this page; the import goes on.")}</p>
        """);

    private static Html Result(Page page, ImportView import) => Html.Of($"""
        <h2 class="section">{page.Say("Kết quả", "Result")}</h2>
        <table class="plain"><tbody>
        {Html.Join(new[]
        {
            (RowVerdict.Recorded, import.Recorded), (RowVerdict.AlreadyOurs, import.AlreadyOurs), (RowVerdict.HeldByAnother, import.HeldByAnother),
            (RowVerdict.Malformed, import.Malformed), (RowVerdict.DoubtfulPerson, import.Doubtful),
        }.Select(c => Html.Of($"""<tr><th scope="row">{page.Say(ImportWords.Of(c.Item1))}</th><td class="number">{page.Say(ImportWords.Number(c.Item2))}</td></tr>""")))}
        </tbody></table>
        {(import.FinishedAt is { } at ? Html.Of($"""<p>{page.Say("Kết thúc lúc", "Ended at")} {PageMenu.Clock(at)}</p>""") : Html.Nothing)}
        {(import.FileKept
            ? Html.Of($"""
                <p><a class="button" href="{SignInPaths.Imports}/{import.Id.ToString()}/verdicts" download>{page.Say("Tải tệp kết quả từng dòng", "Download what became of each row")}</a></p>
                <p class="hint">{page.Say("Cùng dạng với tệp đã tải lên, thêm hai cột: kết quả và lý do. Giữ 30 ngày kể từ khi tải lên.",
                    "Of the same form as the file, with two more columns: verdict and reason. Kept for 30 days from the upload.")}</p>
                """)
            : Html.Of($"""<p class="empty">{page.Say(FileFaults.Told(FileFault.NotKept, null))}</p>"""))}
        {(import.State == ImportState.Stopped && import.FileKept
            ? page.Form($"{SignInPaths.Imports}/{import.Id}", Html.Nothing, new("Nhập tiếp", "Go on"), quiet: true)
            : Html.Nothing)}
        """);

    private static async Task<Caller> CallerAsync(HttpContext http, Session own) => await http.RequestServices.GetRequiredService<AccessTokens>().CallerOfAsync(own, http.RequestAborted);
}
