using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>Names of providers are asked for inside transactions, that is by whoever holds a connection already.</summary>
public sealed class ProviderDirectoryTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task Names_that_have_grown_old_are_answered_at_once_even_when_every_connection_is_taken()
    {
        var database = fixture.Registry.Services.GetRequiredService<RegistryDatabase>();
        var time = new HandMovedTime();
        var directory = new ProviderDirectory(database, time);
        var id = (await directory.IdOfAsync("vnpt-ca", CancellationToken.None))!.Value;
        var pool = new Npgsql.NpgsqlConnectionStringBuilder(database.Source.ConnectionString).MaxPoolSize;
        var taken = await Task.WhenAll(Enumerable.Range(0, pool).Select(_ => database.Source.OpenConnectionAsync().AsTask()));
        time.Now += TimeSpan.FromMinutes(1);

        try
        {
            var provider = await directory.ByIdAsync(id, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(1));

            provider.Code.ShouldBe("vnpt-ca");
        }
        finally
        {
            foreach (var connection in taken)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private sealed class HandMovedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
