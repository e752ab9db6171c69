using Campaign.Testing;

namespace Campaign.Model;

/// <summary>Needs: registered, supported, denied and cancelled. They are served and superseded by what is recorded, and lapse by themselves.</summary>
internal sealed partial class ModelRegistry
{
    private Expected Register(string client, NeedInput input)
    {
        const string Operation = "registerNeed";
        var content = Content(
            input.Campaign, Number(input.CitizenId), input.ProviderCode, input.Mode, input.ContactName, input.Phone, input.ForSwitch, input.WardCode, input.Address);
        return Repeated<ModelNeed>(client, Operation, input.RequestId, content, n => new("NeedRegistered", [("replayed", true), .. NeedFields(n)]))
            ?? InvalidCitizen(input.CitizenId)
            ?? ContactIncomplete(input)
            ?? NotOpen(input.Campaign)
            ?? NotParticipating(input.Campaign, input.ProviderCode)
            ?? PlaceDoesNotFit(input)
            ?? (OpenNeedOf(Number(input.CitizenId)!, input.Campaign) is { } open ? Refused("NeedAlreadyOpen", OpenNeedFields("need", open)) : null)
            ?? LetLapse(input)
            ?? Registered(client, input, Operation, content);
    }

    private static Expected? ContactIncomplete(NeedInput input)
    {
        var field = input.ContactName.Trim().Length == 0 ? "contactName"
            : input.Phone.Length != 10 || input.Phone[0] != '0' ? "phone"
            : input.Mode == "AT_HOME" && input.WardCode is null ? "wardCode"
            : input.Mode == "AT_HOME" && input.Address is null ? "address"
            : null;
        return field is null ? null : Refused("InvalidContact", ("field", field));
    }

    /// <summary>Who holds a certificate needs no other; for a switch it is the other way round.</summary>
    private Expected? PlaceDoesNotFit(NeedInput input)
    {
        var holder = HolderOf(Number(input.CitizenId)!, input.Campaign);
        if (input.ForSwitch)
        {
            return holder is null || holder.Provider == input.ProviderCode ? Refused("NothingToSwitch") : null;
        }

        return holder is null
            ? null
            : Refused("AlreadyIssued", [("yours", false), .. HolderFields(holder, toItself: false, tellsWhen: true), ("revokeBy", null)]);
    }

    /// <summary>Who let a need of this citizen lapse is not chosen again, as long as another takes part that has not; for a switch, the holder is no other.</summary>
    private Expected? LetLapse(NeedInput input)
    {
        var campaign = campaigns[input.Campaign];
        var citizen = Number(input.CitizenId)!;
        var lapsed = Needs.Where(n => n.Campaign == campaign && n.Citizen == citizen && n.StateAt(Now) == "LAPSED" && n.LapseCounts).Select(n => n.Provider).ToHashSet();
        var holder = input.ForSwitch ? HolderOf(citizen, campaign.Code)?.Provider : null;
        return lapsed.Contains(input.ProviderCode) && campaign.Providers.Any(p => campaign.TakesPart(p) && !lapsed.Contains(p) && p != holder)
            ? Refused("ProviderLetItLapse")
            : null;
    }

    /// <summary>Of the same provider and citizen the latest need before this one has lapsed after three calls that stand, and none of theirs counts.</summary>
    public bool IsChosenAgainAfterCalls(NeedInput input)
    {
        var before = Needs.Where(n => n.Provider == input.ProviderCode && n.Citizen == Number(input.CitizenId) && n.RegisteredAt < Now && n.StateAt(Now) == "LAPSED").ToList();
        return before.Count > 0 && before[^1].NotReached && before.TrueForAll(n => !n.LapseCounts);
    }

    private Expected Registered(string client, NeedInput input, string operation, string content)
    {
        var campaign = campaigns[input.Campaign];
        // The same provider's window goes on where the citizen cancels and registers anew.
        var first = Needs.LastOrDefault(n =>
            n.Citizen == Number(input.CitizenId) && n.Provider == input.ProviderCode && n.Campaign.Programme == campaign.Programme && n.EndedAs == "CANCELLED" && n.DueAt > Now);
        var due = Now + campaign.NeedWindow;
        var need = new ModelNeed
        {
            Campaign = campaign,
            Citizen = Number(input.CitizenId)!,
            Provider = input.ProviderCode,
            Mode = input.Mode,
            ForSwitch = input.ForSwitch,
            RegisteredAt = Now,
            WaitingUntil = first?.DueAt < due ? first.DueAt : due,
            OpenBefore = first is null ? null : (first.OpenBefore ?? TimeSpan.Zero) + (first.CancelledAt!.Value - first.RegisteredAt),
        };
        Needs.Add(need);
        Claim(client, operation, input.RequestId, content, need);
        return new("NeedRegistered", [("replayed", false), .. NeedFields(need)]) { Learn = answer => need.Id = answer.Text("need", "id") };
    }

