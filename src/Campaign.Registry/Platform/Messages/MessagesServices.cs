using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Messages;

internal static class MessagesServices
{
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        services.AddSingleton<IMessageGateway, LoggingMessageGateway>();
        services.AddJob<DeliverMessages>();
        services.AddSingleton<SentMessages>();
        return services;
    }
}
