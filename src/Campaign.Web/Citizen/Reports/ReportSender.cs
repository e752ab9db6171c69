using Campaign.Registry.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Citizen.Reports;

/// <summary>Who is signed in on the citizens' pages; whoever serves them says it.</summary>
public interface ISignedInCitizen
{
    /// <summary>Null when nobody is.</summary>
    Caller? Of(HttpContext http);
}

/// <summary>Who sends a report: the citizen who has signed in, else the public.</summary>
internal static class ReportSender
{
    public static Caller? Of(HttpContext http) => http.RequestServices.GetService<ISignedInCitizen>()?.Of(http);
}
