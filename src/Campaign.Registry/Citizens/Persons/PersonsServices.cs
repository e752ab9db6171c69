using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.Persons;

internal static class PersonsServices
{
    public static IServiceCollection AddPersons(this IServiceCollection services)
    {
        services.AddSingleton<PersonQueries>();
        services.AddProposedAct<LinkNumbers>();
        services.AddProposedAct<UnlinkNumbers>();
        services.AddSingleton<IGraphSlice, PersonsGraph>();
        return services;
    }
}
