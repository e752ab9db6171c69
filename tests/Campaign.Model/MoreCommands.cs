using Campaign.Testing;

namespace Campaign.Model;

/// <summary>When something else is said to have happened.</summary>
internal enum SaidAt
{
    Now,
    FiveMinutesAhead,
    JustTooFarAhead,
    AtTheEarliest,
    JustTooEarly,
}

/// <summary>Who asks: the object's own provider, another, or the department.</summary>
internal enum Asker
{
    Owner,
    Another,
    Department,
}

/// <summary>Acts on one of the latest issuances.</summary>
internal abstract record OnIssuance(int Which, Asker Asker) : Asking
{
    /// <summary>What such a step is usually about.</summary>
    protected virtual bool Fits(World world, ModelIssuance issuance) => true;

    protected static DateTimeOffset InstantOf(World world, SaidAt at, DateTimeOffset? earliest) => at switch
    {
        SaidAt.FiveMinutesAhead => world.Now.AddMinutes(5),
        SaidAt.JustTooFarAhead => world.Now.AddMinutes(5).AddMicroseconds(1),
        SaidAt.AtTheEarliest => earliest ?? world.Now,
        SaidAt.JustTooEarly => (earliest ?? world.Now).AddMicroseconds(-1),
        _ => earliest > world.Now ? earliest.Value : world.Now,
    };

    protected ModelIssuance? IssuanceIn(World world) => World.Back(world.Model.Issuances, Which, i => Fits(world, i));

    protected string IdIn(World world) => IssuanceIn(world)?.Id ?? Unknown;

    protected string ClientIn(World world, bool maybeDepartment)
    {
        var owner = IssuanceIn(world)?.Provider ?? World.Providers[0];
        return Asker switch
        {
            Asker.Department when maybeDepartment => "department",
            Asker.Another => World.Providers.First(p => p != owner),
            _ => owner,
        };
    }

    internal const string Unknown = "00000000-0000-7000-8000-000000000000";
}

internal sealed record Replace(int Which, Asker Asker, string Reason, Cert Cert) : OnIssuance(Which, Asker)
{
    protected override bool Fits(World world, ModelIssuance issuance) =>
        Reason == "CERTIFICATE_EXPIRED" && Which > 0 ? issuance.StatusAt(world.Now) == "EXPIRED" : issuance.HoldsAt(world.Now);

    public override Request In(World world) =>
        new(ClientIn(world, maybeDepartment: false), new ReplaceInput(Make.Id(), IdIn(world), Reason, Cert.In(world, null)));
}

internal sealed record Activate(int Which, Asker Asker, SaidAt At) : OnIssuance(Which, Asker)
{
    protected override bool Fits(World world, ModelIssuance issuance) => issuance.StatusAt(world.Now) == "PENDING_ACTIVATION";

    public override Request In(World world) =>
        new(ClientIn(world, maybeDepartment: false), new ActivateInput(IdIn(world), InstantOf(world, At, IssuanceIn(world)?.IssuedAt)));
}

internal sealed record End(int Which, Asker Asker, string Reason, SaidAt At) : OnIssuance(Which, Asker)
{
    protected override bool Fits(World world, ModelIssuance issuance) =>
        Reason == "FAULT_NOT_RESOLVED" ? issuance.StatusAt(world.Now) == "PENDING_ACTIVATION" : issuance.HoldsAt(world.Now);

    public override Request In(World world) =>
        new(ClientIn(world, maybeDepartment: true), new EndInput(Make.Id(), IdIn(world), Reason, InstantOf(world, At, IssuanceIn(world)?.IssuedAt)));
}

/// <summary>Confirms the revocation of what is due, or of any serial number that was seen.</summary>
internal sealed record Confirm(int Which, bool OfAnySerial, Asker Asker, SaidAt At) : OnIssuance(Which, Asker)
{
    public override Request In(World world)
    {
        var due = OfAnySerial ? null : World.Back(world.Model.Revocations, Which, r => !r.RecordedAfterAll);
        var owner = due?.Provider ?? ClientIn(world, maybeDepartment: false);
        return new(
            Asker == Asker.Another ? World.Providers.First(p => p != owner) : owner,
            new ConfirmInput(
                Make.Id(), due?.Campaign.Code ?? world.Long, due?.Serial ?? World.Back(world.Serials, Which) ?? "1",
                InstantOf(world, At, due?.IssuedAt.AddMinutes(-5))));
    }
}

