using System.Text.Json;

namespace Campaign.Host.Demo.Day;

/// <summary>A record about to be sent; sent again it is the same request.</summary>
internal sealed record RecordOrder(
    string RequestId, MadeUpCitizen Citizen, string Channel, string? Staff, string? Ticket, string SerialNumber, DateTimeOffset IssuedAt, bool Activated)
{
    public object Variables => new
    {
        input = new
        {
            requestId = RequestId,
            campaign = DemoProviders.Campaign,
            citizenId = Citizen.Number,
            channel = Channel,
            staff = Staff,
            ticket = Ticket,
            certificate = new { serialNumber = SerialNumber, issuedAt = IssuedAt },
            activated = Activated,
        },
    };
}

/// <summary>Either the issuance that holds, or how it was lost.</summary>
internal sealed record RecordAnswer(Acknowledged? Issuance, bool Replayed, LostRecord? Lost);

/// <summary>What a check said.</summary>
internal sealed record CheckAnswer(string Ticket, DateTimeOffset CheckedAt, string Standing, string? Holder);

/// <summary>One provider's system: speaks the contract's operations, and keeps the books of what it was answered.</summary>
internal sealed class ProviderDesk(RegistryClient client, SerialNumbers serials, DayClock clock, Ledger ledger, Tally tally)
{
    public const string App = "PROVIDER_APP";
    public const string Door = "DOOR_TO_DOOR";

    public string Provider => client.ClientId;

    public async Task<CheckAnswer> CheckAsync(MadeUpCitizen citizen, string channel, string? staff, CancellationToken cancel)
    {
        var answer = await client.AskAsync(
            RegistryOperation.Check, new { input = new { campaign = DemoProviders.Campaign, citizenId = citizen.Number, channel, staff } }, cancel);
        Expect(RegistryOperation.Check, answer, "CitizenCheck");
        tally.Did(Provider, Deed.Checked);
        return new(
            answer.GetProperty("ticket").GetString()!, answer.GetProperty("checkedAt").GetDateTimeOffset(), answer.GetProperty("standing").GetString()!,
            answer.GetProperty("holder") is { ValueKind: JsonValueKind.Object } holder ? holder.GetProperty("provider").GetProperty("code").GetString() : null);
    }

    /// <summary>Makes the certificate, and the record of it that is yet to be sent.</summary>
    public RecordOrder Order(MadeUpCitizen citizen, string channel, string? staff = null, string? ticket = null, bool activated = true) =>
        new(Guid.NewGuid().ToString(), citizen, channel, staff, ticket, serials.Next(), clock.Now, activated);

    public async Task<RecordAnswer> RecordAsync(RecordOrder order, CancellationToken cancel)
    {
        var answer = await client.AskAsync(RegistryOperation.Record, order.Variables, cancel);
        if (TypeOf(answer) == "AlreadyIssued")
        {
            return new(null, false, await LoseAsync(order, answer, cancel));
        }

        Expect(RegistryOperation.Record, answer, "IssuanceRecorded");
        return Enter(order.Citizen, answer);
    }

    /// <summary>Sends a record and hangs up before its answer is read.</summary>
    public Task CutOffAsync(RecordOrder order, TimeSpan after, CancellationToken cancel)
    {
        tally.Did(Provider, Deed.CutOff);
        return client.SendAndHangUpAsync(RegistryOperation.Record, order.Variables, after, cancel);
    }

    public async Task ActivateAsync(Acknowledged issuance, CancellationToken cancel)
    {
        var answer = await client.AskAsync(
            RegistryOperation.Activate, new { input = new { issuanceId = issuance.Id, activatedAt = clock.Now } }, cancel);
        Expect(RegistryOperation.Activate, answer, "IssuanceActivated");
        issuance.Status = answer.GetProperty("issuance").GetProperty("status").GetString()!;
        issuance.FreePeriod = Acknowledged.FreePeriodOf(answer.GetProperty("issuance"));
        tally.Did(Provider, Deed.Activated);
    }

    /// <summary>The citizen lost the key: a new certificate in place of this one.</summary>
    public async Task ReplaceAsync(MadeUpCitizen citizen, Acknowledged old, CancellationToken cancel)
    {
        var answer = await client.AskAsync(
            RegistryOperation.Replace,
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
        Expect(RegistryOperation.Replace, answer, "IssuanceRecorded");
        ledger.Enter(citizen, Acknowledged.Of(Provider, answer));
        old.Status = "REPLACED";
        tally.Did(Provider, Deed.Replaced);
    }

    /// <summary>The citizen gives the certificate back; the place is free again.</summary>
    public async Task EndAsync(Acknowledged issuance, CancellationToken cancel)
    {
        var answer = await client.AskAsync(
            RegistryOperation.End,
            new { input = new { requestId = Guid.NewGuid().ToString(), issuanceId = issuance.Id, reason = "CITIZEN_ASKED", effectiveAt = clock.Now } },
            cancel);
        Expect(RegistryOperation.End, answer, "IssuanceEnded");
        issuance.Status = answer.GetProperty("issuance").GetProperty("status").GetString()!;
        tally.Did(Provider, Deed.Ended);
    }

    private RecordAnswer Enter(MadeUpCitizen citizen, JsonElement answer)
    {
        var replayed = answer.GetProperty("replayed").GetBoolean();
        var given = Acknowledged.Of(Provider, answer);
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

    /// <summary>Another was first: the certificate made in vain is revoked, and the registry is told so.</summary>
    private async Task<LostRecord> LoseAsync(RecordOrder order, JsonElement answer, CancellationToken cancel)
    {
        var holder = answer.GetProperty("holder");
        var lost = new LostRecord(
            order.Citizen, Provider, holder.GetProperty("provider").GetProperty("code").GetString()!,
            holder.GetProperty("recordedAt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : null,
            answer.GetProperty("yours").GetBoolean(), answer.GetProperty("revokeBy").ValueKind == JsonValueKind.String);
        var confirmed = await client.AskAsync(
            RegistryOperation.ConfirmRevocation,
            new
            {
                input = new
                {
                    requestId = Guid.NewGuid().ToString(),
                    campaign = DemoProviders.Campaign,
                    serialNumber = order.SerialNumber,
                    revokedAt = clock.Now,
                },
            },
            cancel);
        Expect(RegistryOperation.ConfirmRevocation, confirmed, "RevocationConfirmed");
        tally.Did(Provider, Deed.RevocationConfirmed);
        if (lost.WonAt is null || lost.WonAt >= clock.StartedAt)
        {
            tally.Did(Provider, Deed.Lost);
            ledger.Losses.Enqueue(lost);
        }

        return lost;
    }

    private static string TypeOf(JsonElement answer) => answer.GetProperty("__typename").GetString()!;

    private static void Expect(RegistryOperation operation, JsonElement answer, string type)
    {
        if (TypeOf(answer) != type)
        {
            throw new NoUsableAnswerException($"{operation.Field} was answered {TypeOf(answer)}, where only {type} was expected.");
        }
    }
}
