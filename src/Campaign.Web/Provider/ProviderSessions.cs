using Campaign.Registry.Platform.Callers;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Provider;

/// <summary>A provider's administrator, by a session that stands at this moment.</summary>
/// <param name="Session">The session's id; not the secret in the browser's cookie.</param>
/// <param name="Ways">The row of pages.</param>
public sealed record ProviderAdministrator(Guid Session, Caller Caller, IReadOnlyList<PageWay> Ways);

/// <summary>Who administers a provider, as the sign-in knows it.</summary>
public interface IProviderSessions
{
    /// <summary>The page for a provider's administrator; everybody else is led to the sign-in, or told that it is not for them.</summary>
    Task<IResult> OpenAsync(HttpContext http, Func<ProviderAdministrator, Task<IResult>> then);
}
