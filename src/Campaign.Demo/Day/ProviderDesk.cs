using System.Text.Json;

namespace Campaign.Demo.Day;

/// <summary>Either the issuance that holds, or how it was lost.</summary>
internal sealed record RecordAnswer(Acknowledged? Issuance, bool Replayed, LostRecord? Lost);

/// <summary>What a check said.</summary>
internal sealed record CheckAnswer(string Ticket, DateTimeOffset CheckedAt, string Standing, string? Holder);

/// <summary>One provider's system: speaks the contract's operations, and keeps the books of what it was answered.</summary>
internal sealed class ProviderDesk(RegistryClient client, SerialNumbers serials, DayClock clock, Ledger ledger, Tally tally)
{
    public const string App = "PROVIDER_APP";
    public const string Door = "DOOR_TO_DOOR";
    public const string Need = "NEED";

    public string Provider => client.ClientId;

    /// <summary>Somebody of its staff.</summary>
    public string AnyStaff => DemoProviders.StaffOf(Provider, 1 + Random.Shared.Next(DemoProviders.StaffPerProvider));

    public async Task<CheckAnswer> CheckAsync(MadeUpCitizen citizen, string channel, string? staff, CancellationToken cancel)
    {
        var answer = await client.AskForAsync(
            RegistryOperation.Check, "CitizenCheck", new { input = new { campaign = ledger.Campaign, citizenId = citizen.Number, channel, staff } }, cancel);
        tally.Did(Provider, Deed.Checked);
        return new(
            answer.GetProperty("ticket").GetString()!, clock.Hear(answer.GetProperty("checkedAt").GetDateTimeOffset()), answer.GetProperty("standing").GetString()!,
            answer.GetProperty("holder") is { ValueKind: JsonValueKind.Object } holder ? holder.GetProperty("provider").GetProperty("code").GetString() : null);
    }

    /// <summary>Makes the certificate, and the record of it that is yet to be sent: an honest one, at the door and for a need with its dossier.</summary>
    public RecordOrder Order(
        MadeUpCitizen citizen, string channel, string? staff = null, string? ticket = null, bool activated = true, string? needId = null)
    {
        var (serial, now) = (serials.Next(), clock.Now);
        return new()
        {
            Campaign = ledger.Campaign,
            Citizen = citizen,
            Channel = channel,
            Staff = staff,
            Ticket = ticket,
            NeedId = needId,
            SerialNumber = serial,
            IssuedAt = now,
            Activated = activated,
            Dossier = channel == App ? null : Dossier.Complete($"HD-{Provider}-{serial}", now, handedOver: activated),
        };
    }

    /// <param name="revokes">Whether the certificate is revoked, as it must be, when another was first.</param>
    public async Task<RecordAnswer> RecordAsync(RecordOrder order, CancellationToken cancel, bool revokes = true)
    {
        var answer = await client.AskAsync(RegistryOperation.Record, order.Variables, cancel);
        return RegistryOperation.TypeOf(answer) switch
        {
            "IssuanceRecorded" => Enter(order.Citizen, answer),
            "AlreadyIssued" => new(null, false, await LoseAsync(order, answer, revokes, cancel)),
            var other => throw new NoUsableAnswerException($"recordIssuance was answered {other}, where only the issuance or who was first was expected."),
        };
    }

    /// <summary>Sends a record that the registry must refuse.</summary>
    public async Task RecordInVainAsync(RecordOrder order, string refusal, CancellationToken cancel) =>
        EnterRefusal(refusal, await client.AskAsync(RegistryOperation.Record, order.Variables, cancel));

    /// <summary>The citizen comes over from another provider, with the code of his or her consent.</summary>
    public async Task SwitchAsync(RecordOrder order, Consent consent, Acknowledged left, CancellationToken cancel)
    {
        var answer = await client.AskForAsync(RegistryOperation.Switch, "IssuanceRecorded", order.SwitchVariables(consent.Code), cancel);
        left.Status = "REPLACED";
        var entered = ledger.Enter(order.Citizen, Acknowledged.Of(Provider, answer));
        ledger.Switches.Enqueue(new(left.FreePeriod, consent.FreePeriod, entered.FreePeriod));
        tally.Did(Provider, Deed.SwitchedTo);
    }

    /// <summary>Tries to take a citizen over with a code that is not his or hers.</summary>
    public async Task SwitchInVainAsync(RecordOrder order, string code, string refusal, CancellationToken cancel) =>
        EnterRefusal(refusal, await client.AskAsync(RegistryOperation.Switch, order.SwitchVariables(code), cancel));

    /// <summary>Calls the citizen whose need was registered, and says so.</summary>
    public async Task StartSupportAsync(RegisteredNeed need, CancellationToken cancel)
    {
        await client.AskForAsync(
            RegistryOperation.StartSupport, "NeedSupportStarted",
            new { input = new { needId = need.Id, staff = AnyStaff, evidence = new { calledAt = need.RegisteredAt, note = "made up" } } },
            cancel);
        need.EndsAs = "IN_SUPPORT";
        tally.Did(Provider, Deed.SupportBegun);
    }

