using Campaign.Host.Limits;
using Campaign.Registry.Certificates.Imports;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Campaign.Host.Imports;

/// <summary>The file of verdicts, written to the answer as it is made, so that it may be of any size.</summary>
internal sealed class VerdictResult(VerdictDownload file, string owner) : IResult
{
    public async Task ExecuteAsync(HttpContext http)
    {
        IDisposable transfer;
        try
        {
            transfer = http.RequestServices.GetRequiredService<FileTransfers>().Enter(http, owner);
        }
        catch (TooManyRequestsException tooMany)
        {
            http.Response.Headers.RetryAfter = tooMany.RetryAfterSeconds.ToString();
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        using (transfer)
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted))
        {
            patience.CancelAfter(FileTransfers.Patience);
            // Tables and archives are written by threads of their own, which wait for a slow reader.
            http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            http.Response.ContentType = file.ContentType;
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(file.Name);
            http.Response.Headers.ContentDisposition = disposition.ToString();
            http.Response.Headers.CacheControl = "no-store";
            await file.WriteAsync(http.Response.Body, patience.Token);
        }
    }
}
