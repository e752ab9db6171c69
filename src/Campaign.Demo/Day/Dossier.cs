using Campaign.Registry.Platform.Time;

namespace Campaign.Demo.Day;

/// <summary>What stands in a certificate's dossier, as the contract names it.</summary>
internal sealed record Dossier(
    string? ContractNumber, DateOnly? ContractSignedOn, DateTimeOffset? HandedOverAt, bool? ReceivedByCitizen, string? RecipientName, DateTimeOffset? ConsentGivenAt)
{
    /// <summary>An honest one: a contract of its own, signed today, consent, and what was made handed to the citizen, unless a fault has kept it back.</summary>
    public static Dossier Complete(string contractNumber, DateTimeOffset now, bool handedOver) => new(
        contractNumber, VietnamTime.DateOf(now), handedOver ? now : null, handedOver ? true : null, null, now);
}
