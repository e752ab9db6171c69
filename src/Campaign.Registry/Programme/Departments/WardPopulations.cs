using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Programme.Departments;

/// <param name="AsOf">The day for which they were counted, in Vietnam.</param>
public sealed record WardPopulation(string WardCode, int Population, DateOnly AsOf, string Source, string DecidedBy, DateTimeOffset EffectiveFrom);

/// <summary>How many people live in each ward, as the department entered it last; wards of which nothing was entered are left out.</summary>
public sealed class WardPopulations(UnitOfWork unitOfWork)
{
    internal const string ReadSql = """
        select distinct on (ward_code) ward_code, population, as_of, source, decided_by, effective_from from registry.ward_populations order by ward_code, effective_from desc
        """;

    /// <summary>By the ward's code.</summary>
    public Task<IReadOnlyList<WardPopulation>> AllAsync(Caller caller, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(ReadSql));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync(FromAsync));
        },
        cancel);

    internal static async Task<IReadOnlyList<WardPopulation>> FromAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        var all = new List<WardPopulation>();
        while (await rows.ReadAsync(cancel))
        {
            all.Add(new(rows.GetString(0), rows.GetInt32(1), rows.GetFieldValue<DateOnly>(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5)));
        }

        return all;
    }
}
