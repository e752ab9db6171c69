using Campaign.Testing;

namespace Campaign.Model;

/// <summary>Checks, records and switches.</summary>
internal sealed partial class ModelRegistry
{
    private Expected Check(string provider, CheckInput input) =>
        InvalidCitizen(input.CitizenId)
        ?? NotOpen(input.Campaign)
        ?? NotParticipating(input.Campaign, provider)
        ?? StaffUnknown(provider, input.Staff, required: input.Channel != "PROVIDER_APP")
        ?? Checked(provider, input);

    private Expected Checked(string provider, CheckInput input)
    {
        var (campaign, citizen) = (campaigns[input.Campaign], Number(input.CitizenId)!);
        var ticket = new ModelTicket(provider, campaign, citizen, input.Channel, Now, Now + campaign.CheckWindow);
        Tickets.Add(ticket);
        var holder = HolderOf(citizen, campaign.Code);
        var standing = holder?.StatusAt(Now) switch
        {
            null => "FREE",
            "PENDING_ACTIVATION" => "HOLDS_PENDING_ACTIVATION",
            _ => "HOLDS_CERTIFICATE",
        };
        var need = OpenNeedOf(citizen, campaign.Code) is { } open && open.Provider == provider ? open : null;
        return new(
            "CitizenCheck",
            [
                ("checkedAt", Now), ("ticketExpiresAt", ticket.ExpiresAt), ("standing", standing),
                .. holder is null ? [("holder", null)] : HolderFields(holder, toItself: holder.Provider == provider, tellsWhen: holder.Provider == provider),
                .. need is null ? [("openNeed", null)] : OpenNeedFields("openNeed", need),
            ])
        {
            Learn = answer => ticket.Text = answer.Text("ticket"),
        };
    }

    private (string Path, object? Value)[] HolderFields(ModelIssuance holder, bool toItself, bool tellsWhen) =>
    [
        ("holder.provider.code", holder.Provider), ("holder.status", holder.StatusAt(Now)), ("holder.recordedAt", tellsWhen ? holder.RecordedAt : null),
        .. toItself ? FreePeriodFields("holder.freePeriod", holder.Citizen, holder.Campaign.Code) : [("holder.freePeriod", null)],
    ];

    private Expected Record(string provider, RecordInput input)
    {
        const string Operation = "recordIssuance";
        var c = input.Certificate;
        var content = Content(
            input.Campaign, Number(input.CitizenId), input.Channel, input.NeedId, SerialOf(c.SerialNumber), c.IssuedAt, c.ValidUntil, c.KeyStorage, input.Activated);
        var attempt = new Attempt(provider, input.Campaign, Number(input.CitizenId), input.Channel, input.Ticket, input.NeedId, c);
        return Repeated<ModelIssuance>(provider, Operation, input.RequestId, content, i => Recorded(i, replayed: true))
            ?? InvalidCitizen(input.CitizenId)
            ?? CertificateNotCredible(provider, c)
            ?? NotOpen(input.Campaign)
            ?? NotParticipating(input.Campaign, provider)
            ?? NotLicensed(c)
            ?? StaffUnknown(provider, input.Staff, required: input.Channel != "PROVIDER_APP")
            ?? (input.Activated || input.Channel == "DOOR_TO_DOOR" ? null : Refused("ActivationRequired"))
            ?? CheckMissing(attempt)
            ?? SerialTaken(provider, c)
            ?? AlreadyHeld(attempt)
            ?? NotServable(attempt)
            ?? Write(attempt, input.Activated, Operation, input.RequestId, content);
    }

