using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.SamePerson;

internal static class SamePersonServices
{
    public static IServiceCollection AddSamePerson(this IServiceCollection services)
    {
        services.AddSingleton<SamePersonSearch>();
        services.AddSingleton<SamePersonQueries>();
        services.AddSingleton(s => new DecideSamePerson(s.GetRequiredService<UnitOfWork>(), new(s.GetRequiredService<NumberVault>())));
        services.AddProposedAct<DecideSamePerson>();
        services.AddJob<FindSamePersons>();
        services.AddJob<FindSamePersonsAtNight>();
        services.AddSingleton<IGraphSlice, SamePersonGraph>();
        return services;
    }
}