    private Expected StartSupport(string provider, SupportInput input)
    {
        if (Needs.SingleOrDefault(n => n.Id == input.NeedId && n.Provider == provider) is not { } need)
        {
            return Refused("NeedNotFound");
        }

        if (!need.IsOpenAt(Now))
        {
            return Refused("NeedNotServable", ("state", need.StateAt(Now)));
        }

        // Starting again is the same success and extends nothing.
        if (need.SupportUntil is null)
        {
            var until = Now + need.Campaign.SupportWindow;
            if (StaffUnknown(provider, input.Staff, required: true) is { } unknown)
            {
                return unknown;
            }

            var (called, visit) = input.Evidence;
            if ((called is null && visit is null) || called < need.RegisteredAt || called > Now || visit < need.RegisteredAt || visit > until)
            {
                return Refused("EvidenceMissing");
            }

            (need.SupportUntil, need.Denied) = (until, false);
        }

        return new("NeedSupportStarted", NeedFields(need));
    }

    /// <summary>As if support had never begun. Said again, it is the same success; of a need that waits, there is nothing to deny.</summary>
    private Expected Deny(DenyInput input)
    {
        if (Needs.SingleOrDefault(n => n.Id == input.NeedId) is not { } need)
        {
            return Refused("NeedNotFound");
        }

        var state = need.StateAt(Now);
        if (state == "IN_SUPPORT")
        {
            (need.SupportUntil, need.Denied) = (null, true);
        }
        else if (state != "WAITING" && !(state == "LAPSED" && need.Denied))
        {
            return Refused("NeedNotServable", ("state", state));
        }

        return new("NeedCancelled", NeedFields(need));
    }

    private Expected NoteCall(string provider, NoteCallInput input)
    {
        const string Operation = "noteCallNotReached";
        var content = Content(input.NeedId, input.CalledAt);
        return Repeated<ModelCall>(provider, Operation, input.RequestId, content, c => new("CallNoted", [("replayed", true), .. CallFields(c)]))
            ?? (Needs.SingleOrDefault(n => n.Id == input.NeedId && n.Provider == provider) is { } need ? Called(provider, input, need, content, Operation) : Refused("NeedNotFound"));
    }

    private Expected Called(string provider, NoteCallInput input, ModelNeed need, string content, string operation)
    {
        if (!need.IsOpenAt(Now))
        {
            return Refused("NeedNotServable", ("state", need.StateAt(Now)));
        }

        if (StaffUnknown(provider, input.Staff, required: true) is { } unknown)
        {
            return unknown;
        }

        var at = input.CalledAt;
        var hour = at - Vietnam.MidnightOf(Vietnam.DayOf(at));
        var standing = need.Calls.Where(c => c.Stands).ToList();
        var reason = at < need.RegisteredAt ? "BEFORE_THE_NEED"
            : at > Now.AddMinutes(5) ? "IN_THE_FUTURE"
            : at < Now.AddHours(-1) ? "TOO_LONG_AGO"
            : hour.TotalHours < 8 || hour.TotalHours >= 20 ? "OUTSIDE_THE_HOURS"
            : standing.Count == 3 ? "THREE_STAND"
            : standing.Exists(c => c.CalledAt.AddHours(4) > at) ? "TOO_SOON"
            : null;
        if (reason is not null)
        {
            return Refused("CallDoesNotCount", ("reason", reason));
        }

        var call = new ModelCall(need, at, Now);
        need.Calls.Add(call);
        Claim(provider, operation, input.RequestId, content, call);
        return new("CallNoted", [("replayed", false), .. CallFields(call)]) { Learn = answer => call.Id = answer.Text("call", "id") };
    }

    /// <summary>It counts no more. Said again, it is the first denial; after 30 days it is too late.</summary>
    private Expected DenyCall(DenyCallInput input)
    {
        if (Needs.SelectMany(n => n.Calls).SingleOrDefault(c => c.Id == input.Id) is not { } call)
        {
            return Refused("CallNotFound");
        }

        if (call.Stands && Now >= call.NotedAt.AddDays(30))
        {
            return Refused("CallNotDeniable");
        }

        call.DeniedAt ??= Now;
        return new("CallDenied", [("call.id", call.Id), ("call.deniedAt", call.DeniedAt)]);
    }

    private (string Path, object? Value)[] CallFields(ModelCall c) =>
        [.. c.Id is null ? Nothing : [("call.id", c.Id)], ("call.calledAt", c.CalledAt), ("call.notedAt", c.NotedAt), ("call.deniedAt", c.DeniedAt), .. NeedFields(c.Need)];

    private Expected Cancel(CancelInput input)
    {
        if (Needs.SingleOrDefault(n => n.Id == input.NeedId) is not { } need)
        {
            return Refused("NeedNotFound");
        }

        if (need.EndedAs != "CANCELLED" && !need.IsOpenAt(Now))
        {
            return Refused("NeedNotServable", ("state", need.StateAt(Now)));
        }

        need.CancelledAt ??= Now;
        need.EndedAs = "CANCELLED";
        return new("NeedCancelled", NeedFields(need));
    }

    private (string Path, object? Value)[] NeedFields(ModelNeed n) =>
    [
        .. n.Id is null ? Nothing : [("need.id", n.Id)], ("need.campaign", n.Campaign.Code), ("need.provider.code", n.Provider), ("need.mode", n.Mode),
        ("need.state", n.StateAt(Now)), ("need.registeredAt", n.RegisteredAt), ("need.dueAt", n.DueAt),
    ];

    private (string Path, object? Value)[] OpenNeedFields(string path, ModelNeed n) =>
        [($"{path}.id", n.Id), ($"{path}.provider.code", n.Provider), ($"{path}.state", n.StateAt(Now)), ($"{path}.dueAt", n.DueAt)];
}
