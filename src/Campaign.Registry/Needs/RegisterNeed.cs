using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Needs;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="CitizenId">Named by the officer at the counter; a citizen's login implies it.</param>
/// <param name="Phone">10 digits from 0, or +84 and 9 digits.</param>
/// <param name="ForSwitch">The citizen holds a certificate and wants help to change to this provider.</param>
/// <param name="WardCode">Required for AT_HOME, like <paramref name="Address"/>.</param>
public sealed record RegisterNeedInput(
    string RequestId,
    string Campaign,
    string? CitizenId,
    string ProviderCode,
    NeedMode Mode,
    string ContactName,
    string Phone,
    bool ForSwitch,
    string? WardCode,
    string? Address);

/// <summary>Where the chosen provider stood on the list that the citizen was shown, whose order is shuffled (HUE-1.1).</summary>
/// <param name="Place">From 1.</param>
/// <param name="Of">How many stood on it.</param>
public readonly record struct ShownPlace(short Place, short Of);

public sealed record NeedRegistered(NeedView Need, bool Replayed);

/// <summary>The citizen has an open need in this programme; it is served, cancelled or lapses before another can be registered.</summary>
internal sealed record NeedAlreadyOpen(OpenNeed Need) : Refusal
{
    public override Text Message => new(
        $"Công dân đang có nhu cầu mở tại {Need.Provider.Name}, hạn đến {VietnamTime.Spoken(Need.DueAt)}. Hãy chờ hỗ trợ hoặc hủy nhu cầu đó trước.",
        $"The citizen has an open need with {Need.Provider.Name}, due before {VietnamTime.SpokenEnglish(Need.DueAt)}. Wait for help, or cancel it first.");

    public override Clause? Clause => Clause.ChosenProviderIsResponsible;
}

/// <summary>This provider let this citizen's need lapse, or its support run out, in this campaign, and another is free to be chosen.</summary>
internal sealed record ProviderLetItLapse : Refusal
{
    public override Text Message => new(
        "Doanh nghiệp này đã để nhu cầu của công dân hết hạn. Hãy chọn doanh nghiệp khác.",
        "This provider let the citizen's need lapse. Choose another provider.");

    public override Clause? Clause => Clause.NeedLapsesAfter48Hours;
}

