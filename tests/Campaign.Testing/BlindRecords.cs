using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Providers.Badges;
using Campaign.Registry.Providers.Directory;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>A registry whose code does not look before it records: the database alone holds the rules then.</summary>
internal static class BlindRecords
{
    public static void Use(IServiceCollection services) => services.AddSingleton(s => new RecordIssuance(
        s.GetRequiredService<RecordFlow>(), s.GetRequiredService<NumberVault>(), s.GetRequiredService<ContentSealer>(), s.GetRequiredService<ProviderDirectory>(), s.GetRequiredService<ScannedBadges>())
    {
        LooksBeforeWriting = false,
    });
}
