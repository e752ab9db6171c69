using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Journal;

internal static class JournalServices
{
    public static IServiceCollection AddJournal(this IServiceCollection services) =>
        services.AddSingleton<ReceiptSigner>();
}
