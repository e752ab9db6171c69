using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Providers.Staff;
using Campaign.SignIn.People;
using Campaign.Web.Files;
using Microsoft.AspNetCore.Antiforgery;

namespace Campaign.SignIn.Pages;

/// <summary>The photograph on a badge, as a provider's administrator sets and removes it (HUE-3.1). Its form's parts come in their order: the page's token, the act, whose, the file.</summary>
internal static class StaffPhotoForm
{
    public const string Set = "set-photo";
    public const string Remove = "remove-photo";

    private const int MaxFieldBytes = 4_096;

    public static Html Of(Page page, StaffView person, Tried tried)
    {
        var id = person.Id.ToString();
        var faults = tried.FaultsOf(Set, id, new Dictionary<string, string>(), $"photo-{id}");
        return page.Fold(
            person.PhotoSetAt is null
                ? new($"Ảnh trên thẻ của {person.Name}: chưa có", $"Photograph on the badge of {person.Name}: none yet")
                : new($"Ảnh trên thẻ của {person.Name}", $"Photograph on the badge of {person.Name}"),
            Html.Of($"""
                {(person.PhotoSetAt is { } since ? Html.Of($"""
                    <p><img src="{SignInPaths.Staff}/{id}/photo" alt="{page.Say("Ảnh của", "Photograph of")} {person.Name}" width="160" height="200"></p>
                    <p>{page.Say("Đặt lúc", "Set at")} {PageMenu.Clock(since)}. {page.Say("Người dân so sánh ảnh này với người đứng trước mặt.", "Citizens compare it with who stands before them.")}</p>
                    """) : Html.Nothing)}
                {page.Form(SignInPaths.Staff, Html.Of($"""
                    {AccountCards.Act(Set, id)}
                    {page.Summary(faults)}
                    {page.Inputs([new("file", new("Ảnh chân dung", "Portrait"), "file", "off", new(
                        "JPEG, PNG hoặc WebP, tối đa 10 MiB. Chỉ khuôn mặt, nhìn thẳng, đủ sáng; ảnh được cắt 4 × 5.",
                        "JPEG, PNG or WebP, at most 10 MiB. The face alone, from the front, in good light; it is cut to 4 × 5.")) { Id = $"photo-{id}", Accept = "image/jpeg,image/png,image/webp" }], faults)}
                    """), new("Đặt ảnh", "Set the photograph"), quiet: true, encoding: "multipart/form-data")}
                {(person.PhotoSetAt is null ? Html.Nothing : page.Form(SignInPaths.Staff, AccountCards.Act(Remove, id), new("Gỡ ảnh", "Remove the photograph"), quiet: true))}
                """),
            faults.Count > 0);
    }

    public static async Task<IResult> ShowAsync(HttpContext http, Session own, string id)
    {
        var caller = await http.RequestServices.GetRequiredService<AccessTokens>().CallerOfAsync(own, http.RequestAborted);
        return await http.RequestServices.GetRequiredService<StaffPhotoReads>().OwnAsync(caller, id, http.RequestAborted) is { } photo
            ? PhotoResult.Of(http, photo)
            : Results.NotFound();
    }

    /// <param name="list">The page with what was refused at its form.</param>
    public static async Task<IResult> TakeAsync(HttpContext http, Session own, Func<Tried, Task<IResult>> list)
    {
        var services = http.RequestServices;
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, http.RequestAborted);
        // Until it is known whose it is, what is refused is said at the head of the page.
        Tried tried = new(Set, "?", null);
        try
        {
            using var transfer = services.GetRequiredService<FileTransfers>().Enter(http, caller.RequestOwner);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(FileTransfers.Patience);
            var parts = MultipartParts.Of(http.Request);
            http.Request.Headers[PageForms.HeaderName] = await MultipartParts.TextAsync(parts, PageForms.FieldName, MaxFieldBytes, patience.Token);
            if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            {
                return PageForms.OutOfDate(http);
            }

            await MultipartParts.TextAsync(parts, "act", MaxFieldBytes, patience.Token);
            tried = tried with { Id = await MultipartParts.TextAsync(parts, "id", MaxFieldBytes, patience.Token) };
            var (section, disposition) = await MultipartParts.NextAsync(parts, "file", patience.Token);
            if (MultipartParts.FileNameOf(disposition) is not { Length: > 0 } name)
            {
                return await list(tried with { Refusal = new NoFileChosen() });
            }

            var answer = await services.GetRequiredService<SetStaffPhoto>().HandleAsync(caller, new(tried.Id, new UploadedContent(name, section.Body)), patience.Token);
            return answer.Success is { } set
                ? new Notice(new($"Đã đặt ảnh cho {set.Staff.Name}.", $"The photograph of {set.Staff.Name} is set.")).Then(http, own.Id, SignInPaths.Staff)
                : await list(tried with { Refusal = answer.Refusal });
        }
        catch (TooManyRequestsException)
        {
            return await list(tried with { Refusal = new UploadsUnderWay() });
        }
        catch (MalformedPartsException)
        {
            return PageForms.OutOfDate(http);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return await list(tried with { Refusal = new PhotoNotUsable(PhotoFault.Damaged) });
        }
    }
}
