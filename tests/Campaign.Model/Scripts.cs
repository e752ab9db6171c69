using CsCheck;

namespace Campaign.Model;

/// <summary>A beginning and the steps from there.</summary>
/// <param name="Hour">Of the day at which it begins, so that days in Vietnam and elsewhere differ.</param>
internal sealed record Script(int Hour, IReadOnlyList<Command> Commands);

/// <summary>
/// Generates scripts. Most steps are as they should be, so that a script gets somewhere; each choice can go wrong. What belongs together (a check and its record, a
/// consent and its switch) often comes together.
/// </summary>
internal static class Scripts
{
    private static readonly Gen<int> Citizens = Gen.Frequency((5, 0), (3, 1), (1, 2));
    private static readonly Gen<int> Providers = Gen.Frequency((4, 0), (3, 1), (3, 2), (1, 3));
    private static readonly Gen<int> Campaigns = Gen.Frequency((24, 0), (24, 1), (12, 2), (1, 3));
    private static readonly Gen<int> Latest = Gen.Frequency((6, 0), (4, 1), (2, 2), (1, 3), (1, 5));
    private static readonly Gen<int> Choice = Gen.Int[0, 29];
    private static readonly Gen<Asker> Askers = Gen.Frequency((8, Asker.Owner), (1, Asker.Another), (3, Asker.Department));
    private static readonly Gen<string> Channels = Gen.Frequency((4, "PROVIDER_APP"), (4, "DOOR_TO_DOOR"), (1, "NEED"));

    private static readonly Gen<SaidAt> Times = Gen.Frequency(
        (12, SaidAt.Now), (1, SaidAt.FiveMinutesAhead), (1, SaidAt.JustTooFarAhead), (1, SaidAt.AtTheEarliest), (1, SaidAt.JustTooEarly));

    private static readonly Gen<Cert> Certificates = Gen.Select(
        Gen.Frequency(
            (30, Made.Now), (1, Made.LongAgo), (1, Made.FiveMinutesAhead), (1, Made.JustTooFarAhead), (1, Made.AMinuteBeforeTheCheck),
            (1, Made.JustTooLongBeforeTheCheck), (1, Made.AsTheTicketExpires), (1, Made.JustAfterTheTicketExpired)),
        Gen.Frequency((30, Until.Unsaid), (6, Until.InAnHour), (6, Until.InThreeDays), (3, Until.InTwoYears), (1, Until.Now), (1, Until.WhenItWasMade)),
        Gen.Frequency((8, SerialChoice.New), (1, SerialChoice.Used)),
        Latest,
        Choice,
        Gen.Frequency((40, "REMOTE"), (1, "USB_TOKEN")),
        (made, until, serial, which, spelling, storage) => new Cert(made, until, serial, which, spelling, storage));

    private static readonly Gen<Making> Makings = Gen.Select(
        Gen.Select(Citizens, Providers, Campaigns, Channels),
        Choice,
        Gen.Frequency((20, TicketChoice.Fitting), (2, TicketChoice.None), (1, TicketChoice.Nonsense), (2, TicketChoice.SomeOther)),
        Gen.Frequency((12, NeedChoice.Fitting), (1, NeedChoice.None), (1, NeedChoice.SomeOther), (1, NeedChoice.Unknown)),
        Latest,
        Choice,
        Certificates,
        (place, staff, ticket, need, which, spelling, certificate) =>
            new Making(place.Item1, place.Item2, place.Item3, place.Item4, staff, ticket, need, which, spelling, certificate));

    private static readonly Gen<Check> Checks = Gen.Select(
        Citizens, Providers, Campaigns, Channels, Choice, Choice, (c, p, k, channel, staff, spelling) => new Check(c, p, k, channel, staff, spelling));

    private static readonly Gen<Record> Records = Gen.Select(
        Makings, Gen.Frequency((7, true), (2, false)), (making, activated) => new Record(making, activated || making is { Channel: not "DOOR_TO_DOOR", Which: < 3 }));