    private Expected Switch(string provider, SwitchInput input)
    {
        const string Operation = "switchProvider";
        var c = input.Certificate;
        var code = CodeOf(input.ConsentCode);
        var content = Content(
            input.Campaign, Number(input.CitizenId), code, input.Channel, input.NeedId, SerialOf(c.SerialNumber), c.IssuedAt, c.ValidUntil, c.KeyStorage);
        var attempt = new Attempt(provider, input.Campaign, Number(input.CitizenId), input.Channel, input.Ticket, input.NeedId, c);
        return Repeated<ModelIssuance>(provider, Operation, input.RequestId, content, i => Recorded(i, replayed: true))
            ?? InvalidCitizen(input.CitizenId)
            ?? CertificateNotCredible(provider, c)
            ?? NotParticipating(input.Campaign, provider)
            ?? NotLicensed(c)
            ?? StaffUnknown(provider, input.Staff, required: input.Channel != "PROVIDER_APP")
            ?? CheckMissing(attempt)
            ?? (HolderOf(attempt.Citizen!, input.Campaign) is { } holder && holder.Provider != provider ? null : Refused("NothingToSwitch"))
            ?? ConsentNotProven(attempt, code)
            ?? SerialTaken(provider, c)
            ?? NotServable(attempt)
            ?? Write(attempt, activated: true, Operation, input.RequestId, content);
    }

    /// <summary>Of a record or a switch: what both are judged and written by.</summary>
    private sealed record Attempt(string Provider, string Campaign, string? Citizen, string Channel, string? Ticket, string? NeedId, Certificate Certificate);

    private Expected? CheckMissing(Attempt attempt)
    {
        if (attempt.Channel == "PROVIDER_APP")
        {
            return null;
        }

        var ticket = Tickets.SingleOrDefault(t => t.Text == attempt.Ticket);
        var madeAt = attempt.Certificate.IssuedAt;
        var reason =
            attempt.Ticket is null ? "MISSING"
            : ticket is null ? "UNREADABLE"
            : ticket.Provider != attempt.Provider ? "OTHER_PROVIDER"
            : ticket.Campaign.Code != attempt.Campaign ? "OTHER_CAMPAIGN"
            : ticket.Citizen != attempt.Citizen ? "OTHER_CITIZEN"
            : ticket.Channel != attempt.Channel ? "OTHER_CHANNEL"
            : madeAt < ticket.CheckedAt.AddMinutes(-1) ? "CERTIFICATE_BEFORE_CHECK"
            : madeAt > ticket.ExpiresAt ? "CERTIFICATE_AFTER_TICKET"
            : Now > ticket.ExpiresAt.AddHours(24) ? "STALE"
            : null;
        return reason is null ? null : Refused("CheckRequired", ("reason", reason), RevokeBy(attempt));
    }

    private Expected? AlreadyHeld(Attempt attempt) =>
        HolderOf(attempt.Citizen!, attempt.Campaign) is not { } holder ? null
        : Refused(
            "AlreadyIssued",
            [
                ("yours", holder.Provider == attempt.Provider), .. HolderFields(holder, toItself: holder.Provider == attempt.Provider, tellsWhen: true),
                RevokeBy(attempt),
            ]);

    /// <summary>Channel NEED names an open need of this citizen with this provider in this campaign; no other channel names one.</summary>
    private Expected? NotServable(Attempt attempt)
    {
        if (attempt.Channel != "NEED")
        {
            return attempt.NeedId is null ? null : Refused("NeedNotServable", ("state", null), RevokeBy(attempt));
        }

        var named = Needs.SingleOrDefault(n =>
            n.Id == attempt.NeedId && n.Citizen == attempt.Citizen && n.Provider == attempt.Provider && n.Campaign.Code == attempt.Campaign);
        return named?.IsOpenAt(Now) == true ? null : Refused("NeedNotServable", ("state", named?.StateAt(Now)), RevokeBy(attempt));
    }

