using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Requests;

internal static class RequestsServices
{
    public static IServiceCollection AddRequests(this IServiceCollection services) =>
        services.AddSingleton<ContentSealer>();
}
