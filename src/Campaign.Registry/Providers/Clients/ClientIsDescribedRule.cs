using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Providers.Clients;

/// <summary>A client bears a plain name without anything like a citizen number, belongs to a known provider, and gets a provider's scopes and no others.</summary>
internal static partial class ClientIsDescribedRule
{
    /// <summary>Names of the registry's own.</summary>
    private const string Reserved = "campaign-";

    private static readonly string[] Grantable = [Scopes.Check, Scopes.Record];

    public static InvalidClient? Judge(OpenClientInput input, short? provider)
    {
        if (!PlainName().IsMatch(input.ClientId) || input.ClientId.StartsWith(Reserved, StringComparison.Ordinal) || NumbersInText.Blank(input.ClientId) != input.ClientId)
        {
            return new("clientId", new(
                "3–80 ký tự a–z, 0–9, dấu . _ -; không bắt đầu bằng campaign- và không chứa dãy số dài.",
                "has 3 to 80 of a–z, 0–9, . _ - and does not begin with campaign- nor hold a long run of digits."));
        }

        if (provider is null)
        {
            return new("providerCode", new("không có doanh nghiệp nào mang mã này.", "no provider has this code."));
        }

        return input.Scopes.Count == 0 || input.Scopes.Any(s => !Grantable.Contains(s))
            ? new("scopes", new("phải là registry.check, registry.record, hoặc cả hai.", "must be registry.check, registry.record, or both."))
            : null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{2,79}\z")]
    private static partial Regex PlainName();
}
