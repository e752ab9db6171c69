using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Campaign.Registry.Platform.Graph;

/// <summary>ISO 8601, of days, hours, minutes and seconds: what has one length in seconds. No years, no months, nothing negative, whole seconds.</summary>
internal sealed partial class DurationGraphType : ScalarGraphType
{
    public DurationGraphType()
    {
        Name = "Duration";
        Description = "ISO 8601 in days, hours, minutes and seconds, e.g. PT48H.";
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
        TimeSpan span => span,
        string text when Whole().IsMatch(text) => XmlConvert.ToTimeSpan(text),
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        TimeSpan span => Write(span),
        _ => ThrowSerializationError(value),
    };

    public override GraphQLValue ToAST(object? value) =>
        value is TimeSpan span ? new GraphQLStringValue(Write(span)) : new GraphQLNullValue();

    /// <summary>In hours, minutes and seconds, as the contract writes its defaults: PT48H, PT30M.</summary>
    private static string Write(TimeSpan span)
    {
        static string Part(long amount, char unit) => amount > 0 ? amount.ToString(CultureInfo.InvariantCulture) + unit : "";
        return span < TimeSpan.FromSeconds(1)
            ? "PT0S"
            : "PT" + Part((long)span.TotalHours, 'H') + Part(span.Minutes, 'M') + Part(span.Seconds, 'S');
    }

    [GeneratedRegex(@"\AP(?=[0-9T])([0-9]{1,5}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,7}M)?([0-9]{1,8}S)?)?\z")]
    private static partial Regex Whole();
}
