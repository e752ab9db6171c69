using System.Collections.Concurrent;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;
using Npgsql;

namespace Campaign.Registry.Certificates.Checks;

/// <summary>Too many citizens asked about. RetryAfterSeconds: when the next one may be, rounded up.</summary>
internal sealed record QuotaExceeded(bool OfStaff, int Limit, int RetryAfterSeconds) : Refusal
{
    public override Text Message => OfStaff
        ? new(
            $"Nhân viên này đã tra cứu {Limit} công dân trong 60 phút qua. Hãy thử lại sau {RetryAfterSeconds} giây.",
            $"This staff member has checked {Limit} citizens in the last 60 minutes. Try again in {RetryAfterSeconds} seconds.")
        : new(
            $"Doanh nghiệp đã tra cứu {Limit} công dân trong 60 giây qua. Hãy thử lại sau {RetryAfterSeconds} giây.",
            $"The provider has checked {Limit} citizens in the last 60 seconds. Try again in {RetryAfterSeconds} seconds.");

    public override Clause? Clause => Clause.Confidentiality;
}

/// <summary>
/// Each member of staff and each provider may ask about so many citizens in a sliding window, (now − window, now]. What counts is citizens, not requests: asking
/// again about the same one is free, and checks, records, refused records and numbers given as alsoKnownAs all count (HUE-1.6, HUE-1.7).
/// </summary>
/// <remarks>
/// Exact, and under races too: near the limit the asks of one subject are serialised by a transaction lock and counted. Far below it a count that is a moment
/// old suffices, for counting a million rows at each check would cost more than the check.
/// </remarks>
internal sealed class Quotas(TimeProvider time)
{
    public static readonly TimeSpan StaffWindow = TimeSpan.FromHours(1);
    public static readonly TimeSpan ProviderWindow = TimeSpan.FromMinutes(1);

    /// <summary>Limits up to this are counted at each ask.</summary>
    private const int AlwaysCounted = 1_000;

    /// <summary>More asks a second than all hosts together can serve: how fast a count can have grown since it was read.</summary>
    private const int FastestGrowthPerSecond = 20_000;

    private readonly ConcurrentDictionary<(bool OfStaff, object Subject, int Campaign), Estimate> estimates = new();

    /// <summary>Judges whether this caller may ask about these citizens now. The ask itself is counted when its trace is written.</summary>
    internal async Task<QuotaExceeded?> JudgeAsync(
        Work work, CampaignTerms terms, short providerId, Guid? staffId, IReadOnlyList<NumberKey> citizens, DateTimeOffset now)
    {
        var hashes = citizens.Select(c => c.Hash).ToArray();
        if (staffId is { } staff
            && await JudgeAsync(work, true, Sql.Uuid(staff), staff, terms.CampaignId, terms.ChecksPerStaffPerHour, StaffWindow, hashes, now) is { } ofStaff)
        {
            return ofStaff;
        }

        return await JudgeAsync(
            work, false, Sql.Small(providerId), providerId, terms.CampaignId, terms.ChecksPerProviderPerMinute, ProviderWindow, hashes, now);
    }

    private async Task<QuotaExceeded?> JudgeAsync(
        Work work, bool ofStaff, NpgsqlParameter subject, object subjectKey, int campaignId, int limit, TimeSpan window, byte[][] citizens, DateTimeOffset now)
    {
        var column = ofStaff ? "staff_id" : "provider_id";
        if (limit > AlwaysCounted)
        {
            var key = (ofStaff, subjectKey, campaignId);
            if (estimates.TryGetValue(key, out var estimate) && estimate.IsFarBelow(limit, time.GetUtcNow()))
            {
                estimate.Count(citizens.Length);
                return null;
            }

            await using var asks = new NpgsqlCommand(AsksSql(column), work.Connection);
            asks.Parameters.AddRange(new[] { Clone(subject), Sql.Int(campaignId), Sql.At(now - window) });
            var atMost = (long)(await asks.ExecuteScalarAsync(work.Cancel))!;
            var fresh = new Estimate(atMost, time.GetUtcNow());
            estimates[key] = fresh;
            if (fresh.IsFarBelow(limit, time.GetUtcNow()))
            {
                fresh.Count(citizens.Length);
                return null;
            }
        }

        return await CountExactlyAsync(work, ofStaff, column, subject, subjectKey, campaignId, limit, window, citizens, now);
    }

    private static async Task<QuotaExceeded?> CountExactlyAsync(
        Work work, bool ofStaff, string column, NpgsqlParameter subject, object subjectKey, int campaignId, int limit, TimeSpan window, byte[][] citizens,
        DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            "select pg_advisory_xact_lock(hashtextextended($1, 48))", Sql.Text($"quota:{column}:{subjectKey}:{campaignId}")));
        batch.BatchCommands.Add(Sql.Statement(
            CountSql(column), Clone(subject), Sql.Int(campaignId), Sql.At(now - window), Sql.Int(limit), Sql.ManyBytes(citizens)));
        await using var reader = await batch.ExecuteReaderAsync(work.Cancel);
        await reader.NextResultAsync(work.Cancel);
        await reader.ReadAsync(work.Cancel);
        var asked = reader.GetInt64(0);
        var again = reader.GetInt64(1);
        var leavesFirst = reader.ValueOrNull<DateTimeOffset>(2);
        if (asked + citizens.Length - again <= limit || again == citizens.Length)
        {
            return null;
        }

        var wait = leavesFirst is { } last ? last + window - now : window;
        return new(ofStaff, limit, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
    }

    private static NpgsqlParameter Clone(NpgsqlParameter parameter) => parameter.Clone();

    // $1 subject, $2 campaign, $3 start of the window (exclusive), $4 the limit, $5 the citizens asked about now
    private static string CountSql(string subjectColumn) => $"""
        with recent as (
          select key_hash, max(asked_at) as last_asked from registry.citizen_asks
          where {subjectColumn} = $1 and campaign_id = $2 and asked_at > $3 group by key_hash)
        select (select count(*) from recent),
               (select count(*) from recent where key_hash = any($5)),
               (select last_asked from recent order by last_asked desc offset greatest($4 - 1, 0) limit 1)
        """;

    // An upper bound on citizens, from the index alone.
    private static string AsksSql(string subjectColumn) => $"select count(*) from registry.citizen_asks where {subjectColumn} = $1 and campaign_id = $2 and asked_at > $3";

    private sealed class Estimate(long counted, DateTimeOffset at)
    {
        private long since;

        /// <summary>True while the count, its age at the fastest growth and the asks since leave it below half the limit.</summary>
        public bool IsFarBelow(int limit, DateTimeOffset now) =>
            counted + Interlocked.Read(ref since) + ((now - at).TotalSeconds * FastestGrowthPerSecond) < limit / 2.0;

        public void Count(int asks) => Interlocked.Add(ref since, asks);
    }
}
