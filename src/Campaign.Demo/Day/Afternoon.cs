namespace Campaign.Demo.Day;

/// <summary>One thing that happens to one citizen.</summary>
internal delegate Task Episode(MadeUpCitizen citizen, CancellationToken cancel);

/// <summary>
/// What honest providers do when the morning's rush is over: they help those who asked for help, follow up faults, take over who wants to change, and revoke what
/// they made in vain.
/// </summary>
internal sealed class Afternoon(IReadOnlyList<ProviderDesk> desks, DepartmentDesk department, Ledger ledger, Tally tally)
{
    /// <summary>No code looks like this one.</summary>
    private const string WrongCode = "0000-0000-0000";

    public IReadOnlyList<Episode> Episodes =>
    [
        ServeNeedAsync, SupportAndServeAsync, DenySupportAsync, CancelNeedAsync, SupersedeNeedAsync, HelpToSwitchAsync, SwitchAsync, ActivateAsync, EndFaultAsync,
        LoseAndRevokeAsync,
    ];

    /// <summary>A visit for a need: asked, made, recorded, and the need is served.</summary>
    public async Task ServeAsync(ProviderDesk desk, MadeUpCitizen citizen, RegisteredNeed need, CancellationToken cancel)
    {
        var staff = desk.AnyStaff;
        var check = await desk.CheckAsync(citizen, ProviderDesk.Need, staff, cancel);
        await MustHaveAsync(desk.RecordAsync(desk.Order(citizen, ProviderDesk.Need, staff, check.Ticket, needId: need.Id), cancel));
        need.EndsAs = "SERVED";
        tally.Did(desk.Provider, Deed.NeedServed);
    }

    /// <summary>The citizen gets a first certificate in a provider's app.</summary>
    /// <exception cref="KnownBeforeException">The citizen has one already.</exception>
    public static async Task<Acknowledged> TakeUpAsync(ProviderDesk desk, MadeUpCitizen citizen, CancellationToken cancel)
    {
        var check = await desk.CheckAsync(citizen, ProviderDesk.App, null, cancel);
        if (check.Standing != "FREE" && citizen.Issuances.Count == 0)
        {
            throw new KnownBeforeException();
        }

        return await MustHaveAsync(desk.RecordAsync(desk.Order(citizen, ProviderDesk.App, ticket: check.Ticket), cancel));
    }

    /// <summary>A visit at the door, with or without a technical fault.</summary>
    /// <exception cref="KnownBeforeException">The citizen has a certificate already.</exception>
    public static async Task<Acknowledged> VisitAsync(ProviderDesk desk, MadeUpCitizen citizen, bool activated, CancellationToken cancel)
    {
        var staff = desk.AnyStaff;
        var check = await desk.CheckAsync(citizen, ProviderDesk.Door, staff, cancel);
        if (check.Standing != "FREE" && citizen.Issuances.Count == 0)
        {
            throw new KnownBeforeException();
        }

        return await MustHaveAsync(desk.RecordAsync(desk.Order(citizen, ProviderDesk.Door, staff, check.Ticket, activated), cancel));
    }

    private async Task ServeNeedAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var desk = Desk();
        var need = await department.RegisterNeedAsync(citizen, desk.Provider, cancel);
        await department.RegisterNeedInVainAsync(citizen, Other(desk).Provider, "NeedAlreadyOpen", cancel);
        await ServeAsync(desk, citizen, need, cancel);
    }

    private async Task SupportAndServeAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var desk = Desk();
        var need = await department.RegisterNeedAsync(citizen, desk.Provider, cancel);
        await desk.StartSupportAsync(need, cancel);
        await ServeAsync(desk, citizen, need, cancel);
    }

    /// <summary>The call did not reach the citizen, who says so; the visit comes in time all the same.</summary>
    private async Task DenySupportAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var desk = Desk();
        var need = await department.RegisterNeedAsync(citizen, desk.Provider, cancel);
        await desk.StartSupportAsync(need, cancel);
        await department.DenySupportAsync(need, cancel);
        await ServeAsync(desk, citizen, need, cancel);
    }

    private async Task CancelNeedAsync(MadeUpCitizen citizen, CancellationToken cancel) =>
        await department.CancelNeedAsync(await department.RegisterNeedAsync(citizen, Desk().Provider, cancel), cancel);

    /// <summary>While one provider was to come, the citizen registered in the app of another.</summary>
    private async Task SupersedeNeedAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var desk = Desk();
        var need = await department.RegisterNeedAsync(citizen, desk.Provider, cancel);
        await TakeUpAsync(Other(desk), citizen, cancel);
        need.EndsAs = "SUPERSEDED";
    }

    private async Task HelpToSwitchAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var old = Desk();
        var chosen = Other(old);
        var held = await TakeUpAsync(old, citizen, cancel);
        var need = await department.RegisterNeedAsync(citizen, chosen.Provider, cancel, forSwitch: true);
        var consent = await department.ConsentAsync(citizen, chosen.Provider, cancel);
        var staff = chosen.AnyStaff;
        var check = await chosen.CheckAsync(citizen, ProviderDesk.Need, staff, cancel);
        await chosen.SwitchAsync(chosen.Order(citizen, ProviderDesk.Need, staff, check.Ticket, needId: need.Id), consent, held, cancel);
        need.EndsAs = "SERVED";
        tally.Did(chosen.Provider, Deed.NeedServed);
    }

    private async Task SwitchAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var old = Desk();
        var chosen = Other(old);
        var held = await TakeUpAsync(old, citizen, cancel);
        var consent = await department.ConsentAsync(citizen, chosen.Provider, cancel);
        await chosen.SwitchInVainAsync(chosen.Order(citizen, ProviderDesk.App), WrongCode, "ConsentNotProven", cancel);
        await chosen.SwitchAsync(chosen.Order(citizen, ProviderDesk.App), consent, held, cancel);
    }

    private async Task ActivateAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var desk = Desk();
        await desk.ActivateAsync(await VisitAsync(desk, citizen, activated: false, cancel), cancel);
    }

    /// <summary>The fault cannot be resolved: the place is free again, and another provider helps.</summary>
    private async Task EndFaultAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var desk = Desk();
        await desk.EndAsync(await VisitAsync(desk, citizen, activated: false, cancel), cancel, "FAULT_NOT_RESOLVED");
        await VisitAsync(Other(desk), citizen, activated: true, cancel);
    }

    /// <summary>Two have asked and were told that the citizen is free; the second to record revokes in time.</summary>
    private async Task LoseAndRevokeAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var loser = Desk();
        var check = await loser.CheckAsync(citizen, ProviderDesk.App, null, cancel);
        if (check.Standing != "FREE")
        {
            throw new KnownBeforeException();
        }

        var late = loser.Order(citizen, ProviderDesk.App, ticket: check.Ticket);
        await TakeUpAsync(Other(loser), citizen, cancel);
        var answer = await loser.RecordAsync(late, cancel);
        ledger.Races.Enqueue(new(citizen, 2, answer.Issuance is null ? 1 : 2));
    }

    private ProviderDesk Desk() => desks[Random.Shared.Next(desks.Count)];

    private ProviderDesk Other(ProviderDesk desk)
    {
        var others = desks.Where(d => d != desk).ToList();
        return others[Random.Shared.Next(others.Count)];
    }

    private static async Task<Acknowledged> MustHaveAsync(Task<RecordAnswer> record) =>
        (await record).Issuance ?? throw new NoUsableAnswerException("recordIssuance was answered AlreadyIssued, where nobody else had recorded.");
}