    /// <summary>
    /// By when a certificate that was made in vain must be revoked: counted from the first refusal, the same on every retry. A certificate that is recorded was not
    /// made in vain, whatever else is said of its serial number later.
    /// </summary>
    private (string, object?) RevokeBy(Attempt attempt)
    {
        var serial = SerialOf(attempt.Certificate.SerialNumber)!;
        if (serials.ContainsKey((attempt.Provider, serial)))
        {
            return ("revokeBy", null);
        }

        var revocation = Revocations.SingleOrDefault(r => r.Provider == attempt.Provider && r.Campaign.Code == attempt.Campaign && r.Serial == serial);
        if (revocation is null)
        {
            var campaign = campaigns[attempt.Campaign];
            Revocations.Add(revocation = new(attempt.Provider, campaign, serial, attempt.Certificate.IssuedAt, Now + campaign.RevokeWindow));
        }

        return ("revokeBy", revocation.RevokeBy);
    }

    /// <summary>A code is for one citizen, campaign, new provider and holder; once, before it expires, and for 5 tries.</summary>
    private Expected? ConsentNotProven(Attempt attempt, string code)
    {
        var consent = Consents.LastOrDefault(c => c.Citizen == attempt.Citizen && c.Campaign.Code == attempt.Campaign && !c.Spent);
        if (consent is null || consent.Provider != attempt.Provider || Now >= consent.ExpiresAt
            || HolderOf(attempt.Citizen!, attempt.Campaign)!.Root != consent.Holder)
        {
            return Refused("ConsentNotProven");
        }

        if (CodeOf(consent.Code!) == code)
        {
            return null;
        }

        consent.Spent = ++consent.WrongTries >= 5;
        return Refused("ConsentNotProven");
    }

    private Expected Write(Attempt attempt, bool activated, string operation, string requestId, string content)
    {
        var campaign = campaigns[attempt.Campaign];
        if (HolderOf(attempt.Citizen!, attempt.Campaign) is { } left)
        {
            (left.EndedAs, left.EndReason) = ("REPLACED", "SWITCHED");
            Consents.Last(c => c.Citizen == attempt.Citizen && c.Campaign == campaign && !c.Spent).Spent = true;
        }

        var issuance = Add(new()
        {
            Campaign = campaign,
            Citizen = attempt.Citizen!,
            Provider = attempt.Provider,
            Origin = attempt.Channel,
            Serial = SerialOf(attempt.Certificate.SerialNumber)!,
            IssuedAt = attempt.Certificate.IssuedAt,
            ValidUntil = attempt.Certificate.ValidUntil,
            RecordedAt = Now,
            RecordedActive = activated,
            Activated = activated,
        });
        if (OpenNeedOf(attempt.Citizen!, attempt.Campaign) is { } need)
        {
            var served = need.Id == attempt.NeedId;
            (need.EndedAs, need.ServedBy) = served ? ("SERVED", issuance) : ("SUPERSEDED", null);
        }

        Claim(attempt.Provider, operation, requestId, content, issuance);
        return Recorded(issuance, replayed: false);
    }

    private Expected Consent(ConsentInput input) =>
        InvalidCitizen(input.CitizenId)
        ?? NotParticipating(input.Campaign, input.ProviderCode)
        ?? (HolderOf(Number(input.CitizenId)!, input.Campaign) is { } holder && holder.Provider != input.ProviderCode
            ? Consented(holder, campaigns[input.Campaign], input.ProviderCode)
            : Refused("NothingToSwitch"));

    private Expected Consented(ModelIssuance holder, ModelCampaign campaign, string provider)
    {
        foreach (var old in Consents.Where(c => c.Citizen == holder.Citizen && c.Campaign.Programme == campaign.Programme))
        {
            old.Spent = true;
        }

        var consent = new ModelConsent
        {
            Campaign = campaign,
            Citizen = holder.Citizen,
            Provider = provider,
            Holder = holder.Root,
            ExpiresAt = Now.AddMinutes(15),
        };
        Consents.Add(consent);
        return new("SwitchConsented", [("expiresAt", consent.ExpiresAt), .. FreePeriodFields("freePeriod", holder.Citizen, holder.Campaign.Code)])
        {
            Learn = answer => consent.Code = answer.Text("consentCode"),
        };
    }

    private static string CodeOf(string code) => code.Replace("-", "").Replace(" ", "").ToUpperInvariant();
}
