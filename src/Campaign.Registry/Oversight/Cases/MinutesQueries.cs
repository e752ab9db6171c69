using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>One version of minutes, for its document. Whoever looks at it has looked at the flags that it tells of, and leaves that trace (HUE-1.7).</summary>
public sealed class MinutesQueries(UnitOfWork unitOfWork, ViolationQueries violations)
{
    private const string FlagsSql = "select cv.violation_id from registry.case_violations cv join registry.case_minutes m on m.case_id = cv.case_id where m.id = $1";

    /// <summary>Null when no minutes bear this id.</summary>
    public async Task<MinutesView?> ByIdAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(id, "D", out var key) || await KeptAsync(caller, key, cancel) is not var (minutes, flags))
        {
            return null;
        }

        await violations.ByIdsAsync(caller, flags, cancel);
        return minutes;
    }

    private Task<(MinutesView Minutes, Guid[] Flags)?> KeptAsync(Caller caller, Guid id, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            if (await MinutesView.ByIdAsync(work, id) is not { } minutes)
            {
                return Decision.Discard<(MinutesView, Guid[])?>(null);
            }

            return Decision.Discard<(MinutesView, Guid[])?>((minutes, [.. await work.ValuesAsync<Guid>(FlagsSql, Sql.Uuid(id))]));
        },
        cancel);
}