/// <summary>
/// <para>
/// A citizen asks one provider, freely chosen, for help at home or by phone (HUE-1.2, HUE-4.1). That provider is responsible (HUE-4.2) and has the campaign's need
/// window, 48 hours by the regulation; then the need lapses, to the instant, and the citizen chooses another (HUE-4.4). A citizen waits for one provider at a time.
/// A need that had ended without that being written is written down as ended in this transaction. Registered again with the provider at which it was cancelled, it keeps the first one's window
/// (<see cref="WindowIsOneRule"/>).
/// </para>
/// <para>
/// Who holds a certificate needs no other; with forSwitch it is the other way round: the citizen holds one elsewhere and wants help to change to this provider.
/// </para>
/// <para>
/// A certificate may follow from a need, so a phone that has just replaced another registers none (<see cref="NewPhoneWaits24HoursRule"/>).
/// </para>
/// <para>
/// Refusals, in order: RequestIdReused, InvalidCitizenId, InvalidContact, CampaignNotOpen, ProviderNotParticipating, AlreadyIssued, NothingToSwitch,
/// NeedAlreadyOpen, ProviderLetItLapse, PhoneIsNew.
/// </para>
/// </summary>
public sealed class RegisterNeed(
    UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer, ContactSealer contacts, PhoneVault phones, ProviderDirectory providers, ChangeSignal changes)
    : ICommand<RegisterNeedInput, NeedRegistered>
{
    public const string Operation = "registerNeed";

    /// <summary>The share of its window after which a need's provider is warned: of 48 hours, 36.</summary>
    private const double WarnAfter = 0.75;

    private static readonly IReadOnlyCollection<string> LostRaces = [RequestClaim.UniqueConstraint, "one_open_need_per_person", "need_is_taken_by_a_participant", PersonRegistration.LostRace];

    private const string InsertSql = """
        insert into registry.needs (id, person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at,
          warn_at, contact_key_id, contact, phone_key_id, phone_hash, shown_place, shown_of, registered_by, continues, open_before)
        values ($1, $2, $3, $4, $5, $6, $7, 'WAITING', $8, $9, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
    [
        typeof(RequestIdReused), typeof(InvalidCitizenId), typeof(InvalidContact), typeof(CampaignNotOpen), typeof(ProviderNotParticipating),
        typeof(AlreadyIssued), typeof(NothingToSwitch), typeof(NeedAlreadyOpen), typeof(ProviderLetItLapse), typeof(PhoneIsNew),
    ];

    public Task<Answer<NeedRegistered>> HandleAsync(Caller caller, RegisterNeedInput input, CancellationToken cancel) => HandleAsync(caller, input, null, cancel);

    private static string? Composed(string? text) => text is null ? null : LatinLetters.Together(text);

    /// <param name="caller">A citizen, or the department in the citizen's name.</param>
    /// <param name="input">What is asked for.</param>
    /// <param name="shown">Where a list was shown; it is a figure alone, and no part of what was asked.</param>
    /// <param name="cancel">Heard until COMMIT.</param>
    public async Task<Answer<NeedRegistered>> HandleAsync(Caller caller, RegisterNeedInput input, ShownPlace? shown, CancellationToken cancel)
    {
        var number = NamedCitizen.Of(caller, input.CitizenId);
        var (contact, invalidContact) = ContactIsCompleteRule.Read(input.Mode, input.ContactName, input.Phone, input.WardCode, input.Address);
        // As it would be kept, so that another spelling of the same letters is the same request.
        var content = sealer.Seal(
            input.Campaign, number?.Digits ?? input.CitizenId, input.ProviderCode, input.Mode, Composed(contact?.Name ?? input.ContactName), contact?.Phone ?? input.Phone,
            input.ForSwitch, contact is null ? input.WardCode : contact.WardCode, Composed(contact is null ? input.Address : contact.Address));
        var request = new Request(
            caller, input, new(caller.RequestOwner, Operation, input.RequestId), content, number, contact, invalidContact,
            await providers.IdOfAsync(input.ProviderCode, cancel), shown);
        return await unitOfWork.RunAsync(caller.Viewer, (work, _) => RegisterAsync(work, request), LostRaces, cancel);
    }

    private async Task<Decision<Answer<NeedRegistered>>> RegisterAsync(Work work, Request request)
    {
        var facts = await RegisterNeedFacts.ReadAsync(work, request.Key, request.Input.Campaign, request.ProviderId);
        if (facts.Claim is not null)
        {
            return Decision.Discard(await ReplayAsync(work, request, facts.Claim));
        }

        if (Judge(request, facts, facts.Now) is { } early)
        {
            return Decision.Discard<Answer<NeedRegistered>>(early);
        }

        var locked = await LockedNeedFacts.ReadAsync(work, request.Number!, vault, request.Key, request.Input.Campaign, request.ProviderId!.Value, facts.Now);
        if (locked.Claim is not null)
        {
            return Decision.Discard(await ReplayAsync(work, request, locked.Claim));
        }

        // Time has passed while others held the lock: every window is judged again at the instant that the need would bear.
        var late = Judge(request, facts, locked.Now) ?? await JudgePlaceAsync(request, locked, work.Cancel) ?? await JudgeNeedsAsync(request, locked, work.Cancel)
            ?? await NewPhoneWaits24HoursRule.JudgeAsync(work, request.Caller, locked.Now);
        return late is not null
            ? Decision.Discard<Answer<NeedRegistered>>(late)
            : Decision.Keep<Answer<NeedRegistered>>(await WriteAsync(work, request, facts, locked));
    }

    private static Refusal? Judge(Request request, RegisterNeedFacts facts, DateTimeOffset now)
    {
        if (request.Number?.CouldBeBorneOn(VietnamTime.DateOf(now)) != true)
        {
            return new InvalidCitizenId();
        }

        // No record could serve it. A certificate that was recorded by a CMND may be left by it.
        if (!request.Input.ForSwitch && PersonalNumberRule.Judge(request.Number, null) is { } alone)
        {
            return alone;
        }

        return request.InvalidContact
            ?? (Refusal?)CampaignIsOpenRule.Judge(facts.Campaign.At(now), now)
            ?? ProviderTakesPartRule.Judge(facts.Participation, now);
    }

    private async Task<Refusal?> JudgePlaceAsync(Request request, LockedNeedFacts locked, CancellationToken cancel)
    {
        var holder = locked.Place.HolderAt(locked.Now);
        if (request.Input.ForSwitch)
        {
            return holder is null || holder.ProviderId == request.ProviderId ? new NothingToSwitch(holder is not null) : null;
        }

        return holder is null
            ? null
            : new AlreadyIssued(new(await providers.ByIdAsync(holder.ProviderId, cancel), holder.RecordedAt, holder.Status, null), Yours: false, RevokeBy: null);
    }

    private async Task<Refusal?> JudgeNeedsAsync(Request request, LockedNeedFacts locked, CancellationToken cancel)
    {
        if (locked.Open is { } open && open.StateAt(locked.Now).IsOpen())
        {
            return new NeedAlreadyOpen(await open.AsOpenAsync(providers, locked.Now, cancel));
        }

        return AnotherProviderAfterALapseRule.Judge(
            request.ProviderId!.Value, locked.Lapsed, locked.Participants(), request.Input.ForSwitch ? locked.Place.HolderAt(locked.Now)?.ProviderId : null);
    }

    private async Task<NeedRegistered> WriteAsync(Work work, Request request, RegisterNeedFacts facts, LockedNeedFacts locked)
    {
        var now = locked.Now;
        var terms = facts.Campaign.At(now)!;
        var id = Guid.CreateVersion7(now);
        var contact = request.Contact!;
        var dueAt = WindowIsOneRule.DueAt(locked.GoesOn, now, terms.NeedWindow);
        var warnAt = dueAt - (terms.NeedWindow * (1 - WarnAfter));
        var (contactKey, sealedContact) = contacts.Seal(contact, id);
        var (phoneKey, phoneHash) = contacts.HashPhone(contact.Phone);
        var need = new NeedRow(
            id, locked.PersonId, terms.CampaignId, terms.Code, request.ProviderId!.Value, request.Input.Mode, request.Input.ForSwitch, NeedState.Waiting, now, dueAt,
            null, dueAt, null, contactKey, sealedContact, null, []);

        await using var batch = work.Batch();
        if (locked.Open is { } ended)
        {
            batch.Add(NeedTransitions.WriteDownEnd(ended, now));
        }

        batch.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(id), Sql.Uuid(need.PersonId), Sql.Int(need.CampaignId), Sql.Small(need.ProviderId),
            Sql.At(facts.Participation.JoinedAt(now)), Sql.Text(need.Mode.InDatabase()), Sql.Bool(need.ForSwitch), Sql.At(now), Sql.At(dueAt),
            Sql.At(warnAt > now ? warnAt : now), Sql.Small(contactKey), Sql.Bytes(sealedContact), Sql.Small(phoneKey), Sql.Bytes(phoneHash),
            Sql.Small(request.Shown?.Place), Sql.Small(request.Shown?.Of), Sql.Text(request.Caller.Citizen is null ? "DEPARTMENT" : "CITIZEN"),
            Sql.Uuid(locked.GoesOn?.NeedId), Sql.Span(locked.GoesOn?.OpenFor ?? TimeSpan.Zero)));
        batch.BatchCommands.Add(NeedTransitions.Leaf(now, "NEED_REGISTERED", need, request.Caller.Actor, new
        {
            person = need.PersonId,
            campaign = need.CampaignId,
            provider = need.ProviderId,
            mode = need.Mode.InDatabase(),
            forSwitch = need.ForSwitch,
            dueAt = Instant.Write(dueAt),
            continues = locked.GoesOn?.NeedId,
        }));
        batch.BatchCommands.Add(Message.ToProvider(now, need.CampaignId, need.ProviderId, "NEED_REGISTERED", id).Insert());
        if (PersonDetails.Of(contact.Name, phone: contact.Phone, wardCode: contact.WardCode) is { } details)
        {
            batch.BatchCommands.Add(details.Insert(need.PersonId, DetailsSource.Need, null, phones, now));
        }

        batch.BatchCommands.Add(RequestClaim.Insert(request.Key, request.Content, need.PersonId, id, now));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        return new(await need.ViewAsync(request.Caller, providers, contacts, now, work.Cancel), Replayed: false);
    }

    private async Task<Answer<NeedRegistered>> ReplayAsync(Work work, Request request, RequestClaim claim)
    {
        if (!claim.IsOf(request.Content))
        {
            return new RequestIdReused();
        }

        var (row, now) = await NeedRow.ReadWithClockAsync(work, claim.SubjectId!.Value);
        return new NeedRegistered(await row!.ViewAsync(request.Caller, providers, contacts, now, work.Cancel), Replayed: true);
    }

    private sealed record Request(
        Caller Caller,
        RegisterNeedInput Input,
        RequestKey Key,
        SealedContent Content,
        CitizenNumber? Number,
        NeedContact? Contact,
        InvalidContact? InvalidContact,
        short? ProviderId,
        ShownPlace? Shown);
}
