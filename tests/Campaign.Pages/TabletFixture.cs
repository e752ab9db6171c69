using Campaign.Host;
using Campaign.SignIn;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Campaign.Pages;

/// <summary>A registry of a test class's own, whose sign-in leads back to the tablet at the port that the host was given, as it does after a start by <c>up</c>.</summary>
public sealed class TabletFixture(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;

    internal TestRegistry Registry { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        Registry = await StartAsync(database, TestRegistry.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await database.DisposeAsync();
    }

    internal static async Task<TestRegistry> StartAsync(TestDatabase database, HostSettings settings, Action<IServiceCollection>? adjust = null)
    {
        var registry = await TestRegistry.StartAsync(database, adjust, settings: settings);
        await using var scope = registry.Services.CreateAsyncScope();
        await SignInClients.EnsureAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>(), [registry.Address], CancellationToken.None);
        return registry;
    }
}
