using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Pages;

/// <summary>Where the QR code of a member of staff leads. What goes wrong there is told in other words than elsewhere, for somebody stands at the door.</summary>
internal static class BadgeAddress
{
    public const string Path = "/v/{token}";

    public static bool Is(PathString path) => path.StartsWithSegments("/v");
}
