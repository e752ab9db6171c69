using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>A period in which a provider takes part in a campaign: [JoinedAt, EndedAt).</summary>
internal sealed record Participation(DateTimeOffset JoinedAt, DateTimeOffset? EndedAt, bool Excluded);

/// <summary>All periods in which one provider took part in one campaign.</summary>
internal sealed class ParticipationHistory(IReadOnlyList<Participation> periods)
{
    private const string ReadSql = """
        select p.joined_at, p.ended_at, coalesce(p.ended_by = 'EXCLUDED', false)
        from registry.participations p join registry.campaign_codes c on c.id = p.campaign_id
        where c.code = $1 and p.provider_id = $2
        order by p.joined_at
        """;

    public static NpgsqlBatchCommand Read(string campaignCode, short providerId) =>
        Sql.Statement(ReadSql, Sql.Text(campaignCode), Sql.Small(providerId));

    public static async Task<ParticipationHistory> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var periods = new List<Participation>();
        while (await reader.ReadAsync(cancel))
        {
            periods.Add(new(reader.GetFieldValue<DateTimeOffset>(0), reader.ValueOrNull<DateTimeOffset>(1), reader.GetBoolean(2)));
        }

        return new(periods);
    }

    public bool CoversInstant(DateTimeOffset now) => periods.Any(p => p.JoinedAt <= now && (p.EndedAt is null || now < p.EndedAt));

    /// <summary>When the period began that covers this instant; null when none does.</summary>
    public DateTimeOffset? JoinedAt(DateTimeOffset now) => periods.FirstOrDefault(p => p.JoinedAt <= now && (p.EndedAt is null || now < p.EndedAt))?.JoinedAt;

    /// <summary>When the provider was excluded, if its last period ended so.</summary>
    public DateTimeOffset? ExcludedAt(DateTimeOffset now) => periods.LastOrDefault(p => p.JoinedAt <= now) is { Excluded: true } last ? last.EndedAt : null;
}

/// <summary>The provider does not take part in this campaign, or was excluded from it at that instant.</summary>
internal sealed record ProviderNotParticipating(DateTimeOffset? ExcludedAt) : Refusal
{
    public override Text Message => ExcludedAt is { } at
        ? new(
            $"Doanh nghiệp đã bị loại khỏi chương trình lúc {VietnamTime.Spoken(at)} và không được cấp, ghi nhận hay thay đổi chứng thư nữa.",
            $"The provider was excluded from the programme at {VietnamTime.SpokenEnglish(at)} and may no longer issue, record or change certificates.")
        : new(
            "Doanh nghiệp không tham gia chiến dịch này. Hãy liên hệ Sở để được thêm vào.",
            "The provider does not take part in this campaign. Ask the department to be added.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}

/// <summary>Only a provider that takes part at this instant checks, records and changes; one that was excluded does not, from that transaction on (I7).</summary>
internal static class ProviderTakesPartRule
{
    public static ProviderNotParticipating? Judge(ParticipationHistory history, DateTimeOffset now) =>
        history.CoversInstant(now) ? null : new(history.ExcludedAt(now));
}
