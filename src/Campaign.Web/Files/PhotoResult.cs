using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Files;

/// <summary>A photograph, which neither browser nor proxy keeps.</summary>
public static class PhotoResult
{
    public static IResult Of(HttpContext http, byte[] photo)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(photo, "image/jpeg");
    }
}
