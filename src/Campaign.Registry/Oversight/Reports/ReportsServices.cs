using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Reports;

internal static class ReportsServices
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton<AttachReportPhoto>();
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<ReportPhotos>();
        services.AddSingleton<IGraphSlice, ReportsGraph>();
        return services;
    }
}
