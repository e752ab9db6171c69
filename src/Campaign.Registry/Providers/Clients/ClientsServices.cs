using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Clients;

internal static class ClientsServices
{
    public static IServiceCollection AddClients(this IServiceCollection services)
    {
        services.AddSingleton<ClientQueries>();
        services.AddProposedAct<ChangeClientKey>();
        services.AddSingleton<IGraphSlice, ClientsGraph>();
        return services;
    }
}
