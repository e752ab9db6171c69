using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Badges;

/// <summary>How a scanned code stands, the gravest first.</summary>
public enum BadgeStanding
{
    /// <summary>None of the registry's: made up, or signed by a device that it does not know.</summary>
    Forged,

    /// <summary>The provider no longer takes part in the campaign.</summary>
    ProviderLeft,

    /// <summary>Its bearer has left the provider's staff, or the device was taken from them.</summary>
    Revoked,

    /// <summary>Older than it may be, or signed by a clock that is ahead.</summary>
    Expired,

    Valid,
}

/// <summary>What a scanned staff QR stands for, as anybody may see it at the door.</summary>
/// <param name="Reason">Why it does not stand; null when it does.</param>
/// <param name="Provider">Null when the code is not the registry's.</param>
/// <param name="ValidUntil">Exclusive.</param>
/// <param name="Campaign">The name of the campaign; null when the code is not the registry's.</param>
/// <param name="IsTrial">The campaign is a trial, in which nobody is given a certificate of his own.</param>
public sealed record StaffBadge(
    BadgeStanding Standing, Text? Reason, Provider? Provider, string? StaffName, DateTimeOffset? ValidUntil, string? Campaign, bool IsTrial = false)
{
    public bool Valid => Standing == BadgeStanding.Valid;
}

/// <summary>
/// A citizen scans the QR code that staff show, to be safe from impostors (HUE-3.1). It stands while it is fresh, its bearer is an active member of the provider's staff
/// and the provider takes part in the campaign. What does not stand says why; of a code that is not the registry's nothing is told. When a code of the registry's own is first opened
/// is written down: one that is first shown after it has run out is a photograph, or a tablet that hides something.
/// </summary>
public sealed class StaffBadges(UnitOfWork unitOfWork, BadgeSealer sealer, ScannedBadges scanned, ProviderDirectory providers)
{
    /// <summary>How far a tablet's clock may be ahead.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private const string BearerSql = """
        select s.id as staff_id, s.provider_id, s.full_name as name,
          s.active_from <= $2 and (s.active_to is null or s.active_to > $2) as active,
          exists (select from registry.participation_periods p where p.campaign_id = c.id and p.provider_id = s.provider_id and p.joined_at <= $2
            and (p.ended_at is null or p.ended_at > $2)) as takes_part,
          c.id as campaign_id, (select t.name from registry.dated_terms t where t.campaign_id = c.id and t.effective_from <= $2 order by t.effective_from desc limit 1) as campaign,
          c.is_trial
        from registry.staff_bearers s cross join registry.campaign_codes c
        """;

    private const string ScannedSql = """
        insert into registry.badge_scans (badge_hash, staff_id, provider_id, campaign_id, valid_until, scanned_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing
        """;

    private static readonly StaffBadge Forged = new(
        BadgeStanding.Forged,
        new(
            "Mã QR này không phải của chương trình. Đừng đưa giấy tờ hay mã xác thực; hãy báo cho Sở.",
            "This QR code was not issued by the programme. Do not hand over papers or codes; tell the department."), null, null, null, null);

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
                var bearer = await ByReferenceAsync(work, now, campaign, providerId, reference);
                if (bearer is not { Active: true, TakesPart: true })
                {
                    return Decision.Discard<(string, DateTimeOffset)?>(null);
                }

                var until = now + BadgeSealer.Lifetime;
                return Decision.Discard<(string, DateTimeOffset)?>((sealer.Seal(new(bearer.StaffId, bearer.CampaignId, until)), until));
            },
            cancel);

    /// <param name="opened">Whether somebody looks at it; what fetches an address by itself, to draw a link or before it is asked for, leaves no trace.</param>
    public async Task<StaffBadge> OfAsync(string token, bool opened, CancellationToken cancel)
    {
        if (await scanned.BearerOfAsync(token, cancel) is not { } badge)
        {
            return Forged;
        }

        var provider = await providers.ByIdAsync(badge.ProviderId, cancel);
        return await unitOfWork.RunAsync(Viewer.Registry, work => JudgeAsync(work, badge, provider, opened), cancel);
    }

    private static async Task<Decision<StaffBadge>> JudgeAsync(Work work, BadgeBearer badge, Provider provider, bool opened)
    {
        var now = await RegistryClock.ReadAsync(work);
        if (await work.RowOrNullAsync<Bearer>(BearerSql + " where s.id = $1 and c.id = $3", Sql.Uuid(badge.StaffId), Sql.At(now), Sql.Int(badge.CampaignId)) is not { } bearer)
        {
            return Decision.Discard(Forged);
        }

        var standing = bearer switch
        {
            { TakesPart: false } => BadgeStanding.ProviderLeft,
            { Active: false } => BadgeStanding.Revoked,
            _ when !badge.IsOfADeviceInUseAt(now) => BadgeStanding.Revoked,
            _ => badge.IsInItsTimeAt(now) ? BadgeStanding.Valid : BadgeStanding.Expired,
        };
        var shown = new StaffBadge(standing, ReasonFor(standing), provider, bearer.Name, badge.ValidUntil, bearer.Campaign, bearer.IsTrial);
        if (!opened)
        {
            return Decision.Discard(shown);
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            ScannedSql, Sql.Bytes(badge.Identity), Sql.Uuid(bearer.StaffId), Sql.Small(bearer.ProviderId), Sql.Int(bearer.CampaignId), Sql.At(badge.ValidUntil), Sql.At(now)));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(shown);
    }

    private static Text? ReasonFor(BadgeStanding standing) => standing switch
    {
        BadgeStanding.ProviderLeft => new(
            "Doanh nghiệp này không còn tham gia chương trình. Đừng làm thủ tục với người này.",
            "This provider no longer takes part in the programme. Do not deal with this person."),
        BadgeStanding.Revoked => new(
            "Thẻ đã bị thu hồi: người này không còn là nhân viên của doanh nghiệp, hoặc máy làm ra mã không còn được dùng. Đừng làm thủ tục.",
            "The badge was revoked: this person is no longer on the provider's staff, or the device that made the code is no longer in use. Do not proceed."),
        BadgeStanding.Expired => new(
            "Mã QR đã hết hạn, hoặc máy làm ra mã chạy sai giờ. Hãy yêu cầu nhân viên xem lại giờ trên máy, mở mã mới rồi quét lại.",
            "The QR code has expired, or was made by a device whose clock is wrong. Ask the staff member to look at the device's clock and to open a new one, and scan again."),
        _ => null,
    };

    /// <summary>The period of service that is in force, else the latest: a reference may come back for another person.</summary>
    private static Task<Bearer?> ByReferenceAsync(Work work, DateTimeOffset now, string campaign, short providerId, string reference) => work.RowOrNullAsync<Bearer>(
        BearerSql + " where c.code = $1 and s.provider_id = $3 and s.reference = $4 order by s.active_from desc limit 1", Sql.Text(campaign), Sql.At(now), Sql.Small(providerId),
        Sql.Text(reference));

    private sealed record Bearer(Guid StaffId, short ProviderId, string Name, bool Active, bool TakesPart, int CampaignId, string Campaign, bool IsTrial);
}
