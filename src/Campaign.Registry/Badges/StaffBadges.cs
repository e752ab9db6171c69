using Campaign.Registry.Kernel;
using Campaign.Registry.Providers;

namespace Campaign.Registry.Badges;

/// <summary>What a scanned staff QR stands for, as anybody may see it at the door.</summary>
/// <param name="Reason">Why it does not stand; null when it does.</param>
/// <param name="Provider">Null when the code is not the registry's.</param>
/// <param name="ValidUntil">Exclusive.</param>
public sealed record StaffBadge(bool Valid, Text? Reason, Provider? Provider, string? StaffName, DateTimeOffset? ValidUntil);

/// <summary>
/// A citizen scans the QR code that staff show, to be safe from impostors (HUE-3.1). It stands while it is fresh, its bearer is an active member of the provider's staff
/// and the provider takes part in the campaign. What does not stand says why; of a code that is not the registry's nothing is told.
/// </summary>
public sealed class StaffBadges(UnitOfWork unitOfWork, BadgeSealer sealer, ProviderDirectory providers)
{
    private const string BearerSql = """
        select s.id, s.provider_id,
          coalesce((select n.full_name from registry.staff_names n where n.staff_id = s.id order by n.valid_from desc limit 1), s.full_name), s.active_from <= $2 and (s.active_to is null or s.active_to > $2),
          exists (select from registry.participations p where p.campaign_id = c.id and p.provider_id = s.provider_id and p.joined_at <= $2
            and (p.ended_at is null or p.ended_at > $2)),
          c.id
        from registry.staff s cross join registry.campaigns c
        """;

    /// <summary>A fresh code for an active member of staff; null when there is none by this reference in this campaign.</summary>
    public Task<(string Token, DateTimeOffset ValidUntil)?> IssueAsync(string campaign, string providerCode, string reference, CancellationToken cancel) =>
        unitOfWork.RunAsync<(string, DateTimeOffset)?>(
            Viewer.Registry,
            async work =>
            {
                if (await providers.IdOfAsync(providerCode, work.Cancel) is not { } providerId)
                {
                    return Decision.Discard<(string, DateTimeOffset)?>(null);
                }

                var now = await RegistryClock.ReadAsync(work);
                var bearer = await ReadAsync(
                    work, BearerSql + " where c.code = $1 and s.provider_id = $3 and s.reference = $4", Sql.Text(campaign), Sql.At(now), Sql.Small(providerId),
                    Sql.Text(reference));
                if (bearer is not { Active: true, TakesPart: true })
                {
                    return Decision.Discard<(string, DateTimeOffset)?>(null);
                }

                var until = now + BadgeSealer.Lifetime;
                return Decision.Discard<(string, DateTimeOffset)?>((sealer.Seal(new(bearer.StaffId, bearer.CampaignId, until)), until));
            },
            cancel);

    public async Task<StaffBadge> OfAsync(string token, CancellationToken cancel)
    {
        if (sealer.Open(token) is not { } badge)
        {
            return new(false, new(
                "Mã QR này không phải của chương trình. Đừng đưa giấy tờ hay mã xác thực; hãy báo cho Sở.",
                "This QR code is not the programme's. Hand over no papers and no codes; tell the department."), null, null, null);
        }

        return await unitOfWork.RunAsync(
            Viewer.Registry,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var bearer = await ReadAsync(work, BearerSql + " where s.id = $1 and c.id = $3", Sql.Uuid(badge.StaffId), Sql.At(now), Sql.Int(badge.CampaignId));
                var provider = bearer is null ? null : await providers.ByIdAsync(bearer.ProviderId, work.Cancel);
                var reason = ReasonAgainst(badge, bearer, now);
                return Decision.Discard(new StaffBadge(reason is null, reason, provider, bearer?.Name, badge.ValidUntil));
            },
            cancel);
    }

    private static Text? ReasonAgainst(Badge badge, Bearer? bearer, DateTimeOffset now) => bearer switch
    {
        { TakesPart: false } => new(
            "Doanh nghiệp này không còn tham gia chương trình. Đừng làm thủ tục với người này.",
            "This provider no longer takes part in the programme. Do nothing with this person."),
        null or { Active: false } => new(
            "Người này không còn là nhân viên của doanh nghiệp. Đừng làm thủ tục với người này.",
            "This person is no longer on the provider's staff. Do nothing with this person."),
        _ when now >= badge.ValidUntil => new(
            "Mã QR đã hết hạn. Hãy yêu cầu nhân viên mở mã mới trên máy của họ rồi quét lại.",
            "The QR code has expired. Ask for a fresh one on the staff's own device and scan again."),
        _ => null,
    };

    private static async Task<Bearer?> ReadAsync(Work work, string sql, params Npgsql.NpgsqlParameter[] parameters)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(sql, parameters));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync<Bearer?>(async (rows, cancel) => await rows.ReadAsync(cancel)
            ? new(rows.GetGuid(0), rows.GetInt16(1), rows.GetString(2), rows.GetBoolean(3), rows.GetBoolean(4), rows.GetInt32(5))
            : null);
    }

    private sealed record Bearer(Guid StaffId, short ProviderId, string Name, bool Active, bool TakesPart, int CampaignId);
}
