using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>A person's name as a summary shows it: the given name, which comes last in Vietnamese, and initials. "Nguyễn Văn An" → "N. V. An".</summary>
internal static class MaskedName
{
    public static string Of(string? name)
    {
        var words = (NumbersInText.Blank(name) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "–" : string.Join(' ', words[..^1].Select(w => $"{w[..1]}.").Append(words[^1]));
    }
}
