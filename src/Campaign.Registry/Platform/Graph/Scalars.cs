using System.Globalization;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Time;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Campaign.Registry.Platform.Graph;

/// <summary>RFC 3339 with offset, 1900 to 2199; written in UTC with microseconds.</summary>
internal sealed class InstantGraphType : ScalarGraphType
{
    public InstantGraphType()
    {
        Name = "DateTime";
        Description = "RFC 3339 with offset, e.g. 2026-11-22T14:05:00+07:00. Answered in UTC, to the microsecond.";
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) =>
        value is null ? null : value is string text && Instant.TryRead(text, out var instant) ? instant : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is DateTimeOffset instant ? Instant.Write(instant) : value is null ? null : ThrowSerializationError(value);
}

/// <summary>A day, YYYY-MM-DD, 1900 to 2199.</summary>
internal sealed partial class DayGraphType : ScalarGraphType
{
    public DayGraphType()
    {
        Name = "Date";
        Description = "A day in Vietnam, YYYY-MM-DD.";
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when Day().IsMatch(text)
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1900 and <= 2199 => day,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) =>
        value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value is null ? null : ThrowSerializationError(value);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Day();
}

/// <summary>What every text that comes in must be: well-formed Unicode without NUL, of bounded length.</summary>
internal static class WellFormed
{
    /// <summary>The longest text of any input is a certificate's PEM, 16 KB.</summary>
    public const int MaxLength = 20_000;

    public static bool Is(string text)
    {
        if (text.Length > MaxLength || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>GraphQL's String, held to <see cref="WellFormed"/>: PostgreSQL takes no NUL, and nothing takes half a character.</summary>
internal sealed class TextGraphType : StringGraphType
{
    public TextGraphType() => Name = "String";

    public override bool CanParseLiteral(GraphQLValue value) => base.CanParseLiteral(value) && (value is not GraphQLStringValue text || WellFormed.Is((string)text.Value));

    public override object? ParseLiteral(GraphQLValue value) => CanParseLiteral(value) ? base.ParseLiteral(value) : ThrowLiteralConversionError(value);

    public override bool CanParseValue(object? value) => value is null || (value is string text && WellFormed.Is(text));

    public override object? ParseValue(object? value) => CanParseValue(value) ? value : ThrowValueConversionError(value);
}

/// <summary>GraphQL's ID, taken as text of at most 255 characters.</summary>
internal sealed class OpaqueIdGraphType : IdGraphType
{
    private const int MaxLength = 255;

    public OpaqueIdGraphType() => Name = "ID";

    public override bool CanParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => IsId((string)text.Value),
        GraphQLIntValue number => number.Value.Length <= 20,
        GraphQLNullValue => true,
        _ => false,
    };

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text when IsId((string)text.Value) => (string)text.Value,
        GraphQLIntValue number when number.Value.Length <= 20 => (string)number.Value,
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override bool CanParseValue(object? value) => value is null or int or long || (value is string text && IsId(text));

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when IsId(text) => text,
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => ThrowValueConversionError(value),
    };

    private static bool IsId(string text) => text.Length is >= 1 and <= MaxLength && WellFormed.Is(text);
}
