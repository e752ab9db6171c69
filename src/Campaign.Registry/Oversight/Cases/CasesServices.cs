using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Cases;

internal static class CasesServices
{
    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<CaseQueries>();
        services.AddSingleton<MinutesQueries>();
        services.AddSingleton<PublishedCases>();
        services.AddSingleton<ProviderQuestions>();
        services.AddProposedAct<PublishCase>();
        services.AddJob<RemindOfAnswers>();
        services.AddJob<OpenCasesOfDeniedEnds>();
        services.AddSingleton<IGraphSlice, CasesGraph>();
        return services;
    }
}
