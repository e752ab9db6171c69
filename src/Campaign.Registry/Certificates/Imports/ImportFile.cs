namespace Campaign.Registry.Certificates.Imports;

/// <summary>A file that can be imported: its form told by its first bytes, and its columns by the first row that names them; titles may stand above it.</summary>
internal sealed class ImportFile : IDisposable
{
    private const int RowsAboveTheHeader = 10;

    private ImportFile(ITable table, string form, string? encoding)
    {
        Table = table;
        Form = form;
        Encoding = encoding;
        (Columns, HeaderRow) = ReadHeader(table);
    }

    public ITable Table { get; }

    /// <summary>CSV or XLSX.</summary>
    public string Form { get; }

    /// <summary>Of a CSV.</summary>
    public string? Encoding { get; }

    public ImportColumns Columns { get; }

    public long HeaderRow { get; }

    /// <summary>Opens a file that is handed in: looked at as a whole, and not yet read from.</summary>
    /// <param name="file">Can be read from any place; stays the caller's.</param>
    /// <exception cref="UnreadableFileException">It cannot be imported, or is not to be as it is.</exception>
    public static ImportFile OpenToImport(Stream file, CancellationToken cancel)
    {
        using (var whole = Open(file))
        {
            if (whole.Table.HiddenRows > 0)
            {
                throw new UnreadableFileException(FileFault.HiddenRows, $"{whole.Table.Sheet} ({whole.Table.HiddenRows})");
            }

            if (WholeFile.Look(whole.Table, whole.Columns, cancel) is { } fault)
            {
                throw new UnreadableFileException(fault);
            }
        }

        return Open(file);
    }

    /// <param name="file">Can be read from any place; stays the caller's.</param>
    /// <exception cref="UnreadableFileException">It cannot be imported.</exception>
    public static ImportFile Open(Stream file)
    {
        file.Position = 0;
        var head = new byte[8];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var (table, form, encoding) = head.AsSpan(0, length) switch
        {
            [] => throw new UnreadableFileException(FileFault.Empty),
            [(byte)'P', (byte)'K', 3, 4, ..] => ((ITable)WorkbookTable.Open(file), "XLSX", (string?)null),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new UnreadableFileException(CompoundFile.Kind(file)),
            // A web page or XML that calls itself .xls; and a page as printed.
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] or [(byte)'<', ..] or [0xEF, 0xBB, 0xBF, (byte)'<', ..] => throw new UnreadableFileException(FileFault.NotATable),
            _ => Text(file),
        };
        try
        {
            return new(table, form, encoding);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public void Dispose() => Table.Dispose();

    private static (ITable Table, string Form, string? Encoding) Text(Stream file)
    {
        var encoding = TextEncodings.Of(file) ?? throw new UnreadableFileException(FileFault.EncodingNotKnown);
        return (DelimitedTable.Open(file, encoding), "CSV", encoding.Name);
    }

    private static (ImportColumns Columns, long Row) ReadHeader(ITable table)
    {
        UnreadableFileException? first = null;
        var row = new List<Cell>();
        for (var rows = 0; rows < RowsAboveTheHeader && table.Read(row, out var number, out var fault);)
        {
            if (fault is not null)
            {
                throw new UnreadableFileException(FileFault.TooManyColumns);
            }

            if (row.Count == 0)
            {
                continue;
            }

            rows++;
            try
            {
                return (ImportColumns.Of(row), number);
            }
            catch (UnreadableFileException e) when (e.Fault == FileFault.ColumnMissing)
            {
                first ??= e;
            }
        }

        throw first ?? new UnreadableFileException(FileFault.Empty);
    }
}
