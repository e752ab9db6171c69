using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Npgsql;

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
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Read());
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync(FromAsync));
        },
        cancel);

    internal static NpgsqlBatchCommand Read() => Sql.Statement(ReadSql);

    internal static async Task<IReadOnlyList<DatedDetails>> FromAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        var all = new List<DatedDetails>();
        while (await rows.ReadAsync(cancel))
        {
            all.Add(new(
                rows.GetFieldValue<DateTimeOffset>(0), new(new(rows.GetString(1), rows.GetString(2)), rows.TextOrNull(3)), rows.GetString(4), rows.ValueOrNull<DateTimeOffset>(5)));
        }

        return all;
    }
}
