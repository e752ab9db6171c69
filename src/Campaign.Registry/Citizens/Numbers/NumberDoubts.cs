using System.Collections.Frozen;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>A doubt about a citizen that does not refuse.</summary>
internal sealed record CheckWarning(string Code, Text Message);

/// <summary>
/// Doubts that a number itself raises: its province code is in no list, or its bearer may be under 18. They warn and never refuse: lists age, and what a
/// minor may sign is for the provider to judge.
/// </summary>
internal static class NumberDoubts
{
    public const int AgeOfMajority = 18;

    public static readonly FrozenSet<string> ProvinceCodes = ReferenceData.Column("provinces.csv", "code").ToFrozenSet();

    /// <param name="number">The number asked about.</param>
    /// <param name="today">The day in Vietnam.</param>
    public static IEnumerable<CheckWarning> Of(CitizenNumber number, DateOnly today)
    {
        if (number.ProvinceCode is { } code && !ProvinceCodes.Contains(code))
        {
            yield return new("UNKNOWN_PROVINCE_CODE", new(
                $"Mã tỉnh {code} ở đầu số căn cước không có trong danh mục. Hãy so lại số với thẻ.",
                $"The province code {code} at the start of the number is unknown. Compare the number with the card."));
        }

        // The number states the year alone: who turns 18 this year may still be 17 today.
        if (number.BirthYear is { } year && today.Year - year <= AgeOfMajority)
        {
            yield return new("MINOR", new(
                "Công dân có thể chưa đủ 18 tuổi. Hãy kiểm tra ngày sinh trên thẻ.",
                "The citizen may be under 18. Check the date of birth on the card."));
        }
    }
}
