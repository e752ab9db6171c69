using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>Who holds the certificate, as the card and the citizen say it. Each part may be left out.</summary>
/// <param name="Phone">10 digits from 0, or +84 and 9 digits.</param>
/// <param name="WardCode">Code of the commune or ward.</param>
public sealed record HolderInput(string? Name, DateOnly? BirthDate, Sex? Sex, string? Phone, string? WardCode)
{
    /// <summary>What is kept of it. The name that the certificate states stands in where none is given.</summary>
    internal static PersonDetails? DetailsOf(HolderInput? holder, string? nameInCertificate) => PersonDetails.Of(
        string.IsNullOrWhiteSpace(holder?.Name) ? nameInCertificate : holder.Name, holder?.BirthDate, holder?.Sex,
        holder?.Phone is { } phone ? ContactIsCompleteRule.NormalPhone(phone) : null, holder?.WardCode?.Trim());

    /// <exception cref="ArgumentException">The text is no phone number; reaches the caller as BAD_REQUEST.</exception>
    internal static void RequirePhone(object? text)
    {
        if (text is string phone && ContactIsCompleteRule.NormalPhone(phone) is null)
        {
            throw new ArgumentException("10 digits from 0, or +84 and 9 digits.");
        }
    }

    /// <summary>For "the same content": as text, so that it is never taken for another part of the request.</summary>
    internal string AsContent() => $"holder:{System.Text.Json.JsonSerializer.Serialize(new { Name, BirthDate, Sex = Sex?.InDatabase(), Phone, WardCode })}";
}
