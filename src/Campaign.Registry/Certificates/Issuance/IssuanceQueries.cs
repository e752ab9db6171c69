using Campaign.Registry.Certificates.Places;
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
using NpgsqlTypes;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="Status">The status at the instant of the answer: what has run out counts as EXPIRED, written down or not.</param>
/// <param name="RecordedFrom">Inclusive.</param>
/// <param name="RecordedTo">Exclusive.</param>
public sealed record IssuanceFilter(string? ProviderCode, IReadOnlyList<IssuanceStatus>? Status, DateTimeOffset? RecordedFrom, DateTimeOffset? RecordedTo);

/// <summary>Lists and single issuances: a provider sees its own, a citizen what stands under the citizen's own number, the department all (I8). Issuances that the caller may not see are reported as absent.</summary>
public sealed class IssuanceQueries(RegistryReads reads, ProviderDirectory providers, NumberVault vault)
{
    private static readonly string[] Live = [.. Enum.GetValues<IssuanceStatus>().Where(s => s.IsLive()).Select(s => s.InDatabase())];

    /// <summary>One page, newest record first; equal instants by id.</summary>
    public async Task<Connection<IssuanceView>> ListAsync(
        Caller caller, string campaign, IssuanceFilter? filter, Page page, bool withTotal, CancellationToken cancel) =>
        (await reads.LookAsync(
            caller.Viewer,
            (db, now) => ListAsync(db, now, caller, InCampaign(db, campaign), filter, page, withTotal, cancel),
            (seen, now) => ReadTrace.OfPersons(caller, LookupAct.Issuances, now, seen.Persons),
            cancel)).List;

    /// <summary>As <see cref="ListAsync"/>, of all campaigns of this one's programme: a citizen's place is the programme's, whichever campaign recorded it (HUE-1.3).</summary>
    public async Task<Connection<IssuanceView>> OfProgrammeAsync(Caller caller, string campaign, Page page, CancellationToken cancel) =>
        (await reads.LookAsync(
            caller.Viewer,
            (db, now) => ListAsync(db, now, caller, InProgramme(db, campaign), null, page, false, cancel),
            (seen, now) => ReadTrace.OfPersons(caller, LookupAct.Issuances, now, seen.Persons),
            cancel)).List;

    private async Task<(Connection<IssuanceView> List, IEnumerable<Guid> Persons)> ListAsync(
        RegistryDb db, DateTimeOffset now, Caller caller, IQueryable<IssuanceRecord> asked, IssuanceFilter? filter, Page page, bool withTotal, CancellationToken cancel)
    {
        if (await VisibleAsync(db, caller, asked, filter, now, cancel) is not { } rows)
        {
            return (Page.Nothing<IssuanceView>(), []);
        }

        var total = withTotal ? await rows.CountAsync(cancel) : 0;
        var found = page.Cut(await Project(db, page.Window(rows, i => new(i.RecordedAt, i.Id))).ToListAsync(cancel));
        var views = new List<IssuanceView>(found.Rows.Count);
        foreach (var row in found.Rows)
        {
            views.Add(await ViewAsync(row, now, cancel));
        }

        return (page.ConnectionOf(views, v => new(v.RecordedAt, v.Id), found.More, total), found.Rows.Select(r => r.PersonId));
    }

