using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Accounts;

internal static class AccountsServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountActs>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<ProposedPhones>();
        services.AddProposedAct<BindCitizenPhone>();
        services.AddSingleton<IGraphSlice, AccountsGraph>();
        return services;
    }
}
