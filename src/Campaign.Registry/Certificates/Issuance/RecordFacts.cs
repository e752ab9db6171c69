using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;
using Campaign.Registry.Providers.Staff;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>What a record is judged by before the citizen is locked, read in one round trip.</summary>
internal sealed record RecordFacts(
    RequestClaim? Claim,
    DateTimeOffset Now,
    CampaignTimeline Campaign,
    ParticipationHistory Participation,
    IReadOnlyList<Licence> Licences,
    IReadOnlyList<StaffMember> Staff,
    bool ConfirmedRevoked,
    ProviderIssuers? Issuers)
{
    public CampaignTerms? TermsAt(DateTimeOffset now) => Campaign.At(now);

    public Guid? StaffIdAt(DateTimeOffset now) => Staff.FirstOrDefault(s => s.IsActiveAt(now))?.Id;

    public static async Task<RecordFacts> ReadAsync(Work work, RecordRequest request)
    {
        var input = request.Input;
        var withPem = request.Certificate?.Shown is not null;
        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Read(request.Key));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(CampaignTimeline.Read(input.Campaign));
        batch.BatchCommands.Add(ParticipationHistory.Read(input.Campaign, request.ProviderId));
        batch.BatchCommands.Add(Licence.Read(request.ProviderId, input.Certificate.KeyStorage));
        batch.BatchCommands.Add(StaffMember.Read(request.ProviderId, input.Staff));
        batch.BatchCommands.Add(RevokedSerial.Read(request.ProviderId, request.Certificate?.SerialNumber));
        if (withPem)
        {
            batch.BatchCommands.Add(ProviderIssuers.Read(request.ProviderId));
        }

        await using var results = await batch.ReadAsync(work.Cancel);
        var claim = await results.NextAsync(RequestClaim.FromAsync);
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        var campaign = await results.NextAsync(CampaignTimeline.FromAsync);
        var participation = await results.NextAsync(ParticipationHistory.FromAsync);
        var licences = await results.NextAsync(Licence.FromAsync);
        var staff = await results.NextAsync(StaffMember.FromAsync);
        var confirmedRevoked = await results.NextAsync(RevokedSerial.FromAsync);
        var issuers = withPem ? await results.NextAsync(ProviderIssuers.FromAsync) : null;
        return new(claim, now, campaign, participation, licences, staff, confirmedRevoked, issuers);
    }
}

/// <summary>
/// What a record is judged by once the citizen's person is known and locked: the clock, read after the lock; the place; whether the request id or the serial
/// number has been used; the citizen's needs. The person is made known behind a savepoint, so that a refusal leaves nothing of a citizen who has no certificate (HUE-1.6).
/// </summary>
internal sealed record LockedFacts(
    Guid PersonId,
    KnownNeed? OpenNeed,
    DateTimeOffset Now,
    Place Place,
    StatedPlace Stated,
    RequestClaim? Claim,
    Guid? SerialTakenBy,
    bool ConfirmedRevoked,
    NeedRow? NamedNeed,
    SwitchConsent? Consent)
{
    private const string Savepoint = "before_person";

    private const string SerialSql = "select issuance_id from registry.serial_claims where provider_id = $1 and serial_number = $2";

    public static async Task<LockedFacts> ReadAsync(Work work, RecordRequest request, NumberVault vault, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement($"savepoint {Savepoint}"));
        batch.Add(PersonRegistration.Ensure(request.Number!, vault, "RECORD", now));
        batch.BatchCommands.Add(PersonLock.TakeByNumber(request.NumberHashes));
        batch.BatchCommands.Add(KnownNeed.LockOpen(request.NumberHashes, request.Input.Campaign));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Place.Read(request.NumberHashes, request.Input.Campaign));
        if (request.StatedHashes is { } stated)
        {
            batch.Add(StatedPlace.Read(request.NumberHashes, stated, request.Input.Campaign));
        }

        batch.BatchCommands.Add(RequestClaim.Read(request.Key));
        batch.BatchCommands.Add(Sql.Statement(SerialSql, Sql.Small(request.ProviderId), Sql.Text(request.Certificate!.SerialNumber)));
        batch.BatchCommands.Add(RevokedSerial.Lock(request.ProviderId, request.Certificate.SerialNumber));
        var needId = Guid.TryParseExact(request.Input.NeedId, "D", out var id) ? id : (Guid?)null;
        if (needId is not null)
        {
            batch.BatchCommands.Add(NeedRow.Read(needId.Value));
        }

        if (request.ConsentCode is not null)
        {
            batch.BatchCommands.Add(SwitchConsent.Read(request.NumberHashes, request.Input.Campaign));
        }

        await using var results = await batch.ReadAsync(work.Cancel);
        var person = await results.NextValueOrNullAsync<Guid>() ?? throw new InvalidOperationException("A person that was just made known is not there.");
        var openNeed = await results.NextAsync(KnownNeed.FromAsync);
        var lockedAt = await results.NextAsync(RegistryClock.ReadAsync);
        var place = await results.NextAsync(Place.FromAsync);
        var underStated = request.StatedHashes is null ? StatedPlace.None : await StatedPlace.FromAsync(results);
        var claim = await results.NextAsync(RequestClaim.FromAsync);
        var serialTakenBy = await results.NextValueOrNullAsync<Guid>();
        var confirmedRevoked = await results.NextAsync(RevokedSerial.FromAsync);
        var named = needId is null ? null : await results.NextAsync(NeedRow.FromAsync);
        var consent = request.ConsentCode is null ? null : await results.NextAsync(SwitchConsent.FromAsync);
        return new(person, openNeed, lockedAt, place, underStated, claim, serialTakenBy, confirmedRevoked, named, consent);
    }

    /// <summary>Who counts as the holder to this request: the stricter of the citizen's own number and the one stated beside it.</summary>
    public AnsweredHolding? Holder => Stated.StricterWith(Place, Now);

    /// <summary>Forgets the person again, if this transaction made it known, and lets go of the lock.</summary>
    public static async Task UndoAsync(Work work)
    {
        await using var command = new NpgsqlCommand($"rollback to savepoint {Savepoint}", work.Connection);
        await command.ExecuteNonQueryAsync(work.Cancel);
    }
}
