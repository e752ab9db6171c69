using System.Text.Json;

namespace Campaign.Testing;

/// <summary>The contract's operations as a provider's system would send them, with every field of the answers asked for.</summary>
internal static partial class Operations
{
    private const string Issuance = """
        id campaign provider { code name } origin status serialNumber issuedAt validUntil recordedAt freePeriod { startsOn endsOn daysLeft }
        """;

    private const string Recorded = $$"""
        ... on IssuanceRecorded { replayed issuance { {{Issuance}} } receipt { journalKeyId leafHash recordedAt signature } }
        """;

    private const string Refused = "... on Refusal { code message clause }";

    private const string Holder = "holder { provider { code name } recordedAt status freePeriod { startsOn endsOn daysLeft } }";

    public const string CheckCitizen = $$"""
        mutation($input: CheckCitizenInput!) { checkCitizen(input: $input) { __typename {{Refused}}
          ... on CitizenCheck { ticket checkedAt ticketExpiresAt standing {{Holder}} openNeed { id state dueAt provider { code } } warnings { code message } }
          ... on CampaignNotOpen { opensAt closesAt } ... on ProviderNotParticipating { excludedAt } ... on QuotaExceeded { retryAfterSeconds } } }
        """;

    public const string RecordIssuance = $$"""
        mutation($input: RecordIssuanceInput!) { recordIssuance(input: $input) { __typename {{Refused}} {{Recorded}}
          ... on AlreadyIssued { {{Holder}} yours revokeBy } ... on CheckRequired { reason revokeBy } ... on InvalidCertificate { field }
          ... on CampaignNotOpen { opensAt closesAt } ... on ProviderNotParticipating { excludedAt } ... on LicenceNotInForce { keyStorage expiredOn }
          ... on QuotaExceeded { retryAfterSeconds } ... on SerialNumberTaken { issuanceId } ... on NeedNotServable { state revokeBy } } }
        """;

    public const string ReplaceCertificate = $$"""
        mutation($input: ReplaceCertificateInput!) { replaceCertificate(input: $input) { __typename {{Refused}} {{Recorded}}
          ... on InvalidCertificate { field } ... on CannotEndSo { status } ... on SerialNumberTaken { issuanceId }
          ... on ProviderNotParticipating { excludedAt } ... on LicenceNotInForce { keyStorage expiredOn } } }
        """;

    public const string ActivateIssuance = $$"""
        mutation($input: ActivateIssuanceInput!) { activateIssuance(input: $input) { __typename {{Refused}}
          ... on IssuanceActivated { issuance { {{Issuance}} } } ... on InvalidCertificate { field } ... on NotPendingActivation { status }
          ... on ProviderNotParticipating { excludedAt } } }
        """;

    public const string EndIssuance = $$"""
        mutation($input: EndIssuanceInput!) { endIssuance(input: $input) { __typename {{Refused}}
          ... on IssuanceEnded { replayed issuance { {{Issuance}} } } ... on CannotEndSo { status } } }
        """;

    public const string ConfirmRevocation = $$"""
        mutation($input: ConfirmRevocationInput!) { confirmRevocation(input: $input) { __typename {{Refused}}
          ... on RevocationConfirmed { serialNumber revokeBy inTime } } }
        """;

    public static Task<JsonElement> CheckAsync(
        this TestRegistry registry, string client, string citizen, string channel = "PROVIDER_APP", string? staff = null, string? alsoKnownAs = null,
        string campaign = "hue") =>
        registry.AskAsync(client, "checkCitizen", CheckCitizen, new { input = new { campaign, citizenId = citizen, channel, staff, alsoKnownAs = alsoKnownAs ?? Make.Beside(citizen) } });

    public static Task<JsonElement> RecordAsync(this TestRegistry registry, string client, RecordInput input) =>
        registry.AskAsync(client, "recordIssuance", RecordIssuance, new { input });

    public static Task<JsonElement> ActivateAsync(this TestRegistry registry, string client, string issuanceId, DateTimeOffset activatedAt) =>
        registry.AskAsync(client, "activateIssuance", ActivateIssuance, new { input = new { issuanceId, activatedAt } });

    public static Task<JsonElement> ActivateAsync(this TestRegistry registry, string client, string issuanceId, DateTimeOffset activatedAt, DateTimeOffset handedOverAt) =>
        registry.AskAsync(client, "activateIssuance", ActivateIssuance, new { input = new { issuanceId, activatedAt, handedOverAt } });

