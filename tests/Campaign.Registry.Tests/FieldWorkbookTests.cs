using System.IO.Compression;
using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Testing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Campaign.Registry.Tests;

/// <summary>Workbooks as spreadsheets and tools save them, and the file of verdicts that is the same workbook with two columns more (HUE-2.3).</summary>
public sealed class FieldWorkbookTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Transitional = "http://schemas.openxmlformats.org/";
    private const string Strict = "http://purl.oclc.org/ooxml/";

    private static readonly string Header = FieldWorkbook.Row("Số CCCD", "Họ và tên", "Số sê-ri", "Ngày cấp");

    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        registry = await TestRegistry.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData(Strict, "xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml")]
    [InlineData(Transitional, "xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml")]
    [InlineData(Transitional, "xl/workbook.xml", "worksheets/sheet1.xml", "XL/Worksheets/Sheet1.XML")]
    [InlineData(Transitional, "xl/workbook.xml", "worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml")]
    [InlineData(Transitional, "xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml")]
    [InlineData(Transitional, "excel/book.xml", "../data/one.xml", "data/one.xml")]
    public void A_workbook_is_read_by_its_relationships_whatever_its_parts_are_called(string schema, string main, string target, string part)
    {
        using var file = ImportFile.OpenToImport(new MemoryStream(FieldWorkbook.Book(schema, main, target, part, Header + FieldWorkbook.Row("046200990051", "Nguyễn Văn Ất", "CA0551", "15/09/2024"))), default);
        var cells = new List<Cell>();

        file.Table.Read(cells, out _, out _).ShouldBeTrue();
        file.Columns.In(cells, ImportField.SerialNumber).Text.ShouldBe("CA0551");
        file.Table.Sheet.ShouldBe("Dữ liệu");
    }

    [Fact]
    public void What_is_no_workbook_that_can_be_read_is_called_by_its_name()
    {
        static byte[] Zip(params (string Name, string Text)[] parts)
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

        static byte[] Compound(string stream) => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1500], .. Encoding.Unicode.GetBytes(stream), .. new byte[500]];

        static string Relation(string target) =>
            $"""<Relationships xmlns="{Transitional}package/2006/relationships"><Relationship Id="a" Type="{Transitional}officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>""";

        var files = new (byte[] Content, FileFault Fault)[]
        {
            (Compound("EncryptedPackage"), FileFault.EncryptedWorkbook),
            (Compound("Workbook"), FileFault.OldWorkbook),
            (Compound("WordDocument"), FileFault.OldOrProtectedWorkbook),
            (Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")), FileFault.OpenDocumentTable),
            (Zip(("_rels/.rels", Relation("xl/workbook.bin")), ("xl/workbook.bin", "x")), FileFault.BinaryWorkbook),
            (Zip(("_rels/.rels", Relation("word/document.xml")), ("word/document.xml", "<x/>")), FileFault.NotAWorkbook),
            (Zip(("Index/Document.iwa", "x")), FileFault.NotAWorkbook),
            (Encoding.UTF8.GetBytes("<html><table><tr><td>Số CCCD</td></tr></table></html>"), FileFault.NotATable),
        };
        foreach (var (content, fault) in files)
        {
            Should.Throw<UnreadableFileException>(() => ImportFile.OpenToImport(new MemoryStream(content), default)).Fault.ShouldBe(fault);
        }
    }

    [Fact]
    public async Task The_first_visible_sheet_is_read_and_hidden_rows_are_asked_about()
    {
        static string Row(string citizen, string serial, string attributes = "") =>
            $"<row {attributes}>{string.Concat(new[] { citizen, "Nguyễn Văn Ất", serial, "15/09/2024" }.Select(FieldWorkbook.Text))}</row>";

        var book = FieldWorkbook.TwoSheets("hidden", Header + Row("046200990061", "DEAD61"), Header + Row("046200990061", "CA0661"));
        (await registry.ImportAsync("vnpt-ca", book)).Rows.ShouldBeEmpty();
        (await database.ScalarAsync<string>("select serial_number from registry.issuances")).ShouldBe("CA0661");

        var filtered = FieldWorkbook.TwoSheets("veryHidden", Header, Header + Row("046200990062", "CA0662") + Row("046200990063", "CA0663", "hidden=\"1\"") + "<row hidden=\"1\"><c s=\"1\"/></row>");
        var refused = await Should.ThrowAsync<UnreadableFileException>(() => registry.ImportAsync("vnpt-ca", filtered));
        (refused.Fault, refused.What).ShouldBe((FileFault.HiddenRows, "Dữ liệu (1)"));
        (await database.CountAsync("registry.issuances")).ShouldBe(1);
    }

    [Fact]
    public async Task The_verdicts_of_a_workbook_keep_types_formulas_and_the_date_system_and_go_in_again_when_corrected()
    {
        var rows = Header.Replace("</row>", FieldWorkbook.Text("Ngày sinh") + FieldWorkbook.Text("ghi chú") + "</row>", StringComparison.Ordinal)
            + $"<row>{FieldWorkbook.Text("046200990041")}{FieldWorkbook.Text("Nguyễn Văn Kỷ")}{FieldWorkbook.Text("CA040001")}<c><v>44041.395833333336</v></c><c><v>35064</v></c><c><f>1+1</f><v>2</v></c></row>"
            + "<row/>"
            + $"<row>{FieldWorkbook.Text("046200990042")}{FieldWorkbook.Text("Trần Văn Canh")}{FieldWorkbook.Text("CA04XX02")}<c><v>44042</v></c><c><v>35238</v></c></row>";
        var content = FieldWorkbook.Book(Transitional, "xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml", rows, since1904: true);
        var (_, judged) = await registry.ImportAsync("ca2", content);
        judged.Select(r => (r.Row, $"{r.Fault}")).ShouldBe([(4, "NotHexadecimal")]);

        var verdicts = await VerdictsAsync(content, judged);

        using (var read = SpreadsheetDocument.Open(new MemoryStream(verdicts), isEditable: false))
        {
            new OpenXmlValidator().Validate(read, TestContext.Current.CancellationToken).Select(e => e.Description).ShouldBeEmpty();
        }

        var sheet = FieldWorkbook.Part(verdicts, "xl/worksheets/sheet1.xml");
        sheet.ShouldContain("<f>1+1</f><v>2</v>");
        sheet.ShouldContain("<v>44041.395833333336</v>");
        sheet.ShouldContain("RECORDED");
        (await registry.ImportAsync("ca2", FieldWorkbook.With(verdicts, "xl/worksheets/sheet1.xml", sheet.Replace("CA04XX02", "CA040002", StringComparison.Ordinal)))).Rows
            .Select(r => (r.Row, $"{r.Verdict}")).ShouldBe([(2, "AlreadyOurs")]);
        (await database.CountAsync("registry.issuances where serial_number = 'CA040002' and issued_at = $1", new DateTimeOffset(2024, 7, 31, 16, 59, 59, TimeSpan.Zero))).ShouldBe(1);
        (await database.CountAsync("registry.person_details where birth_date = '2000-06-23'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_verdicts_of_a_csv_keep_its_separator()
    {
        var content = FieldFilesTests.Table("Số CCCD;Họ và tên;Số sê-ri;Ngày cấp", "046200990043;\"A; B\";CA040003;15/09/2024", "12;;CA040004;15/09/2024");
        var (_, judged) = await registry.ImportAsync("ca2", content);

        var lines = Encoding.UTF8.GetString(await VerdictsAsync(content, judged)).Split("\r\n");

        lines[0].ShouldEndWith("Số CCCD;Họ và tên;Số sê-ri;Ngày cấp;Verdict;Reason");
        lines[1].ShouldBe("046200990043;\"A; B\";CA040003;15/09/2024;RECORDED;recorded");
    }

    private static async Task<byte[]> VerdictsAsync(byte[] content, IReadOnlyList<JudgedRow> rows)
    {
        using var source = new MemoryStream(content);
        using var opened = ImportFile.Open(source);
        using var verdicts = new MemoryStream();
        await VerdictFile.WriteAsync(opened, source, new[] { (99L, rows) }.ToAsyncEnumerable(), verdicts, Language.English, default);
        return verdicts.ToArray();
    }
}
