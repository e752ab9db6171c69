using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Needs;

/// <summary>How the citizen is reached: name, phone, and for a visit where he or she lives.</summary>
/// <param name="Phone">10 digits from 0.</param>
/// <param name="WardCode">Code of the commune or ward.</param>
public sealed record NeedContact(string Name, string Phone, string? WardCode, string? Address);

/// <summary>The contact cannot be used. Field: which part of the input.</summary>
public sealed record InvalidContact(string Field, Text What) : Refusal
{
    public override Text Message => new($"{Field}: {What.Vietnamese}", $"{Field}: {What.English}");

    public override Clause? Clause => Clause.HelpAtHomeOrByPhone;
}

/// <summary>
/// A need says how its citizen is reached (HUE-4.1): a name of 1 to 200 characters; a phone of 10 digits from 0, or +84 and 9 digits, blanks and dots between
/// digits ignored; AT_HOME, the ward's code (at most 20 characters) and the rest of the address (at most 300).
/// </summary>
internal static class ContactIsCompleteRule
{
    /// <summary>The contact as it is kept, or why there is none.</summary>
    public static (NeedContact? Contact, InvalidContact? Refusal) Read(NeedMode mode, string name, string phone, string? wardCode, string? address)
    {
        var (trimmedName, ward, rest) = (name.Trim(), Given(wardCode), Given(address));
        if (!TypedText.PersonName.Fits(trimmedName))
        {
            return (null, new("contactName", new($"phải có từ 1 đến {TypedText.PersonName.Most} ký tự.", $"has 1 to {TypedText.PersonName.Most} characters.")));
        }

        if (PhoneNumber.Normal(phone) is not { } number)
        {
            return (null, new("phone", new("gồm 10 chữ số bắt đầu bằng 0, hoặc +84 và 9 chữ số.", "has 10 digits from 0, or +84 and 9 digits.")));
        }

        if (ward is null ? mode == NeedMode.AtHome : !TypedText.WardCode.Fits(ward))
        {
            return (null, new("wardCode", new(
                $"cần mã xã, phường (tối đa {TypedText.WardCode.Most} ký tự) để hỗ trợ tại nhà.", $"is needed for help at home, at most {TypedText.WardCode.Most} characters.")));
        }

        if (rest is null ? mode == NeedMode.AtHome : !TypedText.Address.Fits(rest))
        {
            return (null, new("address", new(
                $"cần địa chỉ (tối đa {TypedText.Address.Most} ký tự) để hỗ trợ tại nhà.", $"is needed for help at home, at most {TypedText.Address.Most} characters.")));
        }

        return (new(trimmedName, number, ward, rest), null);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
