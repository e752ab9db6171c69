using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Programme.Campaigns;
using Npgsql;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// By its files a provider looks at so many citizens a day of Vietnam as the campaign's terms say, and no more: what can be seen by asking is metered, whatever the asking is called (HUE-1.7). A number counts once a
/// day, over previews and runs. A part that would go over it is not taken, and its import waits for the next day; a preview is refused. What the operator imports by the command line is
/// traced and not counted.
/// </summary>
internal static class ImportBudgetRule
{
    /// <summary>Who reads a file by the command line, as its traces say.</summary>
    public const string Operator = "client:command-line";

    private const string LockSql = "select pg_advisory_xact_lock(hashtextextended($1, 48))";

    private const string CountSql = """
        select count(distinct t.key_hash) from registry.lookup_traces t
        where t.provider_id = $1 and t.read_at >= $2 and t.act = 'IMPORT' and t.reader <> $3
        """;

    /// <summary>Whoever counts next waits for this transaction.</summary>
    public static NpgsqlBatchCommand Lock(short providerId) => Sql.Statement(LockSql, Sql.Text($"import-budget:{providerId}"));

    /// <summary>The numbers of the day, with those of this transaction.</summary>
    public static NpgsqlBatchCommand Count(short providerId, DateTimeOffset now) => Sql.Statement(
        CountSql, Sql.Small(providerId), Sql.At(VietnamTime.StartOf(VietnamTime.DateOf(now))), Sql.Text(Operator));

    /// <param name="numbers">Of the day, with those that are about to be looked at.</param>
    /// <param name="terms">At least the rows of a part, so that an import always gets on.</param>
    public static bool IsExceededBy(long numbers, CampaignTerms terms) => numbers > terms.ImportRowsPerProviderPerDay;

    public static DateTimeOffset GoesOnAt(DateTimeOffset now) => VietnamTime.StartOf(VietnamTime.DateOf(now).AddDays(1));
}
