namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// The columns over which a file has spread one name: family name, middle names and given name, joined in the order in which Vietnamese names are written.
/// </summary>
internal sealed class NameColumns
{
    private const int Given = 2;

    // As ImportColumns compares names of columns. "Tên" is the whole name where it stands alone.
    private static readonly Dictionary<string, int> Parts = new[]
    {
        "ho hodem hovatendem holot hovatenlot hotendem lastname surname familyname",
        "tendem tenlot dem tenchudem middlename",
        "ten tengoi firstname givenname",
    }.SelectMany((names, part) => names.Split(' ').Select(name => (name, part))).ToDictionary(n => n.name, n => n.part);

    private readonly (int Place, string Folded)?[] found = new (int, string)?[3];

    /// <returns>True when this column is a part of names.</returns>
    public bool Take(string folded, int place)
    {
        if (!Parts.TryGetValue(folded, out var part))
        {
            return false;
        }

        if (found[part] is not null)
        {
            throw new UnreadableFileException(FileFault.ColumnTwice, ImportColumns.NameOf(ImportField.Name));
        }

        found[part] = (place, folded);
        return true;
    }

    /// <summary>The places of the parts, in their order; none when the file has no name but whole ones.</summary>
    /// <exception cref="UnreadableFileException">A part is there, and the rest is not: "Hà" is nobody's name.</exception>
    public IReadOnlyList<int> Places()
    {
        var alone = found[0] is null && found[1] is null;
        if (alone)
        {
            return found[Given] is { Folded: "ten" } whole ? [whole.Place] : [];
        }

        return found[0] is not null && found[Given] is not null
            ? [.. found.Where(p => p is not null).Select(p => p!.Value.Place)]
            : throw new UnreadableFileException(FileFault.ColumnMissing, ImportColumns.NameOf(ImportField.Name));
    }
}
