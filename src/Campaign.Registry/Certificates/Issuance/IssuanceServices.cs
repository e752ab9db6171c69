using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Certificates.Issuance;

internal static class IssuanceServices
{
    public static IServiceCollection AddIssuance(this IServiceCollection services)
    {
        services.AddSingleton<ConsentCodes>();
        services.AddSingleton<RecordWriting>();
        services.AddSingleton<RecordFlow>();
        services.AddSingleton<IssuanceQueries>();
        services.AddSingleton<OpenConsents>();
        services.AddJob<RemindOfDuties>();
        services.AddSingleton<IGraphSlice, IssuanceGraph>();
        return services;
    }
}
