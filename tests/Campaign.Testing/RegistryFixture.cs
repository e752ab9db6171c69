using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaign.Testing;

/// <summary>A demo database and one host for a test class. Tests of one class use citizens of their own and so do not meet.</summary>
public class RegistryFixture(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;

    internal TestRegistry Registry { get; private set; } = null!;

    internal TestDatabase Database => database;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        Registry = await TestRegistry.StartAsync(database, Adjust);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void Adjust(IServiceCollection services)
    {
    }
}