    private static readonly Gen<Switch> Switches = Gen.Select(
        Makings, Gen.Frequency((8, CodeChoice.Latest), (1, CodeChoice.Older), (2, CodeChoice.Wrong)),
        (making, code) => new Switch(making, code));

    private static readonly Gen<Register> Needs = Gen.Select(
        Citizens, Providers, Campaigns, Gen.Frequency((3, false), (2, true)), Choice,
        (c, p, k, forSwitch, contact) => new Register(forSwitch && c < 2 ? World.HoldsElsewhere : c, p, k, forSwitch, contact));

    private static readonly Gen<Support> Supports = Gen.Select(
        Latest, Askers, Choice,
        Gen.Frequency(
            (8, Shown.CallNow), (1, Shown.CallAsRegistered), (1, Shown.CallBeforeRegistered), (1, Shown.CallYetToCome), (2, Shown.VisitAsTheWindowEnds),
            (1, Shown.VisitAfterTheWindow), (1, Shown.Nothing)),
        (which, asker, staff, shown) => new Support(which, asker, staff, shown));

    private static readonly Gen<NoteCall> Calls = Gen.Select(
        Latest, Askers, Choice,
        Gen.Frequency(
            (8, CalledAt.Now), (1, CalledAt.FiveMinutesAhead), (1, CalledAt.JustTooFarAhead), (1, CalledAt.AnHourAgo), (1, CalledAt.JustTooLongAgo), (1, CalledAt.AsRegistered),
            (1, CalledAt.JustBeforeRegistered), (1, CalledAt.FourHoursAfterTheLast), (1, CalledAt.JustTooSoon)),
        (which, asker, staff, at) => new NoteCall(which, asker, staff, at));

    private static readonly Gen<Command> Jumps = Gen.Frequency<Command>(
        (3, Gen.Select(Gen.Frequency((8, 0), (4, 1), (2, 2), (1, 4)), Gen.Int[-1, 1], Command (next, tick) => new Jump(Bound.Any, next, tick))),
        (2, Gen.Int[0, 20].Select(Command (minutes) => new Wait(minutes))),
        (1, Gen.Int[0, 2_000].Select(Command (minutes) => new Wait(minutes))));

    private static readonly Gen<string> EndReasons = Gen.Frequency((2, "FAULT_NOT_RESOLVED"), (2, "WRONG_CITIZEN"), (1, "REVOKED"), (2, "CITIZEN_ASKED"));

    private static readonly Gen<string> ReplaceReasons =
        Gen.Frequency((2, "KEY_LOST"), (4, "CERTIFICATE_EXPIRED"), (1, "DATA_CORRECTED"), (1, "TECHNICAL"));

