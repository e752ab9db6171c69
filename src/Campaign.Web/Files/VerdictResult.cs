using Campaign.Registry.Certificates.Imports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Campaign.Web.Files;

/// <summary>The file of verdicts, written to the answer as it is made, so that it may be of any size.</summary>
public sealed class VerdictResult(VerdictDownload file, string owner) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        IDisposable transfer;
        try
        {
            transfer = httpContext.RequestServices.GetRequiredService<FileTransfers>().Enter(httpContext, owner);
        }
        catch (TooManyRequestsException tooMany)
        {
            httpContext.Response.Headers.RetryAfter = tooMany.RetryAfterSeconds.ToString();
            httpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        using (transfer)
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted))
        {
            patience.CancelAfter(FileTransfers.Patience);
            // Tables and archives are written by threads of their own, which wait for a slow reader.
            httpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            httpContext.Response.ContentType = file.ContentType;
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(file.Name);
            httpContext.Response.Headers.ContentDisposition = disposition.ToString();
            httpContext.Response.Headers.CacheControl = "no-store";
            await file.WriteAsync(httpContext.Response.Body, patience.Token);
        }
    }
}