internal sealed record Register(int Citizen, int Provider, int Campaign, bool ForSwitch, int Contact) : Asking
{
    public override Request In(World world)
    {
        var input = new NeedInput
        {
            Campaign = world.CampaignAt(Campaign),
            CitizenId = world.CitizenAt(Citizen, World.Providers[Provider], world.CampaignAt(Campaign)),
            ProviderCode = World.Providers[Provider],
            ForSwitch = ForSwitch,
        };
        return new("department", Contact switch
        {
            0 => input with { ContactName = " " },
            1 => input with { Phone = "0905" },
            2 => input with { Mode = "AT_HOME" },
            3 => input with { Mode = "AT_HOME", WardCode = "19753", Address = "12 Lê Lợi" },
            4 => input with { CitizenId = "123" },
            _ => input,
        });
    }
}

internal enum Shown
{
    CallNow,
    CallAsRegistered,
    CallBeforeRegistered,
    CallYetToCome,
    VisitAsTheWindowEnds,
    VisitAfterTheWindow,
    Nothing,
}

internal sealed record Support(int Which, Asker Asker, int StaffMember, Shown Shown) : Asking
{
    public override Request In(World world)
    {
        var need = World.Back(world.Model.Needs, Which, n => n.StateAt(world.Now) == "WAITING");
        var owner = need?.Provider ?? World.Providers[0];
        var tick = TimeSpan.FromMicroseconds(1);
        var registered = need?.RegisteredAt ?? world.Now;
        var until = world.Now + (need?.Campaign.SupportWindow ?? TimeSpan.Zero);
        return new(
            Asker == Asker.Another ? World.Providers.First(p => p != owner) : owner,
            new SupportInput(need?.Id ?? OnIssuance.Unknown, Staff(owner, StaffMember), Shown switch
            {
                Shown.CallNow => new(world.Now, null),
                Shown.CallAsRegistered => new(registered, null),
                Shown.CallBeforeRegistered => new(registered - tick, null),
                Shown.CallYetToCome => new(world.Now + tick, null),
                Shown.VisitAsTheWindowEnds => new(null, until),
                Shown.VisitAfterTheWindow => new(null, until + tick),
                _ => new(null, null),
            }));
    }
}

internal sealed record Deny(int Which) : Asking
{
    public override Request In(World world) =>
        new("department", new DenyInput(World.Back(world.Model.Needs, Which, n => n.StateAt(world.Now) == "IN_SUPPORT")?.Id ?? OnIssuance.Unknown));
}

internal enum CalledAt
{
    Now,
    FiveMinutesAhead,
    JustTooFarAhead,
    AnHourAgo,
    JustTooLongAgo,
    AsRegistered,
    JustBeforeRegistered,
    FourHoursAfterTheLast,
    JustTooSoon,
}

/// <summary>The provider says that it called and reached nobody.</summary>
internal sealed record NoteCall(int Which, Asker Asker, int StaffMember, CalledAt CalledAt) : Asking
{
    public override Request In(World world)
    {
        var need = World.Back(world.Model.Needs, Which, n => n.IsOpenAt(world.Now));
        var owner = need?.Provider ?? World.Providers[0];
        var tick = TimeSpan.FromMicroseconds(1);
        var registered = need?.RegisteredAt ?? world.Now;
        var next = need?.Calls.LastOrDefault(c => c.Stands)?.CalledAt.AddHours(4) ?? world.Now;
        return new(
            Asker == Asker.Another ? World.Providers.First(p => p != owner) : owner,
            new NoteCallInput(Make.Id(), need?.Id ?? OnIssuance.Unknown, CalledAt switch
            {
                CalledAt.Now => world.Now,
                CalledAt.FiveMinutesAhead => world.Now.AddMinutes(5),
                CalledAt.JustTooFarAhead => world.Now.AddMinutes(5) + tick,
                CalledAt.AnHourAgo => world.Now.AddHours(-1),
                CalledAt.JustTooLongAgo => world.Now.AddHours(-1) - tick,
                CalledAt.AsRegistered => registered,
                CalledAt.JustBeforeRegistered => registered - tick,
                CalledAt.FourHoursAfterTheLast => next,
                _ => next - tick,
            }, Staff(owner, StaffMember)));
    }
}

/// <summary>The citizen says "nobody called me".</summary>
internal sealed record DenyCall(int Which) : Asking
{
    public override Request In(World world) =>
        new("department", new DenyCallInput(World.Back([.. world.Model.Needs.SelectMany(n => n.Calls)], Which, c => c.Stands)?.Id ?? OnIssuance.Unknown));
}

internal sealed record Cancel(int Which) : Asking
{
    public override Request In(World world) =>
        new("department", new CancelInput(World.Back(world.Model.Needs, Which, n => n.IsOpenAt(world.Now))?.Id ?? OnIssuance.Unknown));
}

