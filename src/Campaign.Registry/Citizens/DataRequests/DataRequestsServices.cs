using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.DataRequests;

internal static class DataRequestsServices
{
    public static IServiceCollection AddDataRequests(this IServiceCollection services)
    {
        services.AddSingleton<PersonalData>();
        services.AddSingleton<Restriction>();
        services.AddSingleton<Corrections>();
        services.AddSingleton<DataRequestQueries>();
        services.AddJob<AlarmOfOverdueRequests>();
        services.AddSingleton<IGraphSlice, DataRequestsGraph>();
        return services;
    }
}