    public static Task<JsonElement> EndAsync(
        this TestRegistry registry, string client, string issuanceId, string reason, DateTimeOffset effectiveAt, string? requestId = null) =>
        registry.AskAsync(client, "endIssuance", EndIssuance, new { input = new { requestId = requestId ?? Make.Id(), issuanceId, reason, effectiveAt } });

    public static Task<JsonElement> ReplaceAsync(
        this TestRegistry registry, string client, string issuanceId, Certificate certificate, string reason = "KEY_LOST", string? requestId = null) =>
        registry.AskAsync(client, "replaceCertificate", ReplaceCertificate, new { input = new { requestId = requestId ?? Make.Id(), issuanceId, reason, certificate } });

    public static Task<JsonElement> ConfirmRevocationAsync(
        this TestRegistry registry, string client, string serialNumber, DateTimeOffset revokedAt, string? requestId = null, string campaign = "hue") =>
        registry.AskAsync(
            client, "confirmRevocation", ConfirmRevocation, new { input = new { requestId = requestId ?? Make.Id(), campaign, serialNumber, revokedAt } });

    /// <summary>The name of the union's member that was answered.</summary>
    public static string TypeName(this JsonElement answer) => answer.GetProperty("__typename").GetString()!;

    public static string Text(this JsonElement element, params string[] path) => element.At(path).GetString()!;

    public static DateTimeOffset Time(this JsonElement element, params string[] path) => element.At(path).GetDateTimeOffset();

    public static JsonElement At(this JsonElement element, params string[] path) => path.Aggregate(element, (e, name) => e.GetProperty(name));
}

/// <summary>The contract's RecordIssuanceInput.</summary>
internal sealed record RecordInput
{
    public string RequestId { get; init; } = Make.Id();

    public string Campaign { get; init; } = "hue";

    public required string CitizenId { get; init; }

    public string? AlsoKnownAs { get; init; }

    public string Channel { get; init; } = "PROVIDER_APP";

    public string? Staff { get; init; }

    public string? Ticket { get; init; }

    public string? NeedId { get; init; }

    public required Certificate Certificate { get; init; }

    public DateTimeOffset? RegisteredInAppAt { get; init; }

    public bool Activated { get; init; } = true;

    public object? Dossier { get; init; }

    public Holder? Holder { get; init; }

    public string? FaultKind { get; init; }

    public string? Badge { get; init; }

    public string? NoBadgeReason { get; init; }
}

/// <summary>The contract's CertificateInput.</summary>
internal sealed record Certificate(string SerialNumber, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil = null, string KeyStorage = "REMOTE", string? Pem = null);

/// <summary>Made-up values that no two tests share.</summary>
internal static class Make
{
    private static int citizens = Random.Shared.Next(1_000, 90_000);
    private static long serials = Random.Shared.NextInt64(1L << 40, 1L << 60);

    public static string Id() => Guid.NewGuid().ToString();

    /// <summary>A CCCD of somebody born 2000 to 2005 and registered in Thừa Thiên Huế.</summary>
    public static string Citizen()
    {
        var n = Interlocked.Increment(ref citizens);
        return $"046{2 + (n % 2)}{n / 1_000_000 % 6:00}{n % 1_000_000:000000}";
    }

    public static string Serial() => Interlocked.Increment(ref serials).ToString("X");

    public static Certificate Certificate(DateTimeOffset? issuedAt = null) => new(Serial(), issuedAt ?? DateTimeOffset.UtcNow);

    /// <summary>The nine digits of an older card.</summary>
    public static string Cmnd() => $"19{Interlocked.Increment(ref citizens) % 10_000_000:0000000}";

    /// <summary>What has to be said beside a number: with a CMND somebody's CCCD, for alone it makes no check and no record; with a CCCD nothing.</summary>
    public static string? Beside(string citizen) => citizen.Count(char.IsAsciiDigit) == 9 ? Citizen() : null;

    /// <summary>A record from the provider's app, certificate just made.</summary>
    public static RecordInput Record(string? citizen = null, DateTimeOffset? issuedAt = null) =>
        new() { CitizenId = citizen ?? Citizen(), AlsoKnownAs = citizen is null ? null : Beside(citizen), Certificate = Certificate(issuedAt) };
}
