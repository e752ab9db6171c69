namespace Campaign.Demo.Day;

/// <summary>Plays one citizen's story, by the desks of the providers that take part in it.</summary>
internal sealed class Storyteller(IReadOnlyList<ProviderDesk> desks, DayClock clock, Ledger ledger)
{
    private const int MaxHangUpMilliseconds = 30;

    /// <returns>False when this citizen was recorded before the morning began, and another is needed.</returns>
    public Task<bool> TellAsync(Story story, MadeUpCitizen citizen, CancellationToken cancel) => story switch
    {
        Story.App => RegisterInAppAsync(AnyDesk(), citizen, cancel),
        Story.Door => VisitAsync(AnyDesk(), citizen, activated: true, cancel),
        Story.PendingAtTheDoor => VisitAsync(AnyDesk(), citizen, activated: false, cancel),
        Story.Race => RaceAsync(citizen, cancel),
        Story.CutConnection => CutConnectionAsync(AnyDesk(), citizen, cancel),
        Story.LostKey => LoseKeyAsync(AnyDesk(), citizen, cancel),
        Story.GivenBack => GiveBackAsync(citizen, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(story)),
    };

    private static async Task<bool> RegisterInAppAsync(ProviderDesk desk, MadeUpCitizen citizen, CancellationToken cancel)
    {
        var ticket = (await desk.CheckAsync(citizen, ProviderDesk.App, null, cancel)).Ticket;
        return (await desk.RecordAsync(desk.Order(citizen, ProviderDesk.App, ticket: ticket), cancel)).Issuance is not null;
    }

    private static async Task<bool> VisitAsync(ProviderDesk desk, MadeUpCitizen citizen, bool activated, CancellationToken cancel)
    {
        var staff = desk.AnyStaff;
        var check = await desk.CheckAsync(citizen, ProviderDesk.Door, staff, cancel);
        if (check.Standing != "FREE")
        {
            return false;
        }

        var order = desk.Order(citizen, ProviderDesk.Door, staff, check.Ticket, activated);
        if ((await desk.RecordAsync(order, cancel)).Issuance is null)
        {
            return false;
        }

        if (!activated)
        {
            await desk.ActivateAsync(citizen.Issuances.Single(), cancel);
        }

        return true;
    }

    /// <summary>Two to six providers have each asked, and made a certificate, and record at the same instant.</summary>
    private async Task<bool> RaceAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var racers = desks.ToArray();
        Random.Shared.Shuffle(racers);
        racers = racers[..Random.Shared.Next(2, racers.Length + 1)];
        var orders = await Task.WhenAll(racers.Select(async r =>
            (Desk: r, Order: r.Order(citizen, ProviderDesk.App, ticket: (await r.CheckAsync(citizen, ProviderDesk.App, null, cancel)).Ticket))));
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = orders.Select(async o =>
        {
            await start.Task;
            return await o.Desk.RecordAsync(o.Order, cancel);
        }).ToArray();
        start.SetResult();
        var answers = await Task.WhenAll(runs);
        if (answers.Any(a => a.Lost?.WonAt < clock.StartedAt))
        {
            return false;
        }

        ledger.Races.Enqueue(new(citizen, racers.Length, answers.Count(a => a.Issuance is not null)));
        return true;
    }

    /// <summary>The network goes while the record is under way; the same request is sent again, and once more for good measure.</summary>
    private async Task<bool> CutConnectionAsync(ProviderDesk desk, MadeUpCitizen citizen, CancellationToken cancel)
    {
        var check = await desk.CheckAsync(citizen, ProviderDesk.App, null, cancel);
        var order = desk.Order(citizen, ProviderDesk.App, ticket: check.Ticket);
        await desk.CutOffAsync(order, TimeSpan.FromMilliseconds(Random.Shared.Next(MaxHangUpMilliseconds)), cancel);
        var again = await desk.RecordAsync(order, cancel);
        if (again.Lost?.WonAt < clock.StartedAt)
        {
            return false;
        }

        var onceMore = await desk.RecordAsync(order, cancel);
        ledger.CutOffs.Enqueue(new(citizen, again.Issuance, onceMore.Issuance, onceMore.Replayed));
        return true;
    }

    private static async Task<bool> LoseKeyAsync(ProviderDesk desk, MadeUpCitizen citizen, CancellationToken cancel)
    {
        if (!await RegisterInAppAsync(desk, citizen, cancel))
        {
            return false;
        }

        await desk.ReplaceAsync(citizen, citizen.Issuances.Single(), cancel);
        return true;
    }

    /// <summary>The citizen gives a certificate back, and gets one from another provider; the free year goes on from where it was.</summary>
    private async Task<bool> GiveBackAsync(MadeUpCitizen citizen, CancellationToken cancel)
    {
        var (first, second) = TwoDesks();
        if (!await RegisterInAppAsync(first, citizen, cancel))
        {
            return false;
        }

        await first.EndAsync(citizen.Issuances.Single(), cancel);
        return await VisitAsync(second, citizen, activated: true, cancel);
    }

    private ProviderDesk AnyDesk() => desks[Random.Shared.Next(desks.Count)];

    private (ProviderDesk First, ProviderDesk Second) TwoDesks()
    {
        var first = Random.Shared.Next(desks.Count);
        return (desks[first], desks[(first + 1 + Random.Shared.Next(desks.Count - 1)) % desks.Count]);
    }
}