    /// <summary>One step, or a few that belong together.</summary>
    private static readonly Gen<Command[]> Chunks = Gen.Frequency<Command[]>(
        (3, Checks.Select(Alone)),
        (2, Records.Select(Alone)),
        (9, Records.Select(CheckedFirst)),
        (4, Gen.Select(Records, Latest, Times).Select(t => PendingFirst(t.Item1, t.Item2, t.Item3))),
        (2, Switches.Select(Alone)),
        (9, Gen.Select(Switches, Gen.Int[-1, 5]).Select(t => ConsentedFirst(t.Item1, t.Item2))),
        (1, Gen.Select(Citizens, Providers, Campaigns, (c, p, k) => new Consent(c, p, k)).Select(Alone)),
        (6, Needs.Select(Alone)),
        (5, Gen.Select(Needs, Records, Supported).Select(t => RegisteredFirst(t.Item1, t.Item2, t.Item3))),
        (3, Gen.Select(Needs, Gen.Int[-1, 1], Providers, Gen.Bool).Select(t => DueFirst(t.Item1, t.Item2, t.Item3, t.Item4))),
        (4, Supports.Select(Alone)),
        (2, Latest.Select(n => new Deny(n)).Select(Alone)),
        (3, Calls.Select(Alone)),
        (1, Latest.Select(n => new DenyCall(n)).Select(Alone)),
        (6, Gen.Select(Needs, Gen.Int[-1, 1], Gen.Frequency((3, 3), (1, 2)), Gen.Frequency((2, 0), (1, 1), (1, 2))).Select(t => CalledFirst(t.Item1, t.Item2, t.Item3, t.Item4))),
        (2, Latest.Select(n => new Cancel(n)).Select(Alone)),
        (4, Gen.Select(Latest, Askers, ReplaceReasons, Certificates, (n, asker, reason, certificate) => new Replace(n, asker, reason, certificate)).Select(Alone)),
        (3, Gen.Select(Latest, Askers, Times, (n, asker, at) => new Activate(n, asker, at)).Select(Alone)),
        (5, Gen.Select(Latest, Askers, EndReasons, Times, (n, asker, reason, at) => new End(n, asker, reason, at)).Select(Alone)),
        (3, Gen.Select(Latest, Gen.Frequency((4, false), (1, true)), Askers, Times, (n, any, asker, at) => new Confirm(n, any, asker, at)).Select(Alone)),
        (1, Gen.Select(Providers, Campaigns, (p, k) => new Exclude(p, k)).Select(Alone)),
        (6, Gen.Select(Gen.Int[0, 9], Gen.Frequency((2, false), (1, true)), (n, other) => new Resend(n, other)).Select(Alone)),
        (2, Gen.OneOf("lapse-needs", "warn-of-due-needs", "remind-of-duties").Select(name => new RunJob(name)).Select(Alone)),
        (3, Gen.Select(Records, Providers, Gen.Bool, Gen.Bool).Select(t => ExpiredFirst(t.Item1, t.Item2, t.Item3, t.Item4))),
        (1, Records.Select(RevokedFirst)),
        (8, Jumps.Select(Alone)),
        (5, Gen.Select(Records, Gen.Int[-1, 1], Latest, Certificates).SelectMany(t => Gen.Int[0, 4].Select(kind => AtABound(kind, t.Item1, t.Item2, t.Item3, t.Item4)))));

    private static Gen<bool> Supported => Gen.Bool;

    /// <summary>A script begins with a few records and a need, so that what follows finds something.</summary>
    private static readonly Gen<Command[]> Openings = Gen.Select(
        Records.Array[3], Needs, (records, need) => (Command[])[.. records.SelectMany(CheckedFirst), need]);

    public static Gen<Script> Of(int commands) => Gen.Select(
        Gen.Int[0, 23], Openings, Chunks.Array[commands],
        (hour, opening, chunks) => new Script(hour, [.. opening.Concat(chunks.SelectMany(c => c)).Take(commands)]));

    private static Command[] Alone(Command command) => [command];

    private static Command[] CheckedFirst(Record record)
    {
        var m = record.Making;
        return [new Check(m.Citizen, m.Provider, m.Campaign, m.Channel, StaffMember: 2, Spelling: 1), record];
    }

    /// <summary>Recorded as pending at the door, and something done about it later.</summary>
    private static Command[] PendingFirst(Record record, int which, SaidAt at) =>
    [
        .. CheckedFirst(new(record.Making with { Channel = "DOOR_TO_DOOR", Need = NeedChoice.None }, Activated: false)),
        .. which < 2 ? [new Activate(which, Asker.Owner, at)] : Array.Empty<Command>(),
    ];

    private static Command[] ConsentedFirst(Switch step, int tick)
    {
        var m = step.Making;
        return
        [
            new Consent(World.HoldsElsewhere, m.Provider, m.Campaign),
            new Check(World.ConsentedLast, m.Provider, m.Campaign, m.Channel, StaffMember: 2, Spelling: 1),
            .. tick <= 1 ? [new Jump(Bound.ConsentExpires, 0, tick)] : Array.Empty<Command>(),
            step with { Making = m with { Citizen = World.ConsentedLast } },
        ];
    }

