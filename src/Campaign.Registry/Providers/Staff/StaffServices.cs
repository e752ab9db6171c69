using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Staff;

internal static class StaffServices
{
    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddSingleton<StaffPhotoReads>();
        services.AddSingleton<StaffQueries>();
        services.AddSingleton<IGraphSlice, StaffGraph>();
        return services;
    }
}
