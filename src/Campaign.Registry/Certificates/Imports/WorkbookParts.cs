using System.IO.Compression;
using System.Text;
using System.Xml;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// The parts of a workbook (XLSX, ECMA-376, Transitional and Strict alike): found by their relationships, as Excel finds them, and by names whose case and slashes tools
/// do not agree on. A workbook is an archive that may unpack to anything, so each part is bounded.
/// </summary>
internal sealed class WorkbookParts : IDisposable
{
    private const int MaxEntries = 2_000;
    private const long MaxPartBytes = 8L << 30;
    private const long FreeOfRatioBytes = 16L << 20;
    private const int MaxRatio = 100;
    private const int MaxSharedTexts = 2_000_000;
    private const int MaxSharedCharacters = 32 << 20;

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UnreadableFileException">It is no workbook; the fault says what it is instead.</exception>
    public WorkbookParts(Stream file)
    {
        archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MaxEntries)
        {
            throw new UnreadableFileException(FileFault.TooLarge);
        }

        foreach (var entry in archive.Entries)
        {
            entries.TryAdd(NameOf(entry), entry);
        }

        var main = MainPart();
        (SheetName, Since1904, var relation) = FirstVisibleSheet(main);
        var relations = RelationsOf(main);
        Sheet = relations.FirstOrDefault(r => r.Id == relation).Target is { Length: > 0 } target ? target : throw new UnreadableFileException(FileFault.Damaged);
        SharedPart = relations.FirstOrDefault(r => r.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Target ?? "xl/sharedStrings.xml";
    }

    public IReadOnlyList<ZipArchiveEntry> Entries => archive.Entries;

    /// <summary>The part of the first sheet that is not hidden.</summary>
    public string Sheet { get; }

    public string SheetName { get; }

    public bool Since1904 { get; }

    private string SharedPart { get; }

    public void Dispose() => archive.Dispose();

    public static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/').TrimStart('/');

    /// <summary>Whether an archive with this entry unpacks to where it is unpacked. A workbook's parts do; whoever opens the file of verdicts is not to be met by one that does not.</summary>
    public static bool StaysInside(ZipArchiveEntry entry) => NameOf(entry).Split('/') is var steps && !steps.Contains("..") && !steps[0].Contains(':');

    public bool IsSheet(ZipArchiveEntry entry) => entries.TryGetValue(Sheet, out var sheet) && ReferenceEquals(sheet, entry);

    /// <summary>A part as it is stored, which ends with a fault where it unpacks to more than a workbook's does.</summary>
    public static Stream Bytes(ZipArchiveEntry entry) =>
        new BoundedStream(entry.Open(), Math.Min(MaxPartBytes, Math.Max(FreeOfRatioBytes, entry.CompressedLength * MaxRatio)));

    public XmlReader Open(string name)
    {
        var entry = entries.GetValueOrDefault(name) ?? throw new UnreadableFileException(FileFault.Damaged);
        return XmlReader.Create(Bytes(entry), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
    }

    /// <summary>The texts that cells refer to by their place.</summary>
    public List<string> SharedTexts()
    {
        var texts = new List<string>();
        if (!entries.ContainsKey(SharedPart))
        {
            return texts;
        }

        using var reader = Open(SharedPart);
        var text = new StringBuilder();
        var chunk = new char[4_096];
        var characters = 0;
        while (reader.Read())
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                continue;
            }

            text.Clear();
            ReadSharedText(reader, text, chunk);
            characters += text.Length;
            if (texts.Count >= MaxSharedTexts || characters > MaxSharedCharacters)
            {
                throw new UnreadableFileException(FileFault.TooLarge);
            }

            texts.Add(LatinLetters.Together(CellTexts.Unescaped(text.ToString())));
        }

        return texts;
    }

    private static void ReadSharedText(XmlReader reader, StringBuilder text, char[] chunk)
    {
        while (!reader.IsEmptyElement && reader.Read() && reader is not { NodeType: XmlNodeType.EndElement, LocalName: "si" })
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                reader.Skip();
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
            {
                int read;
                while ((read = reader.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
                {
                    text.Append(chunk, 0, text.Length <= TableLimits.CellCharacters ? read : 0);
                }
            }
        }
    }

    /// <summary>The part that the archive says is its document; some tools leave it unsaid.</summary>
    private string MainPart()
    {
        var main = entries.ContainsKey("_rels/.rels")
            ? RelationsOf("").FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Target ?? ""
            : "xl/workbook.xml";
        if (main.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnreadableFileException(FileFault.BinaryWorkbook);
        }

        if (!entries.ContainsKey(main) || main.StartsWith("word/", StringComparison.OrdinalIgnoreCase) || main.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnreadableFileException(
                entries.ContainsKey("content.xml") && entries.ContainsKey("mimetype") ? FileFault.OpenDocumentTable : entries.ContainsKey("xl/workbook.bin") ? FileFault.BinaryWorkbook : FileFault.NotAWorkbook);
        }

        return main;
    }

    private (string Name, bool Since1904, string Relation) FirstVisibleSheet(string main)
    {
        (string Name, string Relation)? first = null;
        var since1904 = false;
        var isWorkbook = false;
        using var workbook = Open(main);
        while (workbook.Read())
        {
            if (workbook.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            isWorkbook |= workbook.LocalName == "workbook";
            if (workbook.LocalName == "workbookPr")
            {
                since1904 = workbook.GetAttribute("date1904") is "1" or "true";
            }
            else if (workbook.LocalName == "sheet" && workbook.GetAttribute("state") is null or "visible" && first is null && RelationIn(workbook) is { } relation)
            {
                first = (workbook.GetAttribute("name") ?? "", relation);
            }
        }

        return first is { } sheet ? (sheet.Name, since1904, sheet.Relation) : throw new UnreadableFileException(isWorkbook ? FileFault.Empty : FileFault.NotAWorkbook);
    }

    /// <summary>r:id, in whichever of the two namespaces; the prefix is the tool's.</summary>
    private static string? RelationIn(XmlReader sheet)
    {
        string? found = null;
        for (var more = sheet.MoveToFirstAttribute(); more; more = sheet.MoveToNextAttribute())
        {
            found = sheet.LocalName == "id" && sheet.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal) ? sheet.Value : found;
        }

        sheet.MoveToElement();
        return found;
    }

    private List<(string Id, string Type, string Target)> RelationsOf(string part)
    {
        var found = new List<(string, string, string)>();
        var slash = part.LastIndexOf('/');
        var (folder, name) = slash < 0 ? ("", part) : (part[..(slash + 1)], part[(slash + 1)..]);
        using var relations = Open($"{folder}_rels/{name}.rels");
        while (relations.Read())
        {
            if (relations is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && relations.GetAttribute("TargetMode") != "External")
            {
                found.Add((relations.GetAttribute("Id") ?? "", relations.GetAttribute("Type") ?? "", Resolved(folder, relations.GetAttribute("Target") ?? "")));
            }
        }

        return found;
    }

    /// <summary>The name of a part, said from the folder of another or, with a slash in front, from the root.</summary>
    private static string Resolved(string folder, string target)
    {
        var said = Uri.UnescapeDataString(target).Replace('\\', '/');
        var steps = new List<string>();
        foreach (var step in (said.StartsWith('/') ? said : folder + said).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == "..")
            {
                steps.RemoveRange(Math.Max(0, steps.Count - 1), Math.Min(1, steps.Count));
            }
            else if (step != ".")
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }
}
