using System.Security.Cryptography;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>A campaign as everybody may see it.</summary>
/// <param name="NeedWindow">HUE-4.4: how long a need that is registered now waits for its provider.</param>
/// <param name="Providers">Those that take part now, freshly shuffled, so that none is always first (HUE-1.1).</param>
/// <param name="Programme">In which its certificates and free years count (HUE-1.3, HUE-1.5): the registry's, or a trial's own.</param>
/// <param name="IsTrial">A demonstration's or a simulation's: a programme of its own, which may bend the law's figures.</param>
public sealed record CampaignView(
    string Code, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, TimeSpan NeedWindow, IReadOnlyList<Provider> Providers, string Programme, bool IsTrial);

/// <summary>The public's view of the campaigns.</summary>
public sealed class CampaignQueries(IDbContextFactory<RegistryDb> databases, ProviderDirectory providers)
{
    /// <summary>All campaigns, the latest to open first.</summary>
    public Task<IReadOnlyList<CampaignView>> AllAsync(CancellationToken cancel) => ReadAsync(null, cancel);

    /// <summary>
    /// The campaigns that pages show: those of the registry's programme that are open at this instant, the latest to open first; when none is, the last that was. A trial never stands on pages of
    /// citizens or on the desk.
    /// </summary>
    public async Task<IReadOnlyList<CampaignView>> ShownAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var begun = (await AllAsync(cancel)).Where(c => c.OpensAt <= now && !c.IsTrial).ToList();
        var open = begun.Where(c => now < c.ClosesAt).ToList();
        return open.Count > 0 ? open : [.. begun.Take(1)];
    }

    /// <summary>
    /// The one that a page opens with: of those shown the one in which most providers take part, so that nobody's choice is narrowed by a campaign beside it (HUE-1.1, HUE-1.2); of several the latest to open.
    /// </summary>
    /// <param name="chosen">The code of the one that was asked for; any other than those shown counts as none.</param>
    public async Task<CampaignView?> CurrentAsync(DateTimeOffset now, string? chosen, CancellationToken cancel) =>
        (await ShownAsync(now, cancel)).OrderByDescending(c => c.Code == chosen).ThenByDescending(c => c.Providers.Count).FirstOrDefault();

    /// <summary>One campaign; null when none bears this code.</summary>
    public async Task<CampaignView?> ByCodeAsync(string code, CancellationToken cancel) => (await ReadAsync(code, cancel)) is [var campaign] ? campaign : null;

    private async Task<IReadOnlyList<CampaignView>> ReadAsync(string? code, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var terms = await db.Set<CampaignTermsRecord>()
            .Where(t => (code == null || t.Campaign.Code == code)
                && t.EffectiveFrom == t.Campaign.Terms.Where(o => o.EffectiveFrom <= RegistryDb.RegistryNow()).Max(o => o.EffectiveFrom))
            .OrderByDescending(t => t.OpensAt)
            .Select(t => new
            {
                t.Campaign.Code,
                t.Name,
                t.OpensAt,
                t.ClosesAt,
                t.NeedWindow,
                Programme = t.Campaign.Programme.Code,
                t.Campaign.IsTrial,
                Providers = t.Campaign.Participations
                    .Where(p => p.JoinedAt <= RegistryDb.RegistryNow() && (p.EndedAt == null || p.EndedAt > RegistryDb.RegistryNow()))
                    .Select(p => p.ProviderId).ToList(),
            })
            .ToListAsync(cancel);
        var views = new List<CampaignView>(terms.Count);
        foreach (var campaign in terms)
        {
            var order = campaign.Providers.ToArray();
            RandomNumberGenerator.Shuffle(order.AsSpan());
            var shuffled = new List<Provider>(order.Length);
            foreach (var id in order)
            {
                shuffled.Add(await providers.ByIdAsync(id, cancel));
            }

            views.Add(new(
                campaign.Code, campaign.Name, campaign.OpensAt, campaign.ClosesAt, campaign.NeedWindow, shuffled, campaign.Programme, campaign.IsTrial));
        }

        return views;
    }
}

internal sealed class CampaignRecord
{
    public int Id { get; init; }

    public required string Code { get; init; }

    public int ProgrammeId { get; init; }

    public bool IsTrial { get; init; }

    public ProgrammeRecord Programme { get; init; } = null!;

    public List<CampaignTermsRecord> Terms { get; } = [];

    public List<ParticipationRecord> Participations { get; } = [];
}

/// <summary>The scope of one certificate and one free year.</summary>
internal sealed class ProgrammeRecord
{
    public int Id { get; init; }

    public required string Code { get; init; }

    public bool IsTrial { get; init; }
}

internal sealed class CampaignTermsRecord
{
    public int CampaignId { get; init; }

    public DateTimeOffset EffectiveFrom { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset OpensAt { get; init; }

    public DateTimeOffset ClosesAt { get; init; }

    public TimeSpan NeedWindow { get; init; }

    public CampaignRecord Campaign { get; init; } = null!;
}

internal sealed class ParticipationRecord
{
    public int CampaignId { get; init; }

    public short ProviderId { get; init; }

    public DateTimeOffset JoinedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

internal sealed class CampaignMapping :
    IEntityTypeConfiguration<ProgrammeRecord>, IEntityTypeConfiguration<CampaignRecord>, IEntityTypeConfiguration<CampaignTermsRecord>, IEntityTypeConfiguration<ParticipationRecord>
{
    public void Configure(EntityTypeBuilder<ProgrammeRecord> builder) => builder.ToTable("programmes");

    public void Configure(EntityTypeBuilder<CampaignRecord> builder)
    {
        builder.ToTable("campaigns");
        builder.HasOne(c => c.Programme).WithMany().HasForeignKey(c => c.ProgrammeId);
        builder.HasMany(c => c.Terms).WithOne(t => t.Campaign).HasForeignKey(t => t.CampaignId);
        builder.HasMany(c => c.Participations).WithOne().HasForeignKey(p => p.CampaignId);
    }

    public void Configure(EntityTypeBuilder<CampaignTermsRecord> builder)
    {
        builder.ToTable("campaign_terms");
        builder.HasKey(t => new { t.CampaignId, t.EffectiveFrom });
    }

    public void Configure(EntityTypeBuilder<ParticipationRecord> builder)
    {
        builder.ToTable("participations");
        builder.HasKey(p => new { p.CampaignId, p.ProviderId, p.JoinedAt });
    }
}
