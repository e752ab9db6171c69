using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Entity Framework maps rows over the connection of a unit of work, and changes nothing else about it.</summary>
public sealed class MappedRowsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private UnitOfWork Units => fixture.Registry.Services.GetRequiredService<UnitOfWork>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_go_to_the_properties_that_bear_their_names_in_whatever_order()
    {
        var row = await ReadAsync(work => work.RowOrNullAsync<Everything>(
            """
            select '{"a": {}}'::text as json_text, null::text as nothing, $2::text as some_text, $1::smallint as provider_id, array['x', 'y'] as many, timestamptz '2026-01-02 03:04:05+00' as at,
              interval '48 hours' as kept_for, date '2026-01-02' as day, '\x0102'::bytea as hash, 3 as not_asked_for
            """,
            Sql.Small(7), Sql.Text("{0} $3")));

        row.ShouldNotBeNull();
        (row.ProviderId, row.SomeText, row.JsonText, row.Nothing).ShouldBe(((short)7, "{0} $3", """{"a": {}}""", null));
        (row.At, row.KeptFor, row.Day).ShouldBe((new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromHours(48), new DateOnly(2026, 1, 2)));
        row.Many.ShouldBe(["x", "y"]);
        row.Hash.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_parameter_may_be_used_twice_and_there_may_be_more_than_nine()
    {
        var row = await ReadAsync(work => work.RowOrNullAsync<Sums>(
            "select $1 + $1 as twice, $10 - $1 as difference where $2 + $3 + $4 + $5 + $6 + $7 + $8 + $9 = 0",
            [Sql.Int(20), .. Enumerable.Repeat(0, 8).Select(i => Sql.Int(i)), Sql.Int(100)]));

        row.ShouldBe(new Sums(40, 80));
    }

    [Fact]
    public async Task Rows_that_are_filtered_counted_and_ordered_further_are_read_in_one_select()
    {
        var (count, rows) = await ReadAsync(async work =>
        {
            var all = await work.QueryAsync<Sums>("select n as twice, -n as difference from generate_series(1, $1) n", Sql.Int(9));
            return (await all.CountAsync(Cancel), await all.Where(r => r.Twice > 7).OrderBy(r => r.Difference).ToListAsync(Cancel));
        });

        count.ShouldBe(9);
        rows.ShouldBe([new(9, -9), new(8, -8)]);
    }

    [Fact]
    public async Task The_database_is_told_who_looks_before_the_first_rows_are_read()
    {
        var (rows, value) = await Units.RunAsync(
            Viewer.Provider(3),
            async work => Decision.Discard(
                ((await work.RowOrNullAsync<Told>("select current_setting('registry.viewer') as viewer"))!.Viewer, await work.TextOrNullAsync("select current_setting('registry.viewer')"))),
            Cancel);

        rows.ShouldBe("provider:3");
        value.ShouldBe("provider:3");
    }

    [Fact]
    public async Task What_the_database_refuses_reaches_the_caller_as_it_is()
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => ReadAsync(work => work.RowsAsync<Told>(
            "insert into registry.campaigns (code) values ('hue') returning code as viewer")));

        refused.ConstraintName.ShouldBe("one_campaign_per_code");
    }

    [Fact]
    public async Task A_transaction_that_the_server_gave_up_for_a_deadlock_is_tried_again()
    {
        var tries = 0;

        await ReadAsync(work => ++tries == 1
            ? work.RowsAsync<Told>("do $f$ begin raise exception using errcode = '40P01'; end $f$")
            : work.RowsAsync<Told>("select 'again' as viewer"));

        tries.ShouldBe(2);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_no_answer() =>
        (await Should.ThrowAsync<RegistryUnavailableException>(() => ReadAsync(work => work.RowsAsync<Told>("select pg_sleep(60)::text as viewer")))).InnerException.ShouldNotBeNull();

    [Fact]
    public async Task A_connection_that_broke_is_not_opened_anew_outside_its_transaction()
    {
        var fault = await Should.ThrowAsync<RegistryUnavailableException>(() => ReadAsync(async work =>
        {
            (await work.RowsAsync<Told>("select 'inside' as viewer")).ShouldHaveSingleItem();
            await work.Connection.CloseAsync();
            return await work.RowsAsync<Told>("select 'outside' as viewer");
        }));

        fault.InnerException.ShouldBeOfType<NpgsqlException>();
    }

    private Task<T> ReadAsync<T>(Func<Work, Task<T>> read) => Units.RunAsync(Viewer.Registry, async work => Decision.Discard(await read(work)), Cancel);

    private sealed record Everything(
        short ProviderId, string SomeText, string JsonText, string? Nothing, DateTimeOffset At, TimeSpan KeptFor, DateOnly Day, string[] Many, byte[] Hash);

    private sealed record Sums(int Twice, int Difference);

    private sealed record Told(string Viewer);
}
