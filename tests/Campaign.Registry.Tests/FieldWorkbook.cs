using System.IO.Compression;
using System.Security;

namespace Campaign.Registry.Tests;

/// <summary>Workbooks that a test makes, with all that Excel asks for.</summary>
internal static class FieldWorkbook
{
    private const string Transitional = "http://schemas.openxmlformats.org/";

    public static string Text(string text) => $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";

    public static string Row(params string[] texts) => $"<row>{string.Concat(texts.Select(Text))}</row>";

    /// <param name="schema">What the namespaces begin with.</param>
    /// <param name="main">The part of the workbook.</param>
    /// <param name="target">The sheet's part, as the workbook says it.</param>
    /// <param name="part">The sheet's part, as the archive has it.</param>
    public static byte[] Book(string schema, string main, string target, string part, string rows, bool since1904 = false)
    {
        var (sheets, relations) = schema == Transitional
            ? ($"{schema}spreadsheetml/2006/main", $"{schema}officeDocument/2006/relationships") : ($"{schema}spreadsheetml/main", $"{schema}officeDocument/relationships");
        var folder = main[..main.LastIndexOf('/')];
        return Zip(
            ("[Content_Types].xml", Types(main, part)),
            ("_rels/.rels", Relationships(("rId1", $"{relations}/officeDocument", main))),
            (main, $"""<workbook xmlns="{sheets}" xmlns:r="{relations}"><workbookPr{(since1904 ? " date1904=\"1\"" : "")}/><sheets><sheet name="Dữ liệu" sheetId="1" r:id="rId7"/></sheets></workbook>"""),
            ($"{folder}/_rels/{Path.GetFileName(main)}.rels", Relationships(("rId7", $"{relations}/worksheet", target))),
            (part, $"""<worksheet xmlns="{sheets}"><dimension ref="A1:D2"/><sheetData>{rows}</sheetData></worksheet>"""));
    }

    /// <summary>The first of them is not to be seen.</summary>
    public static byte[] TwoSheets(string stateOfTheFirst, string first, string second)
    {
        const string Sheets = $"{Transitional}spreadsheetml/2006/main", Relations = $"{Transitional}officeDocument/2006/relationships";
        return Zip(
            ("_rels/.rels", Relationships(("rId1", $"{Relations}/officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", $"""<workbook xmlns="{Sheets}" xmlns:r="{Relations}"><sheets><sheet name="Bản cũ" sheetId="1" state="{stateOfTheFirst}" r:id="a"/><sheet name="Dữ liệu" sheetId="2" r:id="b"/></sheets></workbook>"""),
            ("xl/_rels/workbook.xml.rels", Relationships(("a", $"{Relations}/worksheet", "worksheets/sheet1.xml"), ("b", $"{Relations}/worksheet", "worksheets/sheet2.xml"))),
            ("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Sheets}"><sheetData>{first}</sheetData></worksheet>"""),
            ("xl/worksheets/sheet2.xml", $"""<worksheet xmlns="{Sheets}"><sheetData>{second}</sheetData></worksheet>"""));
    }

    public static string Part(byte[] book, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(book));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The same workbook with one part replaced.</summary>
    public static byte[] With(byte[] book, string name, string text)
    {
        using var archive = new ZipArchive(new MemoryStream(book));
        return Zip([.. archive.Entries.Select(e => (e.FullName, e.FullName == name ? text : Part(book, e.FullName)))]);
    }

    private static string Relationships(params (string Id, string Type, string Target)[] relations) =>
        $"<Relationships xmlns=\"{Transitional}package/2006/relationships\">{string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{r.Type}\" Target=\"{r.Target}\"/>"))}</Relationships>";

    private static string Types(string main, string sheet) => $"""
        <Types xmlns="{Transitional}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/{sheet.Replace('\\', '/')}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
        """;

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
