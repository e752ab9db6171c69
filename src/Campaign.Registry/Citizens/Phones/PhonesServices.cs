using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.Phones;

internal static class PhonesServices
{
    public static IServiceCollection AddPhones(this IServiceCollection services) => services.AddJob<ErasePhones>().AddSingleton<NewPhones>();
}
