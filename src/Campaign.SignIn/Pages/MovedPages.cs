namespace Campaign.SignIn.Pages;

/// <summary>Addresses that somebody may have kept lead on to where their pages are now, with what they ask for.</summary>
internal static class MovedPages
{
    public static void MapMovedPages(this IEndpointRouteBuilder routes)
    {
        foreach (var (old, page) in SignInPaths.Moved)
        {
            routes.MapGet($"{old}/{{**rest}}", (HttpContext http) =>
            {
                http.Request.Path.StartsWithSegments(old, out var rest);
                return Results.LocalRedirect($"{new PathString(page).Add(rest).ToUriComponent()}{http.Request.QueryString}", permanent: true, preserveMethod: true);
            });
        }
    }
}
