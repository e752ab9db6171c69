using Campaign.Host.SignIn;
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
        Registry = await TestRegistry.StartAsync(database);
        await using var scope = Registry.Services.CreateAsyncScope();
        await SignInClients.EnsureAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>(), [Registry.Address], CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await database.DisposeAsync();
    }
}
