using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Campaign.Registry.Needs;

/// <param name="State">The state at the instant of the answer, whether or not it has been written (I5).</param>
/// <param name="DueBefore">Exclusive.</param>
public sealed record NeedFilter(string? ProviderCode, IReadOnlyList<NeedState>? State, DateTimeOffset? DueBefore);

/// <summary>Lists and single needs: a provider sees its own (HUE-4.2), a citizen what stands under the citizen's own number, the department all (I8). Needs that the caller may not see are reported as absent.</summary>
public sealed class NeedQueries(RegistryReads reads, UnitOfWork unitOfWork, ContactSealer contacts, ProviderDirectory providers)
{

    /// <summary>One page, newest registration first; equal instants by id.</summary>
    public async Task<Connection<NeedView>> ListAsync(
        Caller caller, string campaign, NeedFilter? filter, Page page, bool withTotal, CancellationToken cancel) =>
        (await reads.LookAsync(
            caller.Viewer,
            (db, now) => ListAsync(db, now, caller, InCampaign(db, campaign), filter, page, withTotal, cancel),
            (seen, now) => ReadTrace.OfPersons(caller, LookupAct.Needs, now, seen.Persons),
            cancel)).List;

    /// <summary>As <see cref="ListAsync"/>, of all campaigns of this one's programme: a citizen waits for one provider at a time in a programme (HUE-4.2).</summary>
    public async Task<Connection<NeedView>> OfProgrammeAsync(Caller caller, string campaign, Page page, CancellationToken cancel) =>
        (await reads.LookAsync(
            caller.Viewer,
            (db, now) => ListAsync(db, now, caller, InProgramme(db, campaign), null, page, false, cancel),
            (seen, now) => ReadTrace.OfPersons(caller, LookupAct.Needs, now, seen.Persons),
            cancel)).List;

    private async Task<(Connection<NeedView> List, IEnumerable<Guid> Persons)> ListAsync(
        RegistryDb db, DateTimeOffset now, Caller caller, IQueryable<NeedRecord> asked, NeedFilter? filter, Page page, bool withTotal, CancellationToken cancel)
    {
        if (await VisibleAsync(db, caller, asked, filter, now, cancel) is not { } rows)
        {
            return (Page.Nothing<NeedView>(), []);
        }

        var total = withTotal ? await rows.CountAsync(cancel) : 0;
        var found = page.Cut(await page.Window(rows, n => new(n.RegisteredAt, n.Id)).Select(n => new
        {
            Need = n,
            Campaign = db.Set<CampaignRecord>().Where(c => c.Id == n.CampaignId).Select(c => c.Code).First(),
            ReleasedAt = db.Set<ParticipationRecord>()
                .Where(p => p.CampaignId == n.CampaignId && p.ProviderId == n.ProviderId && p.JoinedAt == n.ParticipationJoinedAt).Select(p => p.EndedAt).FirstOrDefault(),
        }).ToListAsync(cancel));
        var views = new List<NeedView>(found.Rows.Count);
        var (persons, ids) = (found.Rows.Select(r => r.Need.PersonId).ToArray(), found.Rows.Select(r => r.Need.Id).ToArray());
        var calls = (await db.Set<NeedCallRecord>().Where(c => persons.Contains(c.PersonId) && ids.Contains(c.NeedId)).OrderBy(c => c.NotedAt).ThenBy(c => c.Id).ToListAsync(cancel))
            .ToLookup(c => c.NeedId, c => c.AsCall());
        foreach (var row in found.Rows)
        {
            views.Add(await row.Need.AsRow(row.Campaign, row.ReleasedAt, [.. calls[row.Need.Id]]).ViewAsync(caller, providers, contacts, now, cancel));
        }

        return (page.ConnectionOf(views, v => new(v.RegisteredAt, v.Id), found.More, total), found.Rows.Select(r => r.Need.PersonId));
    }

