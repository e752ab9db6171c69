using Campaign.Testing;

namespace Campaign.Model;

/// <summary>When a certificate was made, relative to the ticket that its record cites, or to now.</summary>
internal enum Made
{
    Now,
    LongAgo,
    FiveMinutesAhead,
    JustTooFarAhead,
    AMinuteBeforeTheCheck,
    JustTooLongBeforeTheCheck,
    AsTheTicketExpires,
    JustAfterTheTicketExpired,
}

/// <summary>Until when a certificate is valid.</summary>
internal enum Until
{
    Unsaid,
    InAnHour,
    InThreeDays,
    InTwoYears,
    Now,
    WhenItWasMade,
}

internal enum TicketChoice
{
    Fitting,
    None,
    Nonsense,
    SomeOther,
}

internal enum NeedChoice
{
    None,
    Fitting,
    SomeOther,
    Unknown,
}

internal enum SerialChoice
{
    New,
    Used,
}

internal enum CodeChoice
{
    Latest,
    Older,
    Wrong,
}

/// <summary>A step of a script. Its choices are small numbers that find their object in the world as it then is, so that steps may be left out.</summary>
internal abstract record Command;

/// <summary>A step that asks the registry something.</summary>
internal abstract record Asking : Command
{
    public abstract Request In(World world);

    protected static string Staff(string provider, int choice) => choice switch
    {
        0 => "nobody",
        1 => "vnpt-ca-staff-3",
        _ => $"{provider}-staff-1",
    };
}

internal sealed record Check(int Citizen, int Provider, int Campaign, string Channel, int StaffMember, int Spelling) : Asking
{
    public override Request In(World world)
    {
        var provider = World.Providers[Provider];
        return new(provider, new CheckInput(
            world.CampaignAt(Campaign), Spelled.Number(world.CitizenAt(Citizen, provider, world.CampaignAt(Campaign)), Spelling), Channel,
            Channel == "PROVIDER_APP" && StaffMember > 1 ? null : Staff(provider, StaffMember)));
    }
}

/// <summary>The certificate of a record, a switch or a replacement.</summary>
internal sealed record Cert(Made Made, Until Until, SerialChoice Serial, int Which, int Spelling, string KeyStorage)
{
    public Certificate In(World world, ModelTicket? ticket)
    {
        var tick = TimeSpan.FromMicroseconds(1);
        var madeAt = Made switch
        {
            Made.LongAgo => world.Now.AddHours(-30),
            Made.FiveMinutesAhead => world.Now.AddMinutes(5),
            Made.JustTooFarAhead => world.Now.AddMinutes(5) + tick,
            Made.AMinuteBeforeTheCheck => (ticket?.CheckedAt ?? world.Now).AddMinutes(-1),
            Made.JustTooLongBeforeTheCheck => (ticket?.CheckedAt ?? world.Now).AddMinutes(-1) - tick,
            Made.AsTheTicketExpires => ticket?.ExpiresAt ?? world.Now,
            Made.JustAfterTheTicketExpired => (ticket?.ExpiresAt ?? world.Now) + tick,
            _ => ticket is not null && world.Now > ticket.ExpiresAt ? ticket.CheckedAt : world.Now,
        };
        DateTimeOffset? until = Until switch
        {
            Until.InAnHour => world.Now.AddHours(1),
            Until.InThreeDays => world.Now.AddDays(3),
            Until.InTwoYears => world.Now.AddYears(2),
            Until.Now => world.Now,
            Until.WhenItWasMade => madeAt,
            _ => null,
        };
        var serial = Serial == SerialChoice.Used && World.Back(world.Serials, Which) is { } used ? used : world.NewSerial();
        return new(Spelled.Serial(serial, Spelling), madeAt, until, KeyStorage);
    }
}

