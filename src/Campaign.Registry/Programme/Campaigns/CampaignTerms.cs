using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>What holds in a campaign from <see cref="EffectiveFrom"/> (inclusive) until later terms begin. The defaults of the contract are the regulation's.</summary>
/// <param name="OpensAt">First instant at which records are taken (inclusive).</param>
/// <param name="ClosesAt">First instant at which they no longer are (exclusive).</param>
/// <param name="NeedWindow">HUE-4.4: how long a need waits for its provider.</param>
/// <param name="SupportWindow">How long support may take once begun.</param>
/// <param name="FreeMonths">HUE-1.5: the free period, in months.</param>
/// <param name="CheckWindow">HUE-3.2: how long a check stays fresh.</param>
/// <param name="RevokeWindow">By when a certificate made in vain must be revoked, from the refusal on.</param>
/// <param name="ChecksPerStaffPerHour">HUE-1.7: citizens that one member of staff may ask about in any 60 minutes.</param>
/// <param name="ChecksPerProviderPerMinute">HUE-1.7: citizens that one provider may ask about in any 60 seconds.</param>
/// <param name="ImportsUntil">HUE-2.3: the first instant at which files are no longer taken; null: when the campaign closes.</param>
/// <param name="ImportRowsPerProviderPerDay">HUE-1.7: numbers that one provider's files may look at in a day.</param>
internal sealed record CampaignTerms(
    int CampaignId,
    string Code,
    DateTimeOffset EffectiveFrom,
    string Name,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    TimeSpan NeedWindow,
    TimeSpan SupportWindow,
    int FreeMonths,
    TimeSpan CheckWindow,
    TimeSpan RevokeWindow,
    int ChecksPerStaffPerHour,
    int ChecksPerProviderPerMinute,
    DateTimeOffset? ImportsUntil,
    int ImportRowsPerProviderPerDay)
{
    /// <summary>The first instant at which files of earlier certificates are no longer taken.</summary>
    public DateTimeOffset ImportsEndAt => ImportsUntil is { } until && until < ClosesAt ? until : ClosesAt;

    /// <summary>A campaign takes records in [opensAt, closesAt).</summary>
    public bool IsOpenAt(DateTimeOffset now) => OpensAt <= now && now < ClosesAt;
}

/// <summary>All terms that a campaign has had or will have; which of them are in force is a question of the instant.</summary>
internal sealed class CampaignTimeline(IReadOnlyList<CampaignTerms> terms)
{
    private const string ReadSql = """
        select c.id, c.code, t.effective_from, t.name, t.opens_at, t.closes_at, t.need_window, t.support_window, t.free_months, t.check_window, t.revoke_window,
               t.checks_per_staff_per_hour, t.checks_per_provider_per_minute, t.imports_until, t.import_rows_per_provider_per_day
        from registry.campaigns c join registry.campaign_terms t on t.campaign_id = c.id
        where c.code = $1
        order by t.effective_from
        """;

    public static NpgsqlBatchCommand Read(string campaignCode) => Sql.Statement(ReadSql, Sql.Text(campaignCode));

    public static async Task<CampaignTimeline> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var terms = new List<CampaignTerms>();
        while (await reader.ReadAsync(cancel))
        {
            terms.Add(new(
                reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetTimeSpan(6),
                reader.GetTimeSpan(7), reader.GetInt32(8), reader.GetTimeSpan(9), reader.GetTimeSpan(10), reader.GetInt32(11), reader.GetInt32(12), reader.ValueOrNull<DateTimeOffset>(13), reader.GetInt32(14)));
        }

        return new(terms);
    }

    /// <summary>The terms in force at this instant; before the first ones begin, those; null when the campaign does not exist.</summary>
    public CampaignTerms? At(DateTimeOffset now) => terms.LastOrDefault(t => t.EffectiveFrom <= now) ?? (terms.Count > 0 ? terms[0] : null);
}

/// <summary>The campaign does not exist (both instants null), has not opened, or has closed.</summary>
internal sealed record CampaignNotOpen(DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt) : Refusal
{
    public override Text Message => OpensAt is { } opens && ClosesAt is { } closes
        ? new(
            $"Chiến dịch chỉ nhận ghi nhận từ {VietnamTime.Spoken(opens)} đến trước {VietnamTime.Spoken(closes)}.",
            $"The campaign accepts records from {VietnamTime.SpokenEnglish(opens)} until before {VietnamTime.SpokenEnglish(closes)}.")
        : new(
            "Không có chiến dịch nào mang mã này. Hãy kiểm tra lại mã chiến dịch.",
            "No campaign has this code. Check the campaign's code.");
}