internal sealed record Exclude(int Provider, int Campaign) : Asking
{
    public override Request In(World world) => new("department", new ExcludeInput(world.CampaignAt(Campaign), World.Providers[Provider], "a test", []));
}

/// <summary>Sends an earlier request again: as it was, or under its request id with other content.</summary>
internal sealed record Resend(int Which, bool OtherContent) : Asking
{
    public override Request In(World world)
    {
        if (World.Back(OtherContent || Which % 3 > 0 ? world.Acted : world.Sent, Which) is not { } sent)
        {
            return new("department", new CancelInput(OnIssuance.Unknown));
        }

        var spelled = new Request(sent.Client, sent.Input switch
        {
            // Ticket and staff are no content, and neither is how a number is written.
            RecordInput i => i with { CitizenId = Spelled.Number(i.CitizenId.Replace(" ", "").Replace(".", ""), Which % 2) },
            _ => sent.Input,
        });
        return !OtherContent ? spelled : new(sent.Client, sent.Input switch
        {
            RecordInput i => i with { Certificate = i.Certificate with { SerialNumber = world.NewSerial() } },
            SwitchInput i => i with { ConsentCode = World.WrongCode },
            ReplaceInput i => i with { Reason = i.Reason == "TECHNICAL" ? "KEY_LOST" : "TECHNICAL" },
            EndInput i => i with { EffectiveAt = i.EffectiveAt.AddMicroseconds(1) },
            ConfirmInput i => i with { RevokedAt = i.RevokedAt.AddMicroseconds(-1) },
            NeedInput i => i with { ContactName = i.ContactName + " Hai" },
            NoteCallInput i => i with { CalledAt = i.CalledAt.AddMicroseconds(1) },
            _ => sent.Input,
        });
    }
}

/// <summary>Runs one of the registry's jobs. No answer may depend on it.</summary>
internal sealed record RunJob(string Name) : Command;

/// <summary>What ends at an instant, of the latest of its kind.</summary>
internal enum Bound
{
    /// <summary>Whatever ends next.</summary>
    Any,
    NeedIsDue,

    /// <summary>From when on the next call of an open need counts.</summary>
    NextCall,
    TicketExpires,
    TicketIsStale,
    ConsentExpires,
    CertificateEnds,
    RevocationIsDue,
    WrongCitizenIsTheDepartments,
    ActivationAfterExclusionEnds,
    FreePeriodEnds,
}

/// <summary>The clock jumps to a bound, or a microsecond before it or after it; it never goes back.</summary>
internal sealed record Jump(Bound Bound, int Which, int Microseconds) : Command
{
    public DateTimeOffset From(World world)
    {
        var model = world.Model;
        IEnumerable<DateTimeOffset?> bounds = Bound switch
        {
            Bound.NeedIsDue => model.Needs.Select(n => (DateTimeOffset?)n.DueAt),
            Bound.NextCall => model.Needs.Where(n => n.IsOpenAt(world.Now)).Select(n => (DateTimeOffset?)n.NextCallFrom),
            Bound.TicketExpires => model.Tickets.Select(t => (DateTimeOffset?)t.ExpiresAt),
            Bound.TicketIsStale => model.Tickets.Select(t => (DateTimeOffset?)t.ExpiresAt.AddHours(24)),
            Bound.ConsentExpires => model.Consents.Select(c => (DateTimeOffset?)c.ExpiresAt),
            Bound.CertificateEnds => model.Issuances.Where(i => i.EndedAs is null && i.ValidUntil is not null).Select(i => i.ValidUntil),
            Bound.RevocationIsDue => model.Revocations.Where(r => r.ConfirmedAt is null && !r.RecordedAfterAll).Select(r => (DateTimeOffset?)r.RevokeBy),
            Bound.WrongCitizenIsTheDepartments => model.Issuances.Where(i => i.HoldsAt(world.Now)).Select(i => (DateTimeOffset?)i.Root.RecordedAt.AddHours(72)),
            Bound.ActivationAfterExclusionEnds => model.Campaigns.SelectMany(c => c.Excluded.Values).Select(e => (DateTimeOffset?)e.At.AddHours(72)),
            Bound.FreePeriodEnds => model.FreePeriods.Values.Select(p => (DateTimeOffset?)Vietnam.MidnightOf(p.EndsOn)),
            _ => model.InstantsOfInterest().Reverse().Select(at => (DateTimeOffset?)at),
        };
        var list = bounds.ToList();
        var to = list.Count == 0 ? null : list[^(1 + (Which % list.Count))]?.AddMicroseconds(Microseconds);
        return to > world.Now ? to.Value : world.Now;
    }
}

/// <summary>Time passes.</summary>
internal sealed record Wait(int Minutes) : Command;
