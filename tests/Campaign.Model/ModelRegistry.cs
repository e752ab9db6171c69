using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Model;

/// <summary>
/// The registry as the contract and the decisions describe it, in memory and for one caller at a time: no database, no lock, no job. It is told what was asked, says
/// what must be answered, and moves on as if it had been asked itself. Written from docs/reference/contract and docs/adr, not from the source: where it and the registry
/// differ, one of them has read the contract wrongly. Refusals stand in each method in the order of the contract's union.
/// </summary>
internal sealed partial class ModelRegistry(IEnumerable<ModelCampaign> campaigns)
{
    private const string Department = "department";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ModelCampaign> campaigns = campaigns.ToDictionary(c => c.Code);
    private readonly Dictionary<(string Owner, string Operation, string RequestId), (string Content, object Subject)> claims = [];
    private readonly Dictionary<(string Provider, string Serial), ModelIssuance> serials = [];
    private readonly Dictionary<(string Citizen, string Programme), ModelFreePeriod> freePeriods = [];

    public DateTimeOffset Now { get; set; }

    public List<ModelIssuance> Issuances { get; } = [];

    public List<ModelNeed> Needs { get; } = [];

    public List<ModelTicket> Tickets { get; } = [];

    public List<ModelConsent> Consents { get; } = [];

    public List<ModelRevocation> Revocations { get; } = [];

    public IReadOnlyCollection<ModelCampaign> Campaigns => campaigns.Values;

    public IReadOnlyDictionary<(string Citizen, string Programme), ModelFreePeriod> FreePeriods => freePeriods;

