using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>
/// The registry that stories are told of: its clock stands wherever the story wants it, and its providers have been licensed and staffed for as long as anybody can
/// tell. Stories of one class are told one after the other, each in a campaign of its own.
/// </summary>
public sealed class StoryRegistry(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;

    internal TestRegistry Registry { get; private set; } = null!;

    internal TestDatabase Database => database;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        await database.ExecuteAsync("update registry.staff set active_from = '2020-01-01'");
        await database.ExecuteAsync("update registry.licences set issued_on = '2020-01-01', valid_before = '2040-01-01'");
        Registry = await TestRegistry.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await database.DisposeAsync();
    }
}
