using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.Numbers;

internal static class NumbersServices
{
    public static IServiceCollection AddNumbers(this IServiceCollection services)
    {
        services.AddSingleton<NumberVault>();
        services.AddSingleton<PhoneVault>();
        return services;
    }
}
