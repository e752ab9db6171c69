using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Pages;

/// <summary>A registry of a test class's own, whose sign-in leads back to the tablet at the port that the host was given, as it does after a start by <c>up</c>.</summary>
public sealed class TabletFixture(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;

    internal TestRegistry Registry { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        Registry = await StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await database.DisposeAsync();
    }

    internal static async Task<TestRegistry> StartAsync(TestDatabase database, Action<IServiceCollection>? adjust = null, string? documents = null)
    {
        var registry = await database.StartWithAsync(adjust, documents: documents);
        await registry.LeadBackToItselfAsync();
        return registry;
    }
}