    /// <summary>One need; null when there is none, or it is not the caller's.</summary>
    public Task<NeedView?> ByIdAsync(Caller caller, string id, CancellationToken cancel) => unitOfWork.RunAsync<NeedView?>(
        caller.Viewer,
        async work =>
        {
            if (await OwnNeed.FindAsync(work, caller, id) is not { } seen)
            {
                return Decision.Discard<NeedView?>(null);
            }

            var (row, now) = await NeedRow.ReadWithClockAsync(work, seen.Id);
            await using var trace = work.Batch();
            trace.BatchCommands.Add(ReadTrace.OfPersons(caller, LookupAct.Need, now, [row!.PersonId])!);
            await trace.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep<NeedView?>(await row.ViewAsync(caller, providers, contacts, now, work.Cancel));
        },
        cancel);

    private static IQueryable<NeedRecord> InCampaign(RegistryDb db, string campaign) =>
        db.Set<NeedRecord>().Where(n => n.CampaignId == db.Set<CampaignRecord>().Single(c => c.Code == campaign).Id);

    private static IQueryable<NeedRecord> InProgramme(RegistryDb db, string campaign) =>
        db.Set<NeedRecord>().Where(n => n.ProgrammeId == db.Set<CampaignRecord>().Single(c => c.Code == campaign).ProgrammeId);

    /// <summary>The rows that the caller may see and asks for; null when there can be none.</summary>
    private async Task<IQueryable<NeedRecord>?> VisibleAsync(
        RegistryDb db, Caller caller, IQueryable<NeedRecord> rows, NeedFilter? filter, DateTimeOffset now, CancellationToken cancel)
    {
        if (caller.Citizen is not null)
        {
            var own = OwnPerson.In(db);
            rows = rows.Where(n => own.Contains(n.PersonId));
        }

        if (await VisibleRows.ToAsync(caller, filter?.ProviderCode, providers, cancel) is not { } visible)
        {
            return null;
        }

        if (visible.OnlyOf is { } provider)
        {
            rows = rows.Where(n => n.ProviderId == provider);
        }

        if (RestrictedPersons.Concern(caller))
        {
            var restricted = RestrictedPersons.In(db);
            rows = rows.Where(n => n.EndedAt == null || !restricted.Contains(n.PersonId));
        }

        if (filter?.DueBefore is { } before)
        {
            rows = rows.Where(n => n.DueAt < before);
        }

        if (filter?.State is { } states)
        {
            var wanted = states.Select(s => s.InDatabase()).ToArray();
            if (states.All(s => s.IsOpen()))
            {
                // What is open has been written as open: the index of open needs suffices.
                rows = rows.Where(n => n.EndedAt == null);
            }

            rows = rows.Where(n => wanted.Contains(RegistryDb.NeedState(
                n.State,
                n.EndedAt,
                n.DueAt,
                db.Set<ParticipationRecord>()
                    .Where(p => p.CampaignId == n.CampaignId && p.ProviderId == n.ProviderId && p.JoinedAt == n.ParticipationJoinedAt).Select(p => p.EndedAt).FirstOrDefault(),
                now)));
        }

        return rows;
    }
}

internal sealed class NeedRecord
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public int CampaignId { get; init; }

    public int ProgrammeId { get; init; }

    public short ProviderId { get; init; }

    public DateTimeOffset ParticipationJoinedAt { get; init; }

    public required string Mode { get; init; }

    public bool ForSwitch { get; init; }

    public required string State { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset WaitingUntil { get; init; }

    public DateTimeOffset? SupportUntil { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public short? ContactKeyId { get; init; }

    public byte[]? Contact { get; init; }

    public NeedRow AsRow(string campaign, DateTimeOffset? releasedAt, IReadOnlyList<NeedCall> calls) => new(
        Id, PersonId, CampaignId, campaign, ProviderId, Names.Parse<NeedMode>(Mode), ForSwitch, Names.Parse<NeedState>(State), RegisteredAt, WaitingUntil,
        SupportUntil, DueAt, EndedAt, ContactKeyId, Contact, releasedAt, calls);
}

internal sealed class NeedMapping : IEntityTypeConfiguration<NeedRecord>
{
    public void Configure(EntityTypeBuilder<NeedRecord> builder)
    {
        builder.ToTable("needs");
        builder.HasKey(n => new { n.PersonId, n.Id });
    }
}
