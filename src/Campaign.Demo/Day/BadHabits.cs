using System.Collections.Concurrent;

namespace Campaign.Demo.Day;

/// <summary>
/// One provider does in one day all that the regulation forbids and the registry cannot refuse, or refuses and remembers; and says of each what is to be flagged.
/// </summary>
internal sealed class BadHabits(
    ProviderDesk bad, IReadOnlyList<ProviderDesk> honest, DepartmentDesk department, Afternoon help, MadeUpCitizens crowd, DayClock clock)
{
    /// <summary>More than the fifty from which checks in bulk are flagged.</summary>
    private const int BulkChecks = 55;

    private const int NeedsOfAVillage = 11;
    private const int SharedCertificates = 3;

    private static readonly TimeSpan HowLate = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, int> expected = new();

    /// <summary>Kinds of flags, and how many of each at least this provider has earned.</summary>
    public IReadOnlyDictionary<string, int> Expected => expected;

    /// <summary>The needs that it lets lapse come first: what lapses is waited for.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> All =>
    [
        LetNeedLapseAsync, LetDeniedNeedLapseAsync, LeaveSupportAsync, LeavePendingAsync, NeverRevokeAsync, CheckInBulkAsync, RecordLateAsync, RecordUncheckedAsync,
        RecordHeldAsync, ReuseContractAsync, ShareRecipientAsync, NeglectDossiersAsync, HelpAVillageAsync, BreakFreePeriodAsync, ReuseKeyAsync,
    ];

    /// <summary>HUE-4.4: the citizen waits in vain, must choose another, and is helped at once.</summary>
    private async Task LetNeedLapseAsync(CancellationToken cancel)
    {
        var citizen = crowd.Next();
        var need = await department.RegisterNeedAsync(citizen, bad.Provider, cancel);
        need.EndsAs = "LAPSED";
        Expect("NEED_LAPSED");
        await clock.UntilAsync(need.DueAt, cancel);
        await department.RegisterNeedInVainAsync(citizen, bad.Provider, "ProviderLetItLapse", cancel);
        var other = AnyHonest();
        await help.ServeAsync(other, citizen, await department.RegisterNeedAsync(citizen, other.Provider, cancel), cancel);
    }

    /// <summary>HUE-4.5: it says that it called, the citizen says that it did not, and nobody comes.</summary>
    private async Task LetDeniedNeedLapseAsync(CancellationToken cancel)
    {
        var need = await department.RegisterNeedAsync(crowd.Next(), bad.Provider, cancel);
        await bad.StartSupportAsync(need, cancel);
        await department.DenySupportAsync(need, cancel);
        need.EndsAs = "LAPSED";
        Expect("NEED_LAPSED");
    }

    private async Task LeaveSupportAsync(CancellationToken cancel)
    {
        var need = await department.RegisterNeedAsync(crowd.Next(), bad.Provider, cancel);
        await bad.StartSupportAsync(need, cancel);
        need.EndsAs = "LAPSED";
        Expect("SUPPORT_NOT_COMPLETED");
    }

    private async Task LeavePendingAsync(CancellationToken cancel)
    {
        await Afternoon.VisitAsync(bad, crowd.Next(), activated: false, cancel);
        Expect("NEVER_ACTIVATED");
    }

    /// <summary>An honest loser of a race but for the end: the certificate made in vain stays in the world.</summary>
    private async Task NeverRevokeAsync(CancellationToken cancel)
    {
        var citizen = crowd.Next();
        var check = await bad.CheckAsync(citizen, ProviderDesk.App, null, cancel);
        var order = bad.Order(citizen, ProviderDesk.App, ticket: check.Ticket);
        await Afternoon.TakeUpAsync(AnyHonest(), citizen, cancel);
        await bad.RecordAsync(order, cancel, revokes: false);
        Expect("NOT_REVOKED_IN_TIME");
    }

    /// <summary>HUE-1.6: collects who is free, and issues nothing.</summary>
    private async Task CheckInBulkAsync(CancellationToken cancel)
    {
        var staff = DemoProviders.StaffOf(bad.Provider, DemoProviders.StaffPerProvider);
        for (var i = 0; i < BulkChecks; i++)
        {
            await bad.CheckAsync(crowd.Next(), ProviderDesk.App, staff, cancel);
        }

        Expect("CHECKS_WITHOUT_ISSUANCE");
    }

    private async Task RecordLateAsync(CancellationToken cancel)
    {
        var citizen = crowd.Next();
        var check = await bad.CheckAsync(citizen, ProviderDesk.App, null, cancel);
        await bad.RecordAsync(bad.Order(citizen, ProviderDesk.App, ticket: check.Ticket) with { IssuedAt = clock.Now - HowLate }, cancel);
        Expect("LATE_RECORD");
        // A check that was made after the certificate is none.
        Expect("RECORD_WITHOUT_CHECK");
    }

    private async Task RecordUncheckedAsync(CancellationToken cancel)
    {
        await bad.RecordAsync(bad.Order(crowd.Next(), ProviderDesk.App), cancel);
        await bad.RecordAsync(bad.Order(crowd.Next(), ProviderDesk.App), cancel);
        Expect("RECORD_WITHOUT_CHECK", 2);
    }

    /// <summary>HUE-1.3: it was told who holds the certificate, and makes another all the same.</summary>
    private async Task RecordHeldAsync(CancellationToken cancel)
    {
        var citizen = crowd.Next();
        await Afternoon.TakeUpAsync(AnyHonest(), citizen, cancel);
        var check = await bad.CheckAsync(citizen, ProviderDesk.App, null, cancel);
        await bad.RecordAsync(bad.Order(citizen, ProviderDesk.App, ticket: check.Ticket), cancel);
        Expect("DUPLICATE_ATTEMPT");
    }

    private async Task ReuseContractAsync(CancellationToken cancel)
    {
        for (var i = 0; i < 2; i++)
        {
            await VisitAsync(dossier => dossier with { ContractNumber = "HD-01/BKAV" }, cancel);
        }

        Expect("CONTRACT_NUMBER_REUSED");
    }

    /// <summary>DT-3.1: a broker receives the certificates of several citizens.</summary>
    private async Task ShareRecipientAsync(CancellationToken cancel)
    {
        for (var i = 0; i < SharedCertificates; i++)
        {
            await VisitAsync(dossier => dossier with { ReceivedByCitizen = false, RecipientName = "Trần Văn Thử" }, cancel);
        }

        Expect("SHARED_RECIPIENT");
        Expect("RECIPIENT_NOT_HOLDER", SharedCertificates);
    }

    private async Task NeglectDossiersAsync(CancellationToken cancel)
    {
        await VisitAsync(_ => null, cancel);
        await VisitAsync(dossier => dossier with { ContractSignedOn = null, ConsentGivenAt = null }, cancel);
        Expect("DOSSIER_INCOMPLETE", 2);
    }

    /// <summary>An officer types the needs of a village for a helper with one telephone: nobody's fault (HUE-1.6 is about who collects numbers), so nothing is to be flagged.</summary>
    private async Task HelpAVillageAsync(CancellationToken cancel)
    {
        var phone = MadeUpCitizens.Phone();
        for (var i = 0; i < NeedsOfAVillage; i++)
        {
            await department.CancelNeedAsync(await department.RegisterNeedAsync(crowd.Next(), bad.Provider, cancel, phone: phone), cancel);
        }
    }

    /// <summary>HUE-1.5: this provider revokes without the citizen's code, and another one, who did nothing wrong, records the citizen anew.</summary>
    private async Task BreakFreePeriodAsync(CancellationToken cancel)
    {
        var citizen = crowd.Next();
        await bad.EndAsync(await Afternoon.TakeUpAsync(bad, citizen, cancel), cancel, "REVOKED");
        await Afternoon.TakeUpAsync(AnyHonest(), citizen, cancel);
        Expect("FREE_PERIOD_BREACH");
    }

    private async Task ReuseKeyAsync(CancellationToken cancel)
    {
        using var ca = new MadeUpAuthority(DemoProviders.All.Single(p => p.Code == bad.Provider).Issuer);
        for (var i = 0; i < 2; i++)
        {
            var citizen = crowd.Next();
            var check = await bad.CheckAsync(citizen, ProviderDesk.App, null, cancel);
            var order = bad.Order(citizen, ProviderDesk.App, ticket: check.Ticket);
            await bad.RecordAsync(order with { Pem = ca.IssueWithTheOneKey(order.SerialNumber, order.IssuedAt) }, cancel);
        }

        Expect("KEY_REUSED");
    }

    private async Task VisitAsync(Func<Dossier, Dossier?> spoil, CancellationToken cancel)
    {
        var citizen = crowd.Next();
        var staff = bad.AnyStaff;
        var check = await bad.CheckAsync(citizen, ProviderDesk.Door, staff, cancel);
        var order = bad.Order(citizen, ProviderDesk.Door, staff, check.Ticket);
        await bad.RecordAsync(order with { Dossier = spoil(order.Dossier!) }, cancel);
    }

    private ProviderDesk AnyHonest() => honest[Random.Shared.Next(honest.Count)];

    private void Expect(string kind, int times = 1) => expected.AddOrUpdate(kind, times, (_, before) => before + times);
}
