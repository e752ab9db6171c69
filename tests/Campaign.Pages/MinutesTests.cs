using System.Diagnostics;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Campaign.Web.Department.Minutes;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.Playwright;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Tokens;

namespace Campaign.Pages;

/// <summary>Minutes as documents: real files, opened and read back. What people wrote comes out as text, whatever it is, and a printer that hangs or is missing is told of in words.</summary>
public sealed class MinutesTests(RegistryFixture fixture, Chromium chromium) : IClassFixture<RegistryFixture>
{
    /// <summary>As somebody types who has bad luck, or bad intent: decomposed marks too, as some keyboards send them.</summary>
    private const string Reason = "Chậm 3 ngày <script>document.body.remove()</script> </style><b>đậm</b> & \"trích\" \u0001ngược \ud83d\ude00 "
        + "Phu\u031B\u01A1\u0300ng\nDòng thứ hai: ]]> -->";

    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly string Long = new('W', 400);

    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task The_printed_minutes_say_what_was_drawn_up_in_the_form_of_the_decree()
    {
        var caseId = await ConfirmedAsync();
        var first = (await Registry.DrawUpMinutesAsync(Reviewer, caseId, "Ghi thêm " + Long)).At("minutes");
        var second = (await Registry.DrawUpMinutesAsync(Reviewer, caseId, "Bản sau")).At("minutes");
        var page = await SignedInAsync(Registry);

        var answer = await TakeAsync(page, Registry, first.Text("id"), "pdf");

        answer.Status.ShouldBe(200, await answer.TextAsync());
        answer.Headers["content-type"].ShouldBe("application/pdf");
        answer.Headers["cache-control"].ShouldBe("no-store");
        answer.Headers["content-disposition"].ShouldContain($"bien-ban-{first.Text("number").Replace('/', '-')}-{first.At("year").GetInt32()}-v1.pdf");
        using var pdf = PdfDocument.Open(await answer.BodyAsync());
        var text = TextOf(pdf);
        text.ShouldAllBe(c => c < '\u0300' || c > '\u036f', "each mark is part of its letter");
        var packed = Packed(text);
        foreach (var said in new[]
        {
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", $"Số: {first.Text("number")}", "BIÊN BẢN", "Huế, ngày", "Trần Thị Lan, chuyên viên",
            "Tạo chứng thư lúc 08:12, ghi nhận lúc 09:40", "Vì sao chậm?", "Người lập (tài khoản): reviewer.", "<script>document.body.remove()</script>", "</style><b>đậm</b> & \"trích\"", "Phường", "Dòng thứ hai: ]]> -->", Long, "(Ký, ghi rõ họ tên)", "Nơi nhận:",
            first.Text("sha256"), "phiên bản 1",
        })
        {
            packed.ShouldContain(Packed(said));
        }

        foreach (var sheet in pdf.GetPages())
        {
            (Math.Round(sheet.Width), Math.Round(sheet.Height)).ShouldBe((595, 842), "A4, upright");
            sheet.Letters.Min(l => l.BoundingBox.Left).ShouldBeGreaterThanOrEqualTo(30 * 72 / 25.4 - 2);
            sheet.Letters.Max(l => l.BoundingBox.Right).ShouldBeLessThanOrEqualTo(595 - 15 * 72 / 25.4 + 2, "the longest word breaks rather than leave the paper");
            sheet.Letters.Count(l => l.FontName?.Contains("Tinos", StringComparison.Ordinal) == true).ShouldBeGreaterThan(sheet.Letters.Count * 9 / 10);
        }

        pdf.NumberOfPages.ShouldBeGreaterThan(1);
        NumberAbove(pdf, 1).ShouldBe("");
        NumberAbove(pdf, 2).ShouldBe("2");
        Embedded(pdf).Distinct().ShouldBe([true], "every font is in the file");

        var later = await TakeAsync(page, Registry, second.Text("id"), "pdf");
        using var next = PdfDocument.Open(await later.BodyAsync());
        Packed(TextOf(next)).ShouldContain(Packed($"phiên bản 2 của biên bản số {first.Text("number")}"));
        (await TakeAsync(page, Registry, first.Text("id"), "pdf")).Status.ShouldBe(200, "the first version stays");
        (await TakeAsync(page, Registry, Guid.NewGuid().ToString(), "pdf")).Status.ShouldBe(404);
        (await TakeAsync(page, Registry, first.Text("id"), "odt")).Status.ShouldBe(404);
        await Eventually.HoldsAsync(() => Directory.GetDirectories(Path.GetTempPath(), "campaign-print-*").Length == 0, "each printing takes its folder with it");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_document_to_work_on_is_valid_and_says_the_same_and_whoever_takes_it_leaves_a_trace()
    {
        var citizen = Make.Citizen();
        await Registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        var issuance = (await Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id");
        var minutes = (await Registry.DrawUpMinutesAsync(Reviewer, await ConfirmedAsync(issuance), "Ghi thêm")).At("minutes");
        var page = await SignedInAsync(Registry);

        var answer = await TakeAsync(page, Registry, minutes.Text("id"), "docx");

        answer.Headers["content-disposition"].ShouldContain("-v1.docx");
        using var document = WordprocessingDocument.Open(new MemoryStream(await answer.BodyAsync()), isEditable: false);
        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        text.ShouldAllBe(c => c < '\u0300' || c > '\u036f', "each mark is part of its letter");
        foreach (var said in new[] { "BIÊN BẢN", "<script>document.body.remove()</script> </style><b>đậm</b>", "Phường", "Dòng thứ hai: ]]> -->", "Ghi thêm", $"Số: {minutes.Text("number")}", "Trần Thị Lan, chuyên viên" })
        {
            text.ShouldContain(said);
        }

        document.MainDocumentPart.FooterParts.ShouldAllBe(f => f.Footer!.InnerText.Contains(minutes.Text("sha256")));
        (await Registry.Database.CountAsync(
            "registry.reads r join registry.issuances i on i.person_id = r.person_id where r.act = 'VIOLATIONS' and r.reader = 'officer-viewer' and i.id = $1", Guid.Parse(issuance))).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_a_printer_or_with_one_that_hangs_the_officer_reads_why_and_still_has_the_other_form()
    {
        var minutes = (await Registry.DrawUpMinutesAsync(Reviewer, await ConfirmedAsync())).At("minutes");
        var folder = Directory.CreateTempSubdirectory("hanging-").FullName;
        var hanging = Path.Combine(folder, "chromium");
        await File.WriteAllTextAsync(hanging, $"#!/bin/sh\nsleep 600 &\necho $! > {folder}/pid\nwait\n");
        File.SetUnixFileMode(hanging, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var (program, says) in new[] { (Path.Combine(folder, "none"), "Máy chủ chưa có chương trình in PDF"), (hanging, "quá lâu nên đã dừng"), ("/bin/false", "gặp lỗi") })
        {
            await using var registry = await Registry.Database.StartWithAsync(
                services => services.PrintsOneAtATime(TimeSpan.FromSeconds(3)), chromium: program);
            var page = await SignedInAsync(registry);
            var answer = await TakeAsync(page, registry, minutes.Text("id"), "pdf");
            answer.Status.ShouldBe(503);
            answer.Headers["retry-after"].ShouldBe("30");
            await page.GotoAsync($"/desk/minutes/{minutes.Text("id")}?form=pdf");
            (await page.Locator("main").InnerTextAsync()).ShouldContain(says);
            if (program == hanging)
            {
                await PageTests.LookAsync(page, "desk-minutes-not-printed", "vi-VN");
            }

            (await TakeAsync(page, registry, minutes.Text("id"), "docx")).Status.ShouldBe(200);
            await page.Context.CloseAsync();
        }

        var sleeper = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "pid"), TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.HoldsAsync(() => !IsAlive(sleeper), "what the program started is ended with it");
        Directory.Delete(folder, recursive: true);
    }

    internal static string TextOf(PdfDocument pdf) => string.Join('\n', pdf.GetPages().Select(p => ContentOrderTextExtractor.GetText(p)));

    /// <summary>Where lines break is the printer's affair.</summary>
    internal static string Packed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static string NumberAbove(PdfDocument pdf, int page) => string.Concat(pdf.GetPage(page).Letters.Where(l => l.BoundingBox.Bottom > 842 - 20 * 72 / 25.4).Select(l => l.Value)).Trim();

    /// <summary>Of each font that is a font: glyphs that are drawn by the file itself have a descriptor without one.</summary>
    private static IEnumerable<bool> Embedded(PdfDocument pdf)
    {
        var parts = pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys.Select(r => pdf.Structure.GetObject(r).Data).OfType<DictionaryToken>();
        foreach (var font in parts.Where(p => p.TryGet(NameToken.Subtype, out NameToken kind) && kind.Data.StartsWith("CIDFont", StringComparison.Ordinal)))
        {
            font.TryGet(NameToken.FontDescriptor, out IndirectReferenceToken descriptor).ShouldBeTrue();
            var described = (DictionaryToken)pdf.Structure.GetObject(descriptor.Data).Data;
            yield return described.ContainsKey(NameToken.FontFile2) || described.ContainsKey(NameToken.FontFile3);
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Task<IAPIResponse> TakeAsync(IPage page, TestRegistry registry, string id, string form) => page.APIRequest.GetAsync($"{registry.Address}desk/minutes/{id}?form={form}");

    private async Task<IPage> SignedInAsync(TestRegistry registry)
    {
        var page = await chromium.OpenAsync(registry);
        await page.SignInAsync("officer-viewer", true, registry);
        return page;
    }

    /// <summary>A case in which the provider was asked and answered, decided with a reason that no document should obey.</summary>
    private async Task<string> ConfirmedAsync(string? issuance = null)
    {
        var flag = Guid.NewGuid();
        await Registry.Database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
            select $1, 'LATE_RECORD', 'HUE-1.4', c.id, p.id, 'made up ' || $1, registry.registry_now(), '{}' from registry.campaigns c, registry.providers p where c.code = 'hue' and p.code = 'vnpt-ca'
            """, flag);
        await Registry.Database.ExecuteAsync("""
            insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, issuance_id)
            select $1, 'e' || n, registry.registry_now() - n * interval '5 minutes', 'Tạo chứng thư lúc 08:12, ghi nhận lúc 09:40: sau 01:28:00, quá thời hạn 00:15:00.', 'x', $2::uuid from generate_series(1, 30) n
            """, flag, (object?)issuance ?? DBNull.Value);
        var id = (await Registry.OpenCaseAsync(Reviewer, [$"{flag}"])).Text("case", "id");
        (await Registry.AskProviderAsync(Reviewer, id, "Vì sao chậm?")).TypeName().ShouldBe("ProviderAsked");
        var provider = await Registry.AdministratorAsync("vnpt-ca");
        var question = (await Registry.CaseQuestionsAsync(provider)).At("edges").EnumerateArray().Select(e => e.At("node")).First(q => q.At("answer").ValueKind == System.Text.Json.JsonValueKind.Null).Text("id");
        (await Registry.AnswerCaseAsync(provider, question, "Hệ thống lỗi.")).TypeName().ShouldBe("CaseAnswered");
        (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", Reason)).TypeName().ShouldBe("CaseDecided");
        return id;
    }
}
