using System.Text.Encodings.Web;
using System.Text.Json;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>Which column of a file holds what, as it is kept: [["CITIZEN_ID", "Số CCCD"], …].</summary>
internal static class ColumnsJson
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<(ImportField Field, string Name)> columns) =>
        JsonSerializer.Serialize(columns.Select(c => new[] { c.Field.InDatabase(), NumbersInText.Blank(Shown(c.Name))! }), Plain);

    /// <summary>Without what is no character to read: a NUL in a heading can be kept nowhere.</summary>
    private static string Shown(string name) => new([.. name.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]);

    public static IReadOnlyList<ImportColumn> Read(string json) =>
        [.. JsonSerializer.Deserialize<string[][]>(json)!.Select(c => new ImportColumn(Names.Parse<ImportField>(c[0]), c[1]))];
}
