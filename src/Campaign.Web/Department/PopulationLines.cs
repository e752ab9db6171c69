using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Departments;
using Campaign.Web.Pages;

namespace Campaign.Web.Department;

/// <summary>How many live in each ward, as it is pasted from a table: a line for each, the ward by its code or its name, then the number, with a tab, semicolon or comma between them.</summary>
internal static class PopulationLines
{
    private static readonly char[] Between = ['\t', ';', ','];

    /// <summary>Null with a fault: which line cannot be read, and why.</summary>
    public static (IReadOnlyList<WardPopulationInput>? Populations, Text? Fault) Read(string? text)
    {
        var read = new List<WardPopulationInput>();
        var lines = (text ?? "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var cut = line.IndexOfAny(Between);
            if (cut < 0)
            {
                return (null, new($"Dòng {i + 1}: hãy ghi phường, xã rồi số dân, cách nhau bằng dấu chấm phẩy.", $"Line {i + 1}: enter the ward, a semicolon, and the population."));
            }

            if (CodeOf(line[..cut].Trim()) is not { } code)
            {
                return (null, new($"Dòng {i + 1}: không có phường, xã nào như vậy.", $"Line {i + 1}: unknown ward."));
            }

            // A comma after the first is one of those within a number.
            if (!DeskInput.TryWhole(line[(cut + 1)..].Replace(",", "", StringComparison.Ordinal), out var people) || people is null)
            {
                return (null, new($"Dòng {i + 1}: số dân phải là số nguyên.", $"Line {i + 1}: the population must be a whole number."));
            }

            read.Add(new(code, people.Value));
        }

        return read.Count == 0 ? (null, new("Hãy ghi ít nhất một dòng.", "Enter at least one line.")) : (read, null);
    }

    /// <summary>The name with or without "phường" or "xã" before it, in whatever case and composition.</summary>
    private static string? CodeOf(string said)
    {
        var name = said.Normalize();
        return Wards.All.FirstOrDefault(w => w.Code == name
            || string.Equals(w.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(w.Name[(w.Name.IndexOf(' ', StringComparison.Ordinal) + 1)..], name, StringComparison.OrdinalIgnoreCase)).Code;
    }
}
