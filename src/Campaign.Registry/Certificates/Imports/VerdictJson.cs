using System.Text.Json;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The verdicts of a part as they are kept: those alone that say more than RECORDED, each as [row, verdict, field, fault]. Older parts name the holder behind these, which is told no more.</summary>
internal static class VerdictJson
{
    public static string Write(IEnumerable<JudgedRow> rows) => JsonSerializer.Serialize(
        rows.Where(r => r.Verdict != RowVerdict.Recorded || r.Fault is not null)
            .Select(r => new object?[] { r.Row, r.Verdict.InDatabase(), r.Field?.InDatabase(), r.Fault?.InDatabase() }));

    public static IEnumerable<JudgedRow> Read(string json)
    {
        using var rows = JsonDocument.Parse(json);
        return [.. rows.RootElement.EnumerateArray().Select(r => new JudgedRow(
            r[0].GetInt64(), Names.Parse<RowVerdict>(r[1].GetString()!), r[2].GetString() is { } field ? Names.Parse<ImportField>(field) : null,
            r[3].GetString() is { } fault ? Names.Parse<RowFault>(fault) : null))];
    }
}