    /// <summary>Sends a record and hangs up before its answer is read.</summary>
    public Task CutOffAsync(RecordOrder order, TimeSpan after, CancellationToken cancel)
    {
        tally.Did(Provider, Deed.CutOff);
        return client.SendAndHangUpAsync(RegistryOperation.Record, order.Variables, after, cancel);
    }

    public async Task ActivateAsync(Acknowledged issuance, CancellationToken cancel)
    {
        var answer = await client.AskForAsync(
            RegistryOperation.Activate, "IssuanceActivated", new { input = new { issuanceId = issuance.Id, activatedAt = clock.Now } }, cancel);
        issuance.Status = answer.GetProperty("issuance").GetProperty("status").GetString()!;
        issuance.FreePeriod = Acknowledged.FreePeriodOf(answer.GetProperty("issuance"));
        tally.Did(Provider, Deed.Activated);
    }

    /// <summary>The citizen lost the key: a new certificate in place of this one.</summary>
    public async Task ReplaceAsync(MadeUpCitizen citizen, Acknowledged old, CancellationToken cancel)
    {
        var answer = await client.AskForAsync(
            RegistryOperation.Replace,
            "IssuanceRecorded",
            new
            {
                input = new
                {
                    requestId = Guid.NewGuid().ToString(),
                    issuanceId = old.Id,
                    reason = "KEY_LOST",
                    certificate = new { serialNumber = serials.Next(), issuedAt = clock.Now },
                },
            },
            cancel);
        ledger.Enter(citizen, Acknowledged.Of(Provider, answer));
        old.Status = "REPLACED";
        tally.Did(Provider, Deed.Replaced);
    }

    /// <summary>An issuance comes to its end, by default because the citizen gives it back; the place is free again.</summary>
    public async Task EndAsync(Acknowledged issuance, CancellationToken cancel, string reason = "CITIZEN_ASKED")
    {
        var answer = await client.AskForAsync(
            RegistryOperation.End,
            "IssuanceEnded",
            new { input = new { requestId = Guid.NewGuid().ToString(), issuanceId = issuance.Id, reason, effectiveAt = clock.Now } },
            cancel);
        issuance.Status = answer.GetProperty("issuance").GetProperty("status").GetString()!;
        tally.Did(Provider, reason == "FAULT_NOT_RESOLVED" ? Deed.FaultEnded : Deed.Ended);
    }

    private RecordAnswer Enter(MadeUpCitizen citizen, JsonElement answer)
    {
        var replayed = answer.GetProperty("replayed").GetBoolean();
        var given = Acknowledged.Of(Provider, answer);
        clock.Hear(given.RecordedAt);
        var entered = ledger.Enter(citizen, given);
        if (replayed)
        {
            tally.Did(Provider, Deed.Replayed);
        }

        if (ReferenceEquals(given, entered))
        {
            tally.Did(Provider, Deed.Recorded);
            if (given.Status == "PENDING_ACTIVATION")
            {
                tally.Did(Provider, Deed.LeftPending);
            }
        }

        return new(given, replayed, null);
    }

    /// <summary>Another was first: the certificate made in vain is revoked, and the registry is told so, as a rule.</summary>
    private async Task<LostRecord> LoseAsync(RecordOrder order, JsonElement answer, bool revokes, CancellationToken cancel)
    {
        var holder = answer.GetProperty("holder");
        var lost = new LostRecord(
            order.Citizen, Provider, holder.GetProperty("provider").GetProperty("code").GetString()!,
            holder.GetProperty("recordedAt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : null,
            answer.GetProperty("yours").GetBoolean(), answer.GetProperty("revokeBy").ValueKind == JsonValueKind.String);
        if (revokes)
        {
            await ConfirmRevocationAsync(order, cancel);
        }

        if (lost.WonAt is null || lost.WonAt >= clock.StartedAt)
        {
            tally.Did(Provider, Deed.Lost);
            ledger.Losses.Enqueue(lost);
        }

        return lost;
    }

    private async Task ConfirmRevocationAsync(RecordOrder order, CancellationToken cancel)
    {
        await client.AskForAsync(
            RegistryOperation.ConfirmRevocation,
            "RevocationConfirmed",
            new
            {
                input = new
                {
                    requestId = Guid.NewGuid().ToString(),
                    campaign = ledger.Campaign,
                    serialNumber = order.SerialNumber,
                    revokedAt = clock.Now,
                },
            },
            cancel);
        tally.Did(Provider, Deed.RevocationConfirmed);
    }

    private void EnterRefusal(string mustBe, JsonElement answer)
    {
        ledger.Forbidden.Enqueue(new(mustBe, RegistryOperation.TypeOf(answer)));
        tally.Did(Provider, Deed.Refused);
    }
}
