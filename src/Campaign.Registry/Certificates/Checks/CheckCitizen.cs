using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Certificates.Checks;

/// <param name="Campaign">The campaign's code.</param>
/// <param name="CitizenId">12 digits (CCCD) or 9 (CMND), as typed or scanned.</param>
/// <param name="AlsoKnownAs">Another number of the same person, as its card shows it: a claim.</param>
/// <param name="Staff">The provider's own reference of the staff member; a staff login implies it.</param>
internal sealed record CheckCitizenInput(string Campaign, string CitizenId, string? AlsoKnownAs, Channel Channel, string? Staff);

/// <summary>What a citizen's number stands for at one instant.</summary>
internal enum Standing
{
    Free,
    HoldsCertificate,
    HoldsPendingActivation,
}

/// <param name="Ticket">Opaque; a record cites it. It reserves nothing.</param>
/// <param name="TicketExpiresAt">By when the certificate must be made (inclusive).</param>
/// <param name="Holder">Who holds the citizen's place, when someone does.</param>
/// <param name="OpenNeed">The citizen's open need, when it is with the asker's provider (HUE-4.2).</param>
internal sealed record CitizenCheck(
    string Ticket,
    DateTimeOffset CheckedAt,
    DateTimeOffset TicketExpiresAt,
    Standing Standing,
    HeldCertificate? Holder,
    OpenNeed? OpenNeed,
    IReadOnlyList<CheckWarning> Warnings);

