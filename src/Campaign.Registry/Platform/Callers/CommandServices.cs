using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Campaign.Registry.Platform.Callers;

internal static class CommandServices
{
    /// <summary>Every command of the assembly. One that is made of what others do not see is registered by its slice, before.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        foreach (var command in typeof(ICommand).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ICommand))))
        {
            if (command.GetConstructors().Length == 0 && services.All(s => s.ServiceType != command))
            {
                throw new InvalidOperationException($"{command.Name} has no public constructor: its slice registers it.");
            }

            services.TryAddSingleton(command);
        }

        return services;
    }
}