    /// <summary>What this client must be answered now.</summary>
    public Expected Answer(string client, object input) => input switch
    {
        CheckInput i => Check(client, i),
        RecordInput i => Record(client, i),
        SwitchInput i => Switch(client, i),
        ConsentInput i => Consent(i),
        ReplaceInput i => Replace(client, i),
        ActivateInput i => Activate(client, i),
        EndInput i => End(client, i),
        ConfirmInput i => Confirm(client, i),
        NeedInput i => Register(client, i),
        SupportInput i => StartSupport(client, i),
        DenyInput i => Deny(i),
        NoteCallInput i => NoteCall(client, i),
        DenyCallInput i => DenyCall(i),
        CancelInput i => Cancel(i),
        ExcludeInput i => Exclude(i),
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    /// <summary>Every instant, from now on, at which something changes by itself.</summary>
    public IEnumerable<DateTimeOffset> InstantsOfInterest() => Campaigns.Select(c => c.ClosesAt)
        .Concat(Needs.Where(n => n.EndedAs is null).SelectMany(n => new[] { n.DueAt, n.WaitingUntil }))
        .Concat(Needs.Where(n => n.EndedAs is null).Select(n => n.NextCallFrom))
        .Concat(Revocations.Where(r => r.ConfirmedAt is null).Select(r => r.RevokeBy))
        .Concat(Tickets.SelectMany(t => new[] { t.ExpiresAt, t.ExpiresAt.AddHours(24) }))
        .Concat(Issuances.Where(i => i.EndedAs is null).SelectMany(i => new[] { i.ValidUntil, i.Root.RecordedAt.AddHours(72) }).OfType<DateTimeOffset>())
        .Concat(Consents.Where(c => !c.Spent).Select(c => c.ExpiresAt))
        .Concat(Campaigns.SelectMany(c => c.Excluded.Values).Select(e => e.At.AddHours(72)))
        .Concat(freePeriods.Values.Select(p => Vietnam.MidnightOf(p.EndsOn)))
        .Append(Vietnam.MidnightOf(Vietnam.DayOf(Now).AddDays(1)))
        .Where(at => at >= Now).Distinct().Order();

    public ModelIssuance? HolderOf(string citizen, string campaign) =>
        Issuances.SingleOrDefault(i => i.Citizen == citizen && i.Campaign.Programme == ProgrammeOf(campaign) && i.HoldsAt(Now));

    public (string Path, object? Value)[] FreePeriodFields(string path, string citizen, string campaign) =>
        freePeriods.TryGetValue((citizen, ProgrammeOf(campaign)), out var period)
            ? [($"{path}.startsOn", period.StartsOn), ($"{path}.endsOn", period.EndsOn),
                ($"{path}.daysLeft", Math.Max(0, period.EndsOn.DayNumber - Vietnam.DayOf(Now).DayNumber))]
            : [(path, null)];

    private ModelNeed? OpenNeedOf(string citizen, string campaign) =>
        Needs.SingleOrDefault(n => n.Citizen == citizen && n.Campaign.Programme == ProgrammeOf(campaign) && n.IsOpenAt(Now));

    private string ProgrammeOf(string campaign) => campaigns.TryGetValue(campaign, out var known) ? known.Programme : campaign;

    private static Expected Refused(string type, params (string Path, object? Value)[] fields) => new(type, fields);

    /// <summary>What was done under this request id is answered as it stands now; other content is refused. Null when nothing was done.</summary>
    private Expected? Repeated<T>(string owner, string operation, string requestId, string content, Func<T, Expected> again) =>
        !claims.TryGetValue((owner, operation, requestId), out var claim) ? null
        : claim.Content == content ? again((T)claim.Subject)
        : Refused("RequestIdReused");

    private void Claim(string owner, string operation, string requestId, string content, object subject) =>
        claims.Add((owner, operation, requestId), (content, subject));

    private static Expected? InvalidCitizen(string? citizenId) => Number(citizenId) is null ? Refused("InvalidCitizenId") : null;

    private Expected? NotOpen(string campaign) =>
        !campaigns.TryGetValue(campaign, out var terms) ? Refused("CampaignNotOpen", ("opensAt", null), ("closesAt", null))
        : terms.IsOpenAt(Now) ? null
        : Refused("CampaignNotOpen", ("opensAt", terms.OpensAt), ("closesAt", terms.ClosesAt));

    private Expected? NotParticipating(string campaign, string provider) =>
        !campaigns.TryGetValue(campaign, out var terms) ? Refused("ProviderNotParticipating", ("excludedAt", null))
        : terms.TakesPart(provider) ? null
        : Refused("ProviderNotParticipating", ("excludedAt", terms.ExcludedAt(provider)));

    /// <summary>The providers of the demo are licensed for remote signing alone.</summary>
    private static Expected? NotLicensed(Certificate certificate) =>
        certificate.KeyStorage == "REMOTE" ? null : Refused("LicenceNotInForce", ("keyStorage", certificate.KeyStorage), ("expiredOn", null));

    /// <summary>The providers of the demo have three members of staff each.</summary>
    private static Expected? StaffUnknown(string provider, string? staff, bool required) =>
        staff is null ? (required ? Refused("StaffNotAuthorised") : null)
        : Enumerable.Range(1, 3).Any(n => staff == $"{provider}-staff-{n}") ? null : Refused("StaffNotAuthorised");

    private Expected? CertificateNotCredible(string provider, Certificate certificate)
    {
        if (SerialOf(certificate.SerialNumber) is not { } serial)
        {
            return Refused("InvalidCertificate", ("field", "serialNumber"));
        }

        if (certificate.IssuedAt > Now + ClockTolerance)
        {
            return Refused("InvalidCertificate", ("field", "issuedAt"));
        }

        if (certificate.ValidUntil <= certificate.IssuedAt || certificate.ValidUntil <= Now)
        {
            return Refused("InvalidCertificate", ("field", "validUntil"));
        }

        // What was confirmed as revoked can no longer be recorded.
        return Revocations.Any(r => r.Provider == provider && r.Serial == serial && r.ConfirmedAt is not null)
            ? Refused("InvalidCertificate", ("field", "serialNumber"))
            : null;
    }

    private Expected? SerialTaken(string provider, Certificate certificate) =>
        serials.TryGetValue((provider, SerialOf(certificate.SerialNumber)!), out var taken) ? Refused("SerialNumberTaken", ("issuanceId", taken.Id)) : null;

    private void StartFreePeriod(ModelIssuance by) =>
        freePeriods.TryAdd((by.Citizen, by.Campaign.Programme), ModelFreePeriod.StartingAt(Now, by.Campaign.FreeMonths, by.Root));

    private ModelIssuance Add(ModelIssuance issuance)
    {
        Issuances.Add(issuance);
        serials.Add((issuance.Provider, issuance.Serial), issuance);
        foreach (var revocation in Revocations.Where(r => r.Provider == issuance.Provider && r.Serial == issuance.Serial))
        {
            revocation.RecordedAfterAll = true;
        }

        if (issuance.Activated)
        {
            StartFreePeriod(issuance);
        }

        return issuance;
    }

    private Expected Recorded(ModelIssuance issuance, bool replayed) => new(
        "IssuanceRecorded",
        [("replayed", replayed), .. IssuanceFields(issuance), ("receipt.recordedAt", issuance.RecordedAt), .. replayed ? [("receipt", issuance.Receipt)] : Nothing])
    {
        Learn = answer =>
        {
            issuance.Id = answer.Text("issuance", "id");
            issuance.Receipt = answer.At("receipt").ToString();
        },
    };

    private static readonly (string, object?)[] Nothing = [];

    private (string Path, object? Value)[] IssuanceFields(ModelIssuance i) =>
    [
        .. i.Id is null ? Nothing : [("issuance.id", i.Id)], ("issuance.campaign", i.Campaign.Code), ("issuance.provider.code", i.Provider),
        ("issuance.origin", i.Origin), ("issuance.status", i.StatusAt(Now)), ("issuance.issuedAt", i.IssuedAt), ("issuance.validUntil", i.ValidUntil),
        ("issuance.recordedAt", i.RecordedAt), .. FreePeriodFields("issuance.freePeriod", i.Citizen, i.Campaign.Code),
    ];

    /// <summary>12 or 9 digits, blanks and dots between them ignored; null when it is no citizen number.</summary>
    private static string? Number(string? text)
    {
        var digits = text?.Replace(" ", "").Replace(".", "");
        return digits is { Length: 12 or 9 } && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>Hexadecimal; case, colons and leading zeros do not matter. Null when it is no serial number.</summary>
    private static string? SerialOf(string text)
    {
        var digits = text.Replace(":", "").TrimStart('0').ToUpperInvariant();
        return digits.Length is > 0 and <= 40 && digits.All(char.IsAsciiHexDigit) ? digits : null;
    }

    /// <summary>The normalised input as text: what "the same content" compares.</summary>
    private static string Content(params object?[] parts) => JsonSerializer.Serialize(parts);
}