/// <summary>What a record and a switch have in common.</summary>
internal sealed record Making(
    int Citizen, int Provider, int Campaign, string Channel, int StaffMember, TicketChoice Ticket, NeedChoice Need, int Which, int Spelling, Cert Cert)
{
    public string ProviderCode => World.Providers[Provider];

    public string CitizenIn(World world) => world.CitizenAt(Citizen, ProviderCode, world.CampaignAt(Campaign));

    public string CitizenId(World world) => Spelled.Number(CitizenIn(world), Spelling);

    public string? StaffReference => Channel == "PROVIDER_APP" ? null : StaffMember switch
    {
        0 => null,
        1 => "ca2-staff-2",
        _ => $"{ProviderCode}-staff-2",
    };

    public ModelTicket? TicketIn(World world) => Channel == "PROVIDER_APP" && Ticket == TicketChoice.Fitting ? null : Ticket switch
    {
        TicketChoice.Fitting => world.Model.Tickets.LastOrDefault(t =>
            t.Citizen == CitizenIn(world) && t.Provider == ProviderCode && t.Campaign.Code == world.CampaignAt(Campaign) && t.Channel == Channel),
        TicketChoice.SomeOther => World.Back(world.Model.Tickets, Which),
        _ => null,
    };

    public string? TicketText(World world) => Ticket == TicketChoice.Nonsense ? "nonsense" : TicketIn(world)?.Text;

    public string? NeedId(World world) => Need switch
    {
        NeedChoice.Fitting => Channel != "NEED" ? null : world.Model.Needs.LastOrDefault(n =>
            n.Citizen == CitizenIn(world) && n.Provider == ProviderCode && n.Campaign.Code == world.CampaignAt(Campaign))?.Id,
        NeedChoice.SomeOther => World.Back(world.Model.Needs, Which)?.Id,
        NeedChoice.Unknown => "nonsense",
        _ => null,
    };
}

internal sealed record Record(Making Making, bool Activated) : Asking
{
    public override Request In(World world) => new(Making.ProviderCode, new RecordInput
    {
        Campaign = world.CampaignAt(Making.Campaign),
        CitizenId = Making.CitizenId(world),
        Channel = Making.Channel,
        Staff = Making.StaffReference,
        Ticket = Making.TicketText(world),
        NeedId = Making.NeedId(world),
        Certificate = Making.Cert.In(world, Making.TicketIn(world)),
        Activated = Activated,
    });
}

internal sealed record Switch(Making Making, CodeChoice Code) : Asking
{
    public override Request In(World world)
    {
        var consents = world.Model.Consents.Where(c => c.Citizen == Making.CitizenIn(world) && c.Campaign.Code == world.CampaignAt(Making.Campaign)).ToList();
        return new(Making.ProviderCode, new SwitchInput
        {
            Campaign = world.CampaignAt(Making.Campaign),
            CitizenId = Making.CitizenId(world),
            ConsentCode = Code switch
            {
                CodeChoice.Latest => World.Back(consents, 0)?.Code ?? World.WrongCode,
                CodeChoice.Older => World.Back(consents, 1)?.Code?.ToLowerInvariant() ?? World.WrongCode,
                _ => World.WrongCode,
            },
            Channel = Making.Channel,
            Staff = Making.StaffReference,
            Ticket = Making.TicketText(world),
            NeedId = Making.NeedId(world),
            Certificate = Making.Cert.In(world, Making.TicketIn(world)),
        });
    }
}

internal sealed record Consent(int Citizen, int Provider, int Campaign) : Asking
{
    public override Request In(World world)
    {
        var (campaign, provider) = (world.CampaignAt(Campaign), World.Providers[Provider]);
        return new("department", new ConsentInput(campaign, world.CitizenAt(Citizen, provider, campaign), provider));
    }
}

internal static class Spelled
{
    /// <summary>A citizen's number as it may be typed, or (9) what is none.</summary>
    public static string Number(string number, int spelling) => spelling switch
    {
        0 => $"{number[..3]} {number[3..6]}.{number[6..]}",
        9 => number[..^1],
        _ => number,
    };

    /// <summary>A serial number as it may be written, or (9) what is none.</summary>
    public static string Serial(string serial, int spelling) => spelling switch
    {
        0 => $"00{serial.ToLowerInvariant()}",
        1 => serial.Length % 2 == 0 ? string.Join(':', serial.Chunk(2).Select(pair => new string(pair))) : serial,
        9 => $"{serial}-X",
        _ => serial,
    };
}
