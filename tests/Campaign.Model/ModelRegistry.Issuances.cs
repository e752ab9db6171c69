using Campaign.Testing;

namespace Campaign.Model;

/// <summary>What becomes of an issuance, of what was made in vain, and of a provider.</summary>
internal sealed partial class ModelRegistry
{
    private static readonly TimeSpan WrongCitizenWindow = TimeSpan.FromHours(72);
    private static readonly TimeSpan ActivationAfterExclusion = TimeSpan.FromHours(72);

    /// <summary>Rows that the caller may not see are reported as absent; the department may act on all.</summary>
    private ModelIssuance? Own(string client, string id) => Issuances.SingleOrDefault(i => i.Id == id && (client == Department || i.Provider == client));

    private Expected Replace(string provider, ReplaceInput input)
    {
        const string Operation = "replaceCertificate";
        var c = input.Certificate;
        var content = Content(input.IssuanceId, input.Reason, SerialOf(c.SerialNumber), c.IssuedAt, c.ValidUntil, c.KeyStorage);
        var old = Own(provider, input.IssuanceId);
        return Repeated<ModelIssuance>(provider, Operation, input.RequestId, content, i => Recorded(i, replayed: true))
            ?? (old is null ? Refused("IssuanceNotFound") : null)
            ?? CertificateNotCredible(provider, c)
            ?? NotParticipating(old!.Campaign.Code, provider)
            ?? NotLicensed(c)
            ?? NotReplaceable(old, input.Reason)
            ?? SerialTaken(provider, c)
            ?? Replaced(old, input, Operation, content);
    }

    /// <summary>A live one may be replaced for any reason; an expired one for its expiry alone, and while nobody holds the place; none of a chain that was another citizen's.</summary>
    private Expected? NotReplaceable(ModelIssuance old, string reason)
    {
        var status = old.StatusAt(Now);
        var wasAnothers = Issuances.Any(i => i.Root == old.Root && i.EndReason == "WRONG_CITIZEN");
        return !wasAnothers && (old.HoldsAt(Now) || (status == "EXPIRED" && reason == "CERTIFICATE_EXPIRED" && HolderOf(old.Citizen, old.Campaign.Code) is null))
            ? null
            : Refused("CannotEndSo", ("status", status));
    }

    private Expected Replaced(ModelIssuance old, ReplaceInput input, string operation, string content)
    {
        if (old.HoldsAt(Now))
        {
            (old.EndedAs, old.EndReason) = ("REPLACED", "REPLACED");
        }
        else if (OpenNeedOf(old.Citizen, old.Campaign.Code) is { ForSwitch: false } need)
        {
            // The citizen held nothing, and has got a certificate another way.
            need.EndedAs = "SUPERSEDED";
        }

        var issuance = Add(new()
        {
            Campaign = old.Campaign,
            Citizen = old.Citizen,
            Provider = old.Provider,
            Origin = old.Origin,
            Serial = SerialOf(input.Certificate.SerialNumber)!,
            IssuedAt = input.Certificate.IssuedAt,
            ValidUntil = input.Certificate.ValidUntil,
            RecordedAt = Now,
            Replaces = old,
            RecordedActive = old.Activated,
            Activated = old.Activated,
        });
        Claim(old.Provider, operation, input.RequestId, content, issuance);
        return Recorded(issuance, replayed: false);
    }

    private Expected Activate(string provider, ActivateInput input)
    {
        if (Own(provider, input.IssuanceId) is not { } issuance)
        {
            return Refused("IssuanceNotFound");
        }

        if (input.ActivatedAt < issuance.IssuedAt || input.ActivatedAt > Now + ClockTolerance)
        {
            return Refused("InvalidCertificate", ("field", "activatedAt"));
        }

        if (issuance.Campaign.ExcludedAt(provider) is { } excluded && Now > excluded + ActivationAfterExclusion)
        {
            return Refused("ProviderNotParticipating", ("excludedAt", excluded));
        }

        var status = issuance.StatusAt(Now);
        if (status != "PENDING_ACTIVATION" && (status != "ACTIVE" || issuance.RecordedActive))
        {
            return Refused("NotPendingActivation", ("status", status));
        }

        issuance.Activated = true;
        StartFreePeriod(issuance);
        return new("IssuanceActivated", IssuanceFields(issuance));
    }

