using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>
/// A request about the citizen's own data is answered in two working days (decree 356/2025). The day of its receipt does not count (Civil Code 2015, article 147.2), whatever
/// the hour; the deadline is the end of the second working day after it, in Vietnam, and exclusive: at that midnight the request is overdue. Working days are those
/// from Monday to Friday that <c>registry.holidays</c> does not name. The database reckons, and takes no request with another deadline
/// (<c>data_request_is_due_in_two_working_days</c>).
/// </summary>
internal static class AnsweredInTwoWorkingDaysRule
{
    public const int WorkingDays = 2;

    private const string DueSql = "select registry.end_of_working_day($1, $2)";

    public static async Task<DateTimeOffset> DueAsync(Work work, DateTimeOffset receivedAt)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(DueSql, Sql.At(receivedAt), Sql.Int(WorkingDays)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<DateTimeOffset>() ?? throw new InvalidOperationException("Every instant has a working day after it.");
    }
}
