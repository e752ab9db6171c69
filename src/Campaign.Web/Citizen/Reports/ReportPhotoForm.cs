using System.Text;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Photographs;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Campaign.Web.Citizen.Reports;

/// <summary>
/// Photographs on their way from a page to a report. They are read as they come and kept nowhere on the way: not in a file of the machine's, which would hold the place where they were taken. The page's token comes
/// first, and no byte of a photograph is taken without it. A few at once over a host, so that nobody fills it up.
/// </summary>
internal static class ReportPhotoForm
{
    private const int MaxTokenBytes = 4_096;
    private const long MaxBodyBytes = ((long)AttachReportPhoto.MostPhotos * PhotoCleaning.MaxBytes) + (1 << 20);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly SemaphoreSlim AtOnce = new(6);

    public static Task<IResult> TakeAsync(HttpContext http) => ReportEndpoints.SentAsync(http, async (on, report) =>
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
        {
            return await PageForms.TakeAsync(http, (_, _) => AgainAsync(on, report, NoneChosen(on)));
        }

        if (http.Request.ContentLength > MaxBodyBytes)
        {
            return await AgainAsync(on, report, on.Say(new PhotoNotUsable(PhotoFault.TooLarge).Words()));
        }

        if (!AtOnce.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            return await AgainAsync(on, report, on.Say("Đang có nhiều người gửi ảnh. Hãy thử lại sau một phút.", "Many people are sending photos. Try again in a minute."));
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(Patience);
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = MaxBodyBytes;
            }

            return await TakeAsync(on, report, new MultipartReader(boundary, http.Request.Body) { HeadersLengthLimit = 4_096 }, patience.Token);
        }
        catch (Exception e) when (e is IOException or InvalidDataException || (e is OperationCanceledException && !http.RequestAborted.IsCancellationRequested))
        {
            return await AgainAsync(on, report, on.Say(new PhotoNotUsable(PhotoFault.Damaged).Words()));
        }
        finally
        {
            AtOnce.Release();
        }
    });

    private static async Task<IResult> TakeAsync(PageContext on, SentReport report, MultipartReader parts, CancellationToken cancel)
    {
        var services = on.Http.RequestServices;
        if (await parts.ReadNextSectionAsync(cancel) is not { } first || NameOf(first) != PageContext.TokenField)
        {
            return WebResults.Page<OutOfDatePage>(on, status: StatusCodes.Status400BadRequest);
        }

        // Such a form is not read whole; its token is handed on where the antiforgery looks for it.
        on.Http.Request.Headers[services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.HeaderName!] = await TextAsync(first, cancel);
        if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(on.Http))
        {
            return WebResults.Page<OutOfDatePage>(on, status: StatusCodes.Status400BadRequest);
        }

        var attach = services.GetRequiredService<AttachReportPhoto>();
        var (taken, kept) = (0, report);
        while (await parts.ReadNextSectionAsync(cancel) is { } section)
        {
            if (NameOf(section) != "photo" || !HasFile(section))
            {
                continue;
            }

            var answer = await attach.HandleAsync(CitizenSession.CallerOf(on.Http), report.Reference, section.Body, cancel);
            if (answer.Success is not { } attached)
            {
                SentReport.Cookie.Write(on.Http, kept);
                return await AgainAsync(on, kept, on.Say(answer.Refusal!.Words()));
            }

            (taken, kept) = (taken + 1, kept with { Photos = attached.Photos });
        }

        if (taken == 0)
        {
            return await AgainAsync(on, report, NoneChosen(on));
        }

        SentReport.Cookie.Write(on.Http, kept);
        return Results.LocalRedirect(kept.Photos >= AttachReportPhoto.MostPhotos ? ReportEndpoints.Done : ReportEndpoints.Photos);
    }

    private static Task<IResult> AgainAsync(PageContext on, SentReport report, string fault) =>
        ReportEndpoints.Shown<PhotosPage>(on, new { Sent = report, Faults = new List<FieldFault> { new("photo", fault) } }, StatusCodes.Status422UnprocessableEntity);

    private static string NoneChosen(PageContext on) => on.Say("Hãy chọn ảnh rồi bấm gửi.", "Choose a photo, then send it.");

    private static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;

    private static bool HasFile(MultipartSection section) => ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value is { Length: > 0 };

    private static async Task<string> TextAsync(MultipartSection section, CancellationToken cancel)
    {
        var buffer = new byte[MaxTokenBytes];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