    private Expected End(string client, EndInput input)
    {
        const string Operation = "endIssuance";
        var content = Content(input.IssuanceId, input.Reason, input.EffectiveAt);
        Expected Ended(ModelIssuance i, bool replayed) => new("IssuanceEnded", [("replayed", replayed), .. IssuanceFields(i)]);
        if (Repeated<ModelIssuance>(client, Operation, input.RequestId, content, i => Ended(i, replayed: true)) is { } repeated)
        {
            return repeated;
        }

        if (Own(client, input.IssuanceId) is not { } issuance)
        {
            return Refused("IssuanceNotFound");
        }

        if (issuance.EndReason == input.Reason)
        {
            Claim(client, Operation, input.RequestId, content, issuance);
            return Ended(issuance, replayed: true);
        }

        var status = issuance.StatusAt(Now);
        var fits = issuance.HoldsAt(Now)
            && input.EffectiveAt >= issuance.IssuedAt && input.EffectiveAt <= Now + ClockTolerance
            && input.Reason switch
            {
                "FAULT_NOT_RESOLVED" => status == "PENDING_ACTIVATION",
                "WRONG_CITIZEN" => client == Department || Now <= issuance.Root.RecordedAt + WrongCitizenWindow,
                _ => true,
            };
        if (!fits)
        {
            return Refused("CannotEndSo", ("status", status));
        }

        issuance.EndReason = input.Reason;
        issuance.EndedAs = input.Reason is "FAULT_NOT_RESOLVED" or "WRONG_CITIZEN" ? "WITHDRAWN" : "REVOKED";
        var place = (issuance.Citizen, issuance.Campaign.Programme);
        if (input.Reason == "WRONG_CITIZEN" && freePeriods.TryGetValue(place, out var period) && period.StartedBy == issuance.Root)
        {
            freePeriods.Remove(place);
        }

        Claim(client, Operation, input.RequestId, content, issuance);
        return Ended(issuance, replayed: false);
    }

    private Expected Confirm(string provider, ConfirmInput input)
    {
        const string Operation = "confirmRevocation";
        var serial = SerialOf(input.SerialNumber);
        var content = Content(input.Campaign, serial, input.RevokedAt);
        Expected Confirmed(ModelRevocation r) => new(
            "RevocationConfirmed", ("serialNumber", input.SerialNumber), ("revokeBy", r.RevokeBy), ("inTime", r.ConfirmedAt < r.RevokeBy));
        if (Repeated<ModelRevocation>(provider, Operation, input.RequestId, content, Confirmed) is { } repeated)
        {
            return repeated;
        }

        var due = Revocations.SingleOrDefault(r => r.Provider == provider && r.Campaign.Code == input.Campaign && r.Serial == serial && !r.RecordedAfterAll);
        if (due is null || (due.ConfirmedAt is null && (input.RevokedAt > Now + ClockTolerance || input.RevokedAt < due.IssuedAt - ClockTolerance)))
        {
            return Refused("NoRevocationDue");
        }

        // Confirmed once, the first confirmation is the answer, whatever the requestId.
        due.ConfirmedAt ??= Now;
        Claim(provider, Operation, input.RequestId, content, due);
        return Confirmed(due);
    }

    private Expected Exclude(ExcludeInput input)
    {
        if (!campaigns.TryGetValue(input.Campaign, out var campaign) || !campaign.Providers.Contains(input.ProviderCode))
        {
            return Refused("ProviderNotParticipating");
        }

        if (!campaign.Excluded.TryGetValue(input.ProviderCode, out var exclusion))
        {
            exclusion = (Now, Needs.Count(n => n.Campaign == campaign && n.Provider == input.ProviderCode && n.IsOpenAt(Now)));
            campaign.Excluded.Add(input.ProviderCode, exclusion);
        }

        var (at, needsReleased) = exclusion;
        return new("ProviderExcluded", ("provider.code", input.ProviderCode), ("excludedAt", at), ("needsReleased", needsReleased));
    }
}
