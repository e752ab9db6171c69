using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Programme.Departments;

/// <param name="AsOf">The day for which they were counted, in Vietnam.</param>
public sealed record WardPopulation(string WardCode, int Population, DateOnly AsOf, string Source, string DecidedBy, DateTimeOffset EffectiveFrom);

/// <summary>How many people live in each ward, as the department entered it last; wards of which nothing was entered are left out.</summary>
public sealed class WardPopulations(UnitOfWork unitOfWork)
{
    private const string ReadSql = """
        select distinct on (ward_code) ward_code, population, as_of, source, decided_by, effective_from from registry.ward_populations order by ward_code, effective_from desc
        """;

    /// <summary>By the ward's code.</summary>
    public Task<IReadOnlyList<WardPopulation>> AllAsync(Caller caller, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work => Decision.Discard(await ReadAsync(work)),
        cancel);

    internal static async Task<IReadOnlyList<WardPopulation>> ReadAsync(Work work) => await work.RowsAsync<WardPopulation>(ReadSql);
}
