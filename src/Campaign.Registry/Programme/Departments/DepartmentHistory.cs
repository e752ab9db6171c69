using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Programme.Departments;

/// <param name="DecidedAt">Null: before decisions bore their instant.</param>
public sealed record DatedDetails(DateTimeOffset EffectiveFrom, DepartmentDetails Details, string DecidedBy, DateTimeOffset? DecidedAt);

/// <summary>What the department was called, is, and will be.</summary>
public sealed class DepartmentHistory(UnitOfWork unitOfWork)
{
    private const string ReadSql =
        "select effective_from, name_vi, name_en, phone, decided_by, decided_at from registry.department_details order by effective_from desc";

    /// <summary>The last to begin first.</summary>
    public Task<IReadOnlyList<DatedDetails>> AllAsync(Caller caller, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work => Decision.Discard(await ReadAsync(work)),
        cancel);

    internal static async Task<IReadOnlyList<DatedDetails>> ReadAsync(Work work) =>
        (await work.RowsAsync<Details>(ReadSql)).ConvertAll(d => new DatedDetails(d.EffectiveFrom, new(new(d.NameVi, d.NameEn), d.Phone), d.DecidedBy, d.DecidedAt));

    private sealed record Details(DateTimeOffset EffectiveFrom, string NameVi, string NameEn, string? Phone, string DecidedBy, DateTimeOffset? DecidedAt);
}
