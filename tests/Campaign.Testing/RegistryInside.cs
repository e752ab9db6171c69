using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Oversight.Detectors;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Providers.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>The little of the registry's inside that tests of the host look at, so that they need not see all of it.</summary>
internal static class RegistryInside
{
    /// <summary>An uploaded file is kept in pieces of so many bytes.</summary>
    public const int PieceBytes = UploadStore.PieceBytes;

    /// <summary>What the connection is called that hears of changes.</summary>
    public const string ChangesApplication = ChangeConnections.ApplicationName;

    public static KeyFile DemoKeys => Keyring.DemoFile();

    public static IEnumerable<(ViolationKind Kind, Clause Clause)> Detectors => Detector.All.Select(d => (d.Kind, d.Clause));

    public static bool FollowsChanges(this TestRegistry registry) => registry.Services.GetRequiredService<ChangeFeed>().IsRunning;

    /// <summary>Does not look before it writes: the database alone holds the rule then.</summary>
    public static EndClientCredential BlindEndOfCredential(this TestRegistry registry) => new(registry.Services.GetRequiredService<UnitOfWork>()) { LooksBeforeWriting = false };
}