    /// <summary>A certificate runs out, something happens meanwhile, and its provider replaces it.</summary>
    private static Command[] ExpiredFirst(Record record, int otherProvider, bool activated, bool needed)
    {
        var making = record.Making with { Channel = "DOOR_TO_DOOR", Need = NeedChoice.None };
        var shortLived = making with { Cert = making.Cert with { Until = Until.InAnHour, Made = Made.Now } };
        Command[] meanwhile = needed
            ? [new Register(making.Citizen, otherProvider, making.Campaign, ForSwitch: false, Contact: 9)]
            : [.. PendingFirst(new(making with { Provider = otherProvider }, Activated: false), which: 5, SaidAt.Now), new End(0, Asker.Owner, "FAULT_NOT_RESOLVED", SaidAt.Now)];
        return
        [
            .. CheckedFirst(new(shortLived, activated)), new Jump(Bound.CertificateEnds, 0, 0), .. meanwhile,
            new Replace(1, Asker.Owner, "CERTIFICATE_EXPIRED", making.Cert),
        ];
    }

    /// <summary>What was refused for want of a check, confirmed as revoked, and then tried and confirmed once more all the same.</summary>
    private static Command[] RevokedFirst(Record record)
    {
        var making = record.Making with { Channel = "DOOR_TO_DOOR", Ticket = TicketChoice.None };
        var check = CheckedFirst(record)[0];
        var confirm = new Confirm(0, OfAnySerial: false, Asker.Owner, SaidAt.Now);
        return [new Record(making, Activated: true), check, check, confirm, new Resend(3, OtherContent: false), confirm, new Resend(0, OtherContent: true)];
    }

    /// <summary>What is in time until just before its bound, or at it, or no longer.</summary>
    private static Command[] AtABound(int kind, Record record, int tick, int which, Cert certificate) => kind switch
    {
        0 => [new Jump(Bound.RevocationIsDue, which, tick), new Confirm(which, OfAnySerial: false, Asker.Owner, SaidAt.Now)],
        1 => [new Jump(Bound.WrongCitizenIsTheDepartments, 0, tick), new End(0, Asker.Owner, "WRONG_CITIZEN", SaidAt.Now)],
        2 => [new Jump(Bound.CertificateEnds, which, tick), new Replace(1, Asker.Owner, "CERTIFICATE_EXPIRED", certificate)],
        3 => [CheckedFirst(record)[0], new Jump(which == 0 ? Bound.TicketExpires : Bound.TicketIsStale, 0, tick), record],
        _ =>
        [
            .. PendingFirst(record, which: 5, SaidAt.Now), new Exclude(record.Making.Provider, record.Making.Campaign),
            new Jump(Bound.ActivationAfterExclusionEnds, 0, tick), new Activate(0, Asker.Owner, SaidAt.Now),
        ],
    };

    /// <summary>A need that is left alone until it is due, and whom the citizen chooses then.</summary>
    private static Command[] DueFirst(Register need, int tick, int nextProvider, bool sameAgain) =>
        [need, new Jump(Bound.NeedIsDue, 0, tick), need with { Provider = sameAgain ? need.Provider : nextProvider }];

    /// <summary>A need whose citizen is called and not reached, as often as counts or once less, until it is due; and the same provider chosen again, before or after a call was denied.</summary>
    private static Command[] CalledFirst(Register any, int tick, int times, int denied)
    {
        // Of a citizen who seldom holds a certificate, in a campaign whose window has room for three.
        var need = any with { ForSwitch = false, Citizen = 2, Campaign = any.Campaign % 2 };
        var called = Enumerable.Range(0, times).SelectMany(_ => new Command[] { new Jump(Bound.NextCall, 0, 0), new NoteCall(0, Asker.Owner, StaffMember: 2, CalledAt.Now) });
        return
        [
            need, .. called, .. denied == 1 ? [new DenyCall(1)] : Array.Empty<Command>(), new Jump(Bound.NeedIsDue, 0, tick),
            .. denied == 2 ? [new DenyCall(0)] : Array.Empty<Command>(), need,
        ];
    }

    private static Command[] RegisteredFirst(Register need, Record record, bool supported)
    {
        var making = record.Making with { Citizen = need.Citizen, Provider = need.Provider, Campaign = need.Campaign, Channel = "NEED" };
        return
        [
            need,
            .. supported ? [new Support(0, Asker.Owner, StaffMember: 2, Shown.CallNow)] : Array.Empty<Command>(),
            .. CheckedFirst(new(making, Activated: true)),
        ];
    }
}
