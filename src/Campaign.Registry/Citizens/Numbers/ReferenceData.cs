using System.Reflection;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>The tables of db/reference, carried inside the assembly. Simple CSV: a header, commas, no quotes.</summary>
public static class ReferenceData
{
    /// <summary>All values of one column of one file, in its order.</summary>
    public static IReadOnlyList<string> Column(string file, string column)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"reference/{file}")
            ?? throw new InvalidOperationException($"db/reference/{file} is not part of this build.");
        using var reader = new StreamReader(stream);
        var header = (reader.ReadLine() ?? "").Split(',');
        var index = Array.IndexOf(header, column);
        if (index < 0)
        {
            throw new InvalidOperationException($"db/reference/{file} has no column {column}.");
        }

        var values = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                values.Add(line.Split(',')[index]);
            }
        }

        return values;
    }
}