    public async Task<IssuanceView?> ByIdAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(id, "D", out var known))
        {
            return null;
        }

        var seen = await reads.LookAsync<(IssuanceView View, Guid Person)?>(
            caller.Viewer,
            async (db, now) =>
            {
                var row = await Project(db, OfCitizen(db, caller, db.Set<IssuanceRecord>().Where(i => i.Id == known))).SingleOrDefaultAsync(cancel);
                return row is null || !caller.Owns(row.ProviderId) ? null : (await ViewAsync(row, now, cancel), row.PersonId);
            },
            (found, now) => found is { Person: var person } ? ReadTrace.OfPersons(caller, LookupAct.Issuance, now, [person]) : null,
            cancel);
        return seen?.View;
    }

    /// <summary>What stands under a citizen's number in all campaigns, for an officer who says why; the look leaves its trace, whether or not the registry knows the number (HUE-1.7).</summary>
    public async Task<IReadOnlyList<IssuanceView>> OfNumberAsync(Caller caller, string citizenId, string reason, CancellationToken cancel)
    {
        reason = TypedText.ReasonOfALookup.Parse("reason", reason);
        if (CitizenNumber.ParseOrNull(citizenId) is not { } number)
        {
            throw new BadRequestError("citizenId has 12 digits, or 9.");
        }

        var keys = vault.KeysOf(number);
        var hashes = keys.Select(k => k.Hash).ToArray();
        var seen = await reads.LookAsync(
            caller.Viewer,
            (db, now) => FoundAsync(
                db,
                db.Database.SqlQuery<Guid>($"""
                    select i.id as "Value" from registry.issuances i
                    where i.person_id = any (registry.persons_of((select k.person_id from registry.number_persons k where k.key_hash = any({hashes}) order by k.key_hash limit 1)))
                    """),
                now, cancel),
            (_, now) => ReadTrace.OfNumber(caller, LookupAct.Issuances, now, keys, reason),
            cancel);
        return [.. seen.Select(s => s.View)];
    }

    /// <summary>The issuances that bear this serial number, of any provider.</summary>
    public async Task<IReadOnlyList<IssuanceView>> BySerialAsync(Caller caller, string serialNumber, CancellationToken cancel)
    {
        if (!CertificateFacts.TryNormalise(serialNumber, out var serial))
        {
            return [];
        }

        var seen = await reads.LookAsync(
            caller.Viewer,
            (db, now) => FoundAsync(
                db,
                db.Database.SqlQuery<Guid>($"""
                    select s.issuance_id as "Value" from registry.serial_claims s where s.provider_id in (select p.id from registry.provider_codes p) and s.serial_number = {serial}
                    """),
                now, cancel),
            (found, now) => ReadTrace.OfPersons(caller, LookupAct.Issuance, now, found.Select(f => f.Person)),
            cancel);
        return [.. seen.Select(s => s.View)];
    }

    /// <summary>The certificates of a provider of which what was shown does not fit what was said, the last shown first.</summary>
    /// <param name="most">At least 1.</param>
    public async Task<IReadOnlyList<IssuanceView>> ObservedAsync(Caller caller, string providerCode, int most, CancellationToken cancel)
    {
        var seen = await reads.LookAsync(
            caller.Viewer,
            (db, now) => FoundAsync(
                db,
                db.Database.SqlQuery<Guid>($"""
                    select s.issuance_id as "Value" from registry.shown_certificates s
                    join registry.issuances i on i.person_id = s.person_id and i.id = s.issuance_id
                    join registry.provider_codes p on p.id = i.provider_id and p.code = {providerCode}
                    where s.observations <> array[]::text[] order by s.shown_at desc limit {most}
                    """),
                now, cancel),
            (found, now) => ReadTrace.OfPersons(caller, LookupAct.Issuances, now, found.Select(f => f.Person)),
            cancel);
        return [.. seen.Select(s => s.View)];
    }

    private async Task<List<(IssuanceView View, Guid Person)>> FoundAsync(RegistryDb db, IQueryable<Guid> asked, DateTimeOffset now, CancellationToken cancel)
    {
        var ids = await asked.ToListAsync(cancel);
        var found = new List<(IssuanceView, Guid)>(ids.Count);
        foreach (var row in await Project(db, db.Set<IssuanceRecord>().Where(i => ids.Contains(i.Id)).OrderByDescending(i => i.RecordedAt)).ToListAsync(cancel))
        {
            found.Add((await ViewAsync(row, now, cancel), row.PersonId));
        }

        return found;
    }

    /// <summary>The rows that the caller may see and asks for; null when there can be none.</summary>
    private async Task<IQueryable<IssuanceRecord>?> VisibleAsync(
        RegistryDb db, Caller caller, IQueryable<IssuanceRecord> asked, IssuanceFilter? filter, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = OfCitizen(db, caller, asked);
        if (await VisibleRows.ToAsync(caller, filter?.ProviderCode, providers, cancel) is not { } visible)
        {
            return null;
        }

        if (visible.OnlyOf is { } provider)
        {
            rows = rows.Where(i => i.ProviderId == provider);
        }

        if (filter?.RecordedFrom is { } from)
        {
            rows = rows.Where(i => i.RecordedAt >= from);
        }

        if (filter?.RecordedTo is { } to)
        {
            rows = rows.Where(i => i.RecordedAt < to);
        }

        if (filter?.Status is { } statuses)
        {
            var wanted = statuses.Select(s => s.InDatabase()).ToArray();
            var wantsExpired = statuses.Contains(IssuanceStatus.Expired);
            rows = rows.Where(i => Live.Contains(i.Status) && i.ValidUntil != null && i.ValidUntil <= now ? wantsExpired : wanted.Contains(i.Status));
        }

        return rows;
    }

    private static IQueryable<IssuanceRecord> InCampaign(RegistryDb db, string campaign) =>
        db.Set<IssuanceRecord>().Where(i => i.CampaignId == db.Set<CampaignRecord>().Single(c => c.Code == campaign).Id);

    private static IQueryable<IssuanceRecord> InProgramme(RegistryDb db, string campaign) =>
        db.Set<IssuanceRecord>().Where(i => i.ProgrammeId == db.Set<CampaignRecord>().Single(c => c.Code == campaign).ProgrammeId);

    private static IQueryable<IssuanceRecord> OfCitizen(RegistryDb db, Caller caller, IQueryable<IssuanceRecord> rows)
    {
        if (caller.Citizen is null)
        {
            return rows;
        }

        var own = OwnPerson.In(db);
        return rows.Where(i => own.Contains(i.PersonId));
    }

    private static IQueryable<Row> Project(RegistryDb db, IQueryable<IssuanceRecord> rows) =>
        from i in rows
        join c in db.Set<CampaignRecord>() on i.CampaignId equals c.Id
        join s in db.Set<ShownCertificateRecord>() on new { i.PersonId, IssuanceId = i.Id } equals new { s.PersonId, s.IssuanceId } into shown
        from s in shown.DefaultIfEmpty()
        select new Row(
            i.Id, i.PersonId, c.Code, i.ProviderId, i.Origin, i.Status, i.SerialAsWritten, i.IssuedAt, i.ValidUntil, i.RecordedAt,
            RegistryDb.FreePeriodOf(i.PersonId, i.CampaignId), s.Observations);

    private async Task<IssuanceView> ViewAsync(Row row, DateTimeOffset now, CancellationToken cancel) => new(
        row.Id, row.Campaign, await providers.ByIdAsync(row.ProviderId, cancel), Names.Parse<IssuanceOrigin>(row.Origin),
        Names.Parse<IssuanceStatus>(row.Status).At(row.ValidUntil, now), row.SerialAsWritten, row.IssuedAt, row.ValidUntil, row.RecordedAt,
        FreePeriodView.Of(FreePeriod.Of(row.FreeDays), now), [.. (row.Observations ?? []).Select(Names.Parse<CertificateObservation>)]);

    private sealed record Row(
        Guid Id, Guid PersonId, string Campaign, short ProviderId, string Origin, string Status, string SerialAsWritten, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil,
        DateTimeOffset RecordedAt, NpgsqlRange<DateOnly>? FreeDays, string[]? Observations);
}

internal sealed class IssuanceRecord
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public int CampaignId { get; init; }

    public int ProgrammeId { get; init; }

    public short ProviderId { get; init; }

    public required string Origin { get; init; }

    public required string Status { get; init; }

    public required string SerialAsWritten { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

internal sealed class IssuanceMapping : IEntityTypeConfiguration<IssuanceRecord>
{
    public void Configure(EntityTypeBuilder<IssuanceRecord> builder)
    {
        builder.ToTable("issuances");
        builder.HasKey(i => new { i.PersonId, i.Id });
    }
}

internal sealed class ShownCertificateRecord
{
    public Guid PersonId { get; init; }

    public Guid IssuanceId { get; init; }

    public required string[] Observations { get; init; }
}

internal sealed class ShownCertificateMapping : IEntityTypeConfiguration<ShownCertificateRecord>
{
    public void Configure(EntityTypeBuilder<ShownCertificateRecord> builder)
    {
        builder.ToTable("shown_certificates");
        builder.HasKey(s => new { s.PersonId, s.IssuanceId });
    }
}
