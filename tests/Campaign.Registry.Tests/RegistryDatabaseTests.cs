using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Tests;

/// <summary>What a host adds to the connection string that it was given.</summary>
public sealed class RegistryDatabaseTests
{
    [Fact]
    public void A_host_takes_a_part_of_the_servers_connections_and_no_more()
    {
        var pool = RegistryDatabase.Bounded("Host=h", null).MaxPoolSize;

        pool.ShouldBe(4 * Environment.ProcessorCount);
    }

    [Theory]
    [InlineData("Host=h;Maximum Pool Size=7")]
    [InlineData("Host=h;MaxPoolSize=7")]
    [InlineData("Host=h;maxpoolsize=7")]
    public void A_pool_size_that_was_given_stays(string given) => RegistryDatabase.Bounded(given, null).MaxPoolSize.ShouldBe(7);

    [Fact]
    public async Task Several_hosts_may_be_named_with_the_kind_of_session_that_is_wanted()
    {
        await using var database = RegistryDatabase.Open("Host=/nowhere/a,/nowhere/b;Target Session Attributes=read-write;Timeout=1", null);

        await Should.ThrowAsync<Npgsql.NpgsqlException>(async () => await database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken));
    }
}
