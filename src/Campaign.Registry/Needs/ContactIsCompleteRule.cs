using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;

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
internal static partial class ContactIsCompleteRule
{
    private const int MaxName = 200;
    private const int MaxWardCode = 20;
    private const int MaxAddress = 300;

    /// <summary>The contact as it is kept, or why there is none.</summary>
    public static (NeedContact? Contact, InvalidContact? Refusal) Read(NeedMode mode, string name, string phone, string? wardCode, string? address)
    {
        var (trimmedName, ward, rest) = (name.Trim(), Given(wardCode), Given(address));
        if (trimmedName.Length is 0 or > MaxName)
        {
            return (null, new("contactName", new($"phải có từ 1 đến {MaxName} ký tự.", $"has 1 to {MaxName} characters.")));
        }

        if (NormalPhone(phone) is not { } number)
        {
            return (null, new("phone", new("gồm 10 chữ số bắt đầu bằng 0, hoặc +84 và 9 chữ số.", "has 10 digits from 0, or +84 and 9 digits.")));
        }

        if (ward is null ? mode == NeedMode.AtHome : ward.Length > MaxWardCode)
        {
            return (null, new("wardCode", new(
                $"cần mã xã, phường (tối đa {MaxWardCode} ký tự) để hỗ trợ tại nhà.", $"is needed for help at home, at most {MaxWardCode} characters.")));
        }

        if (rest is null ? mode == NeedMode.AtHome : rest.Length > MaxAddress)
        {
            return (null, new("address", new(
                $"cần địa chỉ (tối đa {MaxAddress} ký tự) để hỗ trợ tại nhà.", $"is needed for help at home, at most {MaxAddress} characters.")));
        }

        return (new(trimmedName, number, ward, rest), null);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>10 digits from 0; null when it is no phone number.</summary>
    internal static string? NormalPhone(string phone)
    {
        if (phone.Length > 40 || !Phone().IsMatch(phone.Trim()))
        {
            return null;
        }

        var digits = new string([.. phone.Where(char.IsAsciiDigit)]);
        return phone.Contains('+', StringComparison.Ordinal) ? "0" + digits[2..] : digits;
    }

    [GeneratedRegex(@"\A(0([ .]?[0-9]){9}|\+84([ .]?[0-9]){9})\z")]
    private static partial Regex Phone();
}