/// <summary>
/// <para>
/// A provider asks whether a citizen may be issued a certificate, before it makes one (HUE-1.3, HUE-3.2). The answer is how things stand at checkedAt, by the
/// registry's clock; it reserves nothing, for collecting in advance is forbidden (HUE-1.6): between a check and a record another may be first, and the record
/// decides. Each check leaves a trace, and the citizens asked about count against the quotas of the staff member and the provider (HUE-1.7).
/// </para>
/// <para>
/// No answer is not "free": the trace is written and committed before anything is answered, so a database that is down, hangs, or is a standby that cannot
/// write gives an error and never a standing.
/// </para>
/// <para>
/// With another number stated beside the citizen's own (alsoKnownAs), the standing is the stricter of the two; it is a claim, which binds the asker alone and links nothing (I2).
/// </para>
/// <para>
/// While a file that claims an earlier certificate of the citizen waits, the answer says so to whoever asks, and never whose file it is (HUE-2.3). It refuses nothing.
/// </para>
/// <para>Refusals, in order: InvalidCitizenId, CampaignNotOpen, ProviderNotParticipating, StaffNotAuthorised, QuotaExceeded.</para>
/// </summary>
internal sealed class CheckCitizen(
    UnitOfWork unitOfWork, NumberVault vault, TicketSealer tickets, Quotas quotas, ProviderDirectory providers)
    : ICommand<CheckCitizenInput, CitizenCheck>
{
    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(InvalidCitizenId), typeof(CampaignNotOpen), typeof(ProviderNotParticipating), typeof(StaffNotAuthorised), typeof(QuotaExceeded)];

    public async Task<Answer<CitizenCheck>> HandleAsync(Caller caller, CheckCitizenInput input, CancellationToken cancel)
    {
        input = input with { Staff = NamedStaff.Of(caller, input.Staff) };
        if (!CitizenNumber.TryParse(input.CitizenId, out var number))
        {
            return new InvalidCitizenId();
        }

        CitizenNumber? alsoKnownAs = null;
        if (input.AlsoKnownAs is not null && !CitizenNumber.TryParse(input.AlsoKnownAs, out alsoKnownAs))
        {
            return new InvalidCitizenId("alsoKnownAs");
        }

        var numbers = StatedNumbers.Of(number, alsoKnownAs);
        if (caller.Provider is not { Id: var providerId })
        {
            return new ProviderNotParticipating(null);
        }

        try
        {
            return await unitOfWork.RunAsync(caller.Viewer, work => CheckAsync(work, providerId, numbers, input), cancel);
        }
        catch (CommitInDoubtException e)
        {
            // A check has no request id and can simply be made again: in doubt means that nothing is answered.
            throw new RegistryUnavailableException("The trace of the check may not have been kept.", e);
        }
    }

    private async Task<Decision<Answer<CitizenCheck>>> CheckAsync(
        Work work, short providerId, StatedNumbers numbers, CheckCitizenInput input)
    {
        var (number, alsoKnownAs) = (numbers.Own, numbers.Other);
        var facts = await CheckFacts.ReadAsync(work, vault, providerId, number, alsoKnownAs, input);
        var today = VietnamTime.DateOf(facts.Now);
        var refusal = Judge(numbers, input, facts, today);
        if (refusal is not null)
        {
            return Decision.Discard<Answer<CitizenCheck>>(refusal);
        }

        var terms = facts.Terms!;
        var staffId = facts.Staff.FirstOrDefault(s => s.IsActiveAt(facts.Now))?.Id;
        var asked = new List<NumberKey> { vault.CurrentKeyOf(number) };
        if (alsoKnownAs is not null)
        {
            asked.Add(vault.CurrentKeyOf(alsoKnownAs));
        }

        if (await quotas.JudgeAsync(work, terms, providerId, staffId, asked, facts.Now) is { } exceeded)
        {
            return Decision.Discard<Answer<CitizenCheck>>(exceeded);
        }

        var stricter = facts.Stated.StricterWith(facts.Place, facts.Now);
        var holding = stricter?.Holding;
        var standing = holding switch
        {
            null => Standing.Free,
            { Status: IssuanceStatus.PendingActivation } => Standing.HoldsPendingActivation,
            _ => Standing.HoldsCertificate,
        };
        var ticket = new Ticket(
            Guid.CreateVersion7(facts.Now), providerId, terms.CampaignId, input.Channel, asked[0], facts.Now, facts.Now + terms.CheckWindow);

        await using var trace = work.Batch();
        trace.BatchCommands.Add(new CitizenAsk(
            ticket.CheckId, facts.Now, terms.CampaignId, providerId, staffId, "CHECK", input.Channel, asked[0], standing.InDatabase()).Insert());
        if (alsoKnownAs is not null)
        {
            trace.BatchCommands.Add(new CitizenAsk(
                Guid.CreateVersion7(facts.Now), facts.Now, terms.CampaignId, providerId, staffId, "ALSO_KNOWN_AS", input.Channel, asked[1], "CLAIMED").Insert());
            trace.BatchCommands.Add(NumberClaim.Insert(asked[0], asked[1], providerId, facts.Now));
        }

        await trace.ExecuteNonQueryAsync(work.Cancel);

        // Of whoever stands under the number stated beside the citizen's own the provider alone is told, whoever that is.
        var isOwn = stricter is { ByStatedNumber: false } && holding!.ProviderId == providerId;
        var holder = holding is null
            ? null
            : new HeldCertificate(
                await providers.ByIdAsync(holding.ProviderId, work.Cancel),
                isOwn ? holding.RecordedAt : null,
                holding.Status,
                isOwn ? FreePeriodView.Of(facts.Place.FreePeriod, facts.Now) : null);
        var need = facts.OpenNeed is { } open && open.ProviderId == providerId && open.StateAt(facts.Now).IsOpen()
            ? await open.AsOpenAsync(providers, facts.Now, work.Cancel)
            : null;
        return Decision.Keep<Answer<CitizenCheck>>(new CitizenCheck(
            tickets.Seal(ticket), ticket.CheckedAt, ticket.ExpiresAt, standing, holder, need,
            [.. NumberDoubts.Of(number, today), .. PossibleSamePersonDoubt.Of(facts.Place, facts.Stated, facts.Now), .. EarlierCertificateDoubt.Of(facts.Claimed)]));
    }

    private static Refusal? Judge(StatedNumbers numbers, CheckCitizenInput input, CheckFacts facts, DateOnly today) =>
        numbers.Judge(today)
            ?? PersonalNumberRule.Judge(numbers.Own, numbers.Other)
            ?? (Refusal?)CampaignIsOpenRule.Judge(facts.Terms, facts.Now)
            ?? (Refusal?)ProviderTakesPartRule.Judge(facts.Participation, facts.Now)
            ?? StaffAreKnownRule.Judge(input.Channel != Channel.ProviderApp, input.Staff, facts.Staff, facts.Now);
}
