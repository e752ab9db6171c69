using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.Web.Provider.Imports;

/// <summary>
/// A provider's administrator on certificates from before the campaign (HUE-2.3): the files that were handed in, and a new one. Each act is the same command as the API's; the file
/// goes on to the registry as it comes, and is gathered nowhere on the way.
/// </summary>
internal static class ImportEndpoints
{
    /// <summary>An empty table with the columns that are read.</summary>
    public const string Template = ProviderEndpoints.Imports + "/template.csv";

    private const int MaxFieldBytes = 4_096;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ProviderEndpoints.Imports, Task<IResult> (HttpContext http) => ProviderEndpoints.OpenAsync(http, own => ListAsync(http, own, null)));
        routes.MapPost(ProviderEndpoints.Imports, Task<IResult> (HttpContext http) => ProviderEndpoints.OpenAsync(http, own => TakeFileAsync(http, own)));
        routes.MapGet(Template, Task<IResult> (HttpContext http) => ProviderEndpoints.OpenAsync(http, _ => Task.FromResult(ImportTemplate.Take())));
        routes.MapGet(ProviderEndpoints.Imports + "/{id}", Task<IResult> (HttpContext http, string id) => ProviderEndpoints.OpenAsync(http, own => OneImport.ShowAsync(http, own, id, null)));
        routes.MapPost(ProviderEndpoints.Imports + "/{id}", Task<IResult> (HttpContext http, string id) => ProviderEndpoints.TakeAsync(http, (own, _) => OneImport.StartAsync(http, own, id)));
        routes.MapPost(ProviderEndpoints.Imports + "/{id}/withdraw", Task<IResult> (HttpContext http, string id) => ProviderEndpoints.TakeAsync(http, (own, _) => OneImport.WithdrawAsync(http, own, id)));
        routes.MapGet(ProviderEndpoints.Imports + "/{id}/progress", Task<IResult> (HttpContext http, string id) => ProviderEndpoints.OpenAsync(http, own => OneImport.ProgressAsync(http, own, id)));
        routes.MapGet(ProviderEndpoints.Imports + "/{id}/verdicts", Task<IResult> (HttpContext http, string id) => ProviderEndpoints.OpenAsync(http, own => OneImport.VerdictsAsync(http, own, id)));
    }

    public static string AddressOf(Guid id) => $"{ProviderEndpoints.Imports}/{id}";

    /// <summary>The form's parts in their order: the page's token, the campaign, the file. The file is read only once the token was found good.</summary>
    private static async Task<IResult> TakeFileAsync(HttpContext http, ProviderAdministrator own)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
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
            using var transfer = services.GetRequiredService<FileTransfers>().Enter(http, own.Caller.RequestOwner);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(FileTransfers.Patience);
            var parts = MultipartParts.Of(http.Request);
            if (!await PeopleForms.IsOursAsync(http, await MultipartParts.TextAsync(parts, PageContext.TokenField, MaxFieldBytes, patience.Token)))
            {
                return PeopleForms.OutOfDate(http);
            }

            var campaign = await MultipartParts.TextAsync(parts, "campaign", MaxFieldBytes, patience.Token);
            var (section, disposition) = await MultipartParts.NextAsync(parts, "file", patience.Token);
            if (MultipartParts.FileNameOf(disposition) is not { Length: > 0 } name)
            {
                return await ListAsync(http, own, new NoFileChosen());
            }

            var file = new UploadedContent(name, section.Body);
            var answer = await services.GetRequiredService<UploadImport>().HandleAsync(own.Caller, new(campaign, file), patience.Token);
            return answer.Success is not { } uploaded
                ? await ListAsync(http, own, answer.Refusal)
                : new Notice(uploaded.Known
                    ? new("Tệp này đã được tải lên trước đây; dưới đây là lần nhập đó.", "This file was uploaded before; this is its import.")
                    : new("Đã tải lên. Hãy xem trước rồi bắt đầu nhập.", "Uploaded. Look at the preview, then start."))
                    .Then(http, own.Session, AddressOf(uploaded.Import.Id));
        }
        catch (TooManyRequestsException)
        {
            return await ListAsync(http, own, new UploadsUnderWay());
        }
        catch (MalformedPartsException)
        {
            return PeopleForms.OutOfDate(http);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return await ListAsync(http, own, new UploadIncomplete());
        }
    }

    private static async Task<IResult> ListAsync(HttpContext http, ProviderAdministrator own, Refusal? refusal)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var imports = await services.GetRequiredService<ImportQueries>().ListAsync(
            own.Caller, null, null, null, null, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: true, cancel);
        var campaigns = (await services.GetRequiredService<CampaignQueries>().AllAsync(cancel)).Where(c => c.Providers.Any(p => p.Code == own.Caller.Provider!.Code))
            .OrderBy(c => c.IsTrial).ToList();
        return WebResults.Page<ImportsPage>(
            PageContext.WithoutDatabase(http),
            new { Own = own, Notice = Notice.Take(http, own.Session), Imports = imports, Campaigns = campaigns, Refusal = refusal },
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
