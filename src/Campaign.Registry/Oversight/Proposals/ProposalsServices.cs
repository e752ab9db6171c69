using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Campaign.Registry.Oversight.Proposals;

internal static class ProposalsServices
{
    public static IServiceCollection AddProposals(this IServiceCollection services)
    {
        services.AddSingleton(s => new ApproveProposal(s.GetRequiredService<UnitOfWork>(), s.GetServices<IProposedAct>()));
        services.AddSingleton<ProposalQueries>();
        services.AddSingleton<IGraphSlice, ProposalsGraph>();
        return services;
    }

    /// <summary>An act that one officer proposes and another approves.</summary>
    public static IServiceCollection AddProposedAct<TAct>(this IServiceCollection services)
        where TAct : class, IProposedAct
    {
        services.TryAddSingleton<TAct>();
        return services.AddSingleton<IProposedAct>(s => s.GetRequiredService<TAct>());
    }
}
