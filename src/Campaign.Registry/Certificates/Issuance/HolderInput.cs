using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>Who holds the certificate, as the card and the citizen say it. Each part may be left out.</summary>
/// <param name="Phone">10 digits from 0, or +84 and 9 digits.</param>
/// <param name="WardCode">Code of the commune or ward.</param>
internal sealed record HolderInput(string? Name, DateOnly? BirthDate, Sex? Sex, string? Phone, string? WardCode) : ICheckedInput
{
    /// <summary>What is kept of it. The name that the certificate states stands in where none is given.</summary>
    internal static PersonDetails? DetailsOf(HolderInput? holder, string? nameInCertificate) => PersonDetails.Of(
        string.IsNullOrWhiteSpace(holder?.Name) ? nameInCertificate : holder.Name, holder?.BirthDate, holder?.Sex,
        holder?.Phone is { } phone ? PhoneNumber.Normal(phone) : null, holder?.WardCode?.Trim());

    public void Check()
    {
        TypedText.NameIfKnown.Require("holder.name", Name);
        TypedText.WardCode.Require("holder.wardCode", WardCode);
        if (Phone is not null && PhoneNumber.Normal(Phone) is null)
        {
            throw new InvalidInputException(
                "holder.phone", new("gồm 10 chữ số bắt đầu bằng 0, hoặc +84 và 9 chữ số.", "has 10 digits from 0, or +84 and 9 digits."),
                new("Số điện thoại có 10 chữ số, bắt đầu bằng 0.", "A phone has 10 digits, beginning with 0."));
        }
    }

    /// <summary>For "the same content": as text, so that it is never taken for another part of the request.</summary>
    internal string AsContent() => $"holder:{System.Text.Json.JsonSerializer.Serialize(new
    {
        Name = Name is null ? null : ContentSealer.AsCompared(Name),
        BirthDate,
        Sex = Sex?.InDatabase(),
        Phone = Phone is null ? null : PhoneNumber.Normal(Phone) ?? Phone,
        WardCode = WardCode?.Trim(),
    })}";
}
