using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Providers.Staff;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Provider.Staff;

/// <summary>The photograph on a badge, as a provider's administrator sets and removes it (HUE-3.1). Its form's parts come in their order: the page's token, the act, whose, the file.</summary>
internal static class StaffPhotoForm
{
    public const string Set = "set-photo";
    public const string Remove = "remove-photo";

    private const int MaxFieldBytes = 4_096;

    public static async Task<IResult> ShowAsync(HttpContext http, ProviderAdministrator own, string id)
    {
        return await http.RequestServices.GetRequiredService<StaffPhotoReads>().OwnAsync(own.Caller, id, http.RequestAborted) is { } photo
            ? PhotoResult.Of(http, photo)
            : Results.NotFound();
    }

    /// <param name="list">The page with what was refused at its form.</param>
    public static async Task<IResult> TakeAsync(HttpContext http, ProviderAdministrator own, Func<Tried, Task<IResult>> list)
    {
        var services = http.RequestServices;
        // Until it is known whose it is, what is refused is said at the head of the page.
        Tried tried = new(Set, "?", null);
        try
        {
            using var transfer = services.GetRequiredService<FileTransfers>().Enter(http, own.Caller.RequestOwner);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(FileTransfers.Patience);
            var parts = MultipartParts.Of(http.Request);
            if (!await PeopleForms.IsOursAsync(http, await MultipartParts.TextAsync(parts, PageContext.TokenField, MaxFieldBytes, patience.Token)))
            {
                return PeopleForms.OutOfDate(http);
            }

            await MultipartParts.TextAsync(parts, "act", MaxFieldBytes, patience.Token);
            tried = tried with { Id = await MultipartParts.TextAsync(parts, "id", MaxFieldBytes, patience.Token) };
            var (section, disposition) = await MultipartParts.NextAsync(parts, "file", patience.Token);
            if (MultipartParts.FileNameOf(disposition) is not { Length: > 0 } name)
            {
                return await list(tried with { Refusal = new NoFileChosen() });
            }

            var answer = await services.GetRequiredService<SetStaffPhoto>().HandleAsync(own.Caller, new(tried.Id, new UploadedContent(name, section.Body)), patience.Token);
            return answer.Success is { } set
                ? new Notice(new($"Đã đặt ảnh cho {set.Staff.Name}.", $"The photograph of {set.Staff.Name} is set.")).Then(http, own.Session, ProviderEndpoints.Staff)
                : await list(tried with { Refusal = answer.Refusal });
        }
        catch (TooManyRequestsException)
        {
            return await list(tried with { Refusal = new UploadsUnderWay() });
        }
        catch (MalformedPartsException)
        {
            return PeopleForms.OutOfDate(http);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return await list(tried with { Refusal = new PhotoNotUsable(PhotoFault.Damaged) });
        }
    }
}
