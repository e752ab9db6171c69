using System.Text.RegularExpressions;

namespace Campaign.Registry.Platform.Values;

/// <summary>Enum members are SCREAMING_SNAKE_CASE in the database and in GraphQL.</summary>
public static partial class Names
{
    public static string InDatabase<T>(this T value)
        where T : struct, Enum => Cache<T>.ToText[value];

    public static T Parse<T>(string text)
        where T : struct, Enum => Cache<T>.FromText[text];

    private static string Screaming(string name) => WordStart().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ToText = Enum.GetValues<T>().ToDictionary(v => v, v => Screaming(v.ToString()));
        public static readonly Dictionary<string, T> FromText = ToText.ToDictionary(p => p.Value, p => p.Key);
    }
}
