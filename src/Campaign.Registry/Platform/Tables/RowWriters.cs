using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Campaign.Registry.Platform.Tables;

/// <summary>Rows of texts, written one after the other, so that a file may be of any size. What a spreadsheet would take for a formula is written as text.</summary>
public interface IRowWriter : IDisposable
{
    void Write(IReadOnlyList<string> cells);
}

/// <summary>UTF-8 with a byte order mark (RFC 4180).</summary>
public sealed class CsvWriter(Stream output) : IRowWriter
{
    private readonly StreamWriter text = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };

    public void Write(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                text.Write(',');
            }

            var cell = cells[i] is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + cells[i] : cells[i];
            text.Write(cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        text.WriteLine();
    }

    public void Dispose() => text.Dispose();
}

/// <summary>The least that is a workbook (ECMA-376): one sheet, whose cells are texts.</summary>
public sealed class WorkbookWriter : IRowWriter
{
    private readonly ZipArchive archive;
    private readonly XmlWriter sheet;

    public WorkbookWriter(Stream output)
    {
        archive = new(output, ZipArchiveMode.Create, leaveOpen: true);
        Part("[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """);
        Part("_rels/.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Part("xl/workbook.xml", """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        Part("xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
            """);
        sheet = XmlWriter.Create(archive.CreateEntry("xl/worksheets/sheet1.xml").Open(), new XmlWriterSettings { CheckCharacters = false, CloseOutput = true });
        sheet.WriteStartElement("worksheet", "http://schemas.openxmlformats.org/spreadsheetml/2006/main");
        sheet.WriteStartElement("sheetData");
    }

    public void Write(IReadOnlyList<string> cells)
    {
        sheet.WriteStartElement("row");
        foreach (var cell in cells)
        {
            sheet.WriteStartElement("c");
            sheet.WriteAttributeString("t", "inlineStr");
            sheet.WriteStartElement("is");
            sheet.WriteElementString("t", new string([.. cell.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]));
            sheet.WriteEndElement();
            sheet.WriteEndElement();
        }

        sheet.WriteEndElement();
    }

    public void Dispose()
    {
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.Dispose();
        archive.Dispose();
    }

    private void Part(string name, string xml)
    {
        using var part = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
        part.Write($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml.Trim()}""");
    }
}
