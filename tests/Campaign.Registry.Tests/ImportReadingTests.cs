using System.IO.Compression;
using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Tests;

/// <summary>What a file says is read as it is meant, or refused: encodings, separators, quotes, names of columns, dates, workbooks.</summary>
public sealed class ImportReadingTests
{
    private const string Table = "Số CCCD;Họ và tên;Số sê-ri;Ngày cấp\r\n046204001234;Nguyễn Thị Ân Đào;5A01;28/07/2023\r\n";

    public static TheoryData<string, byte[]> Encodings()
    {
        var decomposed = LatinLetters.Apart(Table);
        var windows1258 = CodePagesEncodingProvider.Instance.GetEncoding(1258)!;
        return new()
        {
            { "UTF-8", Encoding.UTF8.GetBytes(Table) },
            { "UTF-8", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Table)] },
            { "UTF-8", Encoding.UTF8.GetBytes(decomposed) },
            { "UTF-16LE", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table)] },
            { "UTF-16LE", Encoding.Unicode.GetBytes(Table) },
            { "UTF-16BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Table)] },
            { "UTF-16BE", Encoding.BigEndianUnicode.GetBytes(Table) },
            { "WINDOWS-1258", windows1258.GetBytes(InWindows1258(Table)) },
            { "TCVN3", InTcvn3(Table) },
        };
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Each_encoding_is_recognised_and_read_letter_by_letter(string encoding, byte[] bytes)
    {
        using var file = ImportFile.Open(new MemoryStream(bytes));

        file.Encoding.ShouldBe(encoding);
        var row = new List<Cell>();
        file.Table.Read(row, out var number, out var fault).ShouldBeTrue();
        (number, fault).ShouldBe((2, null));
        file.Columns.In(row, ImportField.Name).Text.ShouldBe("Nguyễn Thị Ân Đào");
        file.Columns.In(row, ImportField.CitizenId).Text.ShouldBe("046204001234");
    }

    [Theory]
    [InlineData("a,b\r\n1,2\r\n", "1|2")]
    [InlineData("a;b\n1;2\n", "1|2")]
    [InlineData("a\tb\r1\t2", "1|2")]
    [InlineData("sep=;\r\na;b,c\r\n1;2", "1|2")]
    [InlineData("a,b\n\"1,\"\"x\"\"\n2\",3\n", "1,\"x\"\n2|3")]
    public void Separators_quotes_and_line_ends_are_those_of_the_first_line(string text, string second)
    {
        using var table = DelimitedTable.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), TextEncodings.Named("UTF-8"));
        var row = new List<Cell>();
        table.Read(row, out _, out _).ShouldBeTrue();
        table.Read(row, out _, out var fault).ShouldBeTrue();

        fault.ShouldBeNull();
        string.Join('|', row.Select(c => c.Text)).ShouldBe(second);
        table.Read(row, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a,b\n\"1,2\n3,4\n", RowFault.QuoteNotClosed)]
    [InlineData("a,b\n\"1\"x,2\n3,4\n", RowFault.TextAfterQuote)]
    public void A_row_whose_quotes_are_wrong_is_a_fault_of_that_row_and_the_next_is_read(string text, RowFault expected)
    {
        using var table = DelimitedTable.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), TextEncodings.Named("UTF-8"));
        var row = new List<Cell>();
        table.Read(row, out _, out _);
        table.Read(row, out var wrong, out var fault).ShouldBeTrue();
        (wrong, fault).ShouldBe((2, expected));
        table.Read(row, out var next, out var none).ShouldBeTrue();
        (next, none, row[1].Text).ShouldBe((3, null, "4"));
    }

    [Fact]
    public void A_row_at_the_end_of_the_buffer_is_read_whole_wherever_it_is_cut()
    {
        var text = new StringBuilder("a,b\r\n");
        for (var i = 0; i < 60_000; i++)
        {
            text.Append(i).Append(",\"x").Append('y', i % 23).Append("\"\r\n");
        }

        using var table = DelimitedTable.Open(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), TextEncodings.Named("UTF-8"));
        var row = new List<Cell>();
        table.Read(row, out _, out _);
        for (var i = 0; i < 60_000; i++)
        {
            table.Read(row, out _, out _).ShouldBeTrue();
            (row[0].Text, row[1].Text.Length).ShouldBe(($"{i}", 1 + (i % 23)));
        }

        table.Read(row, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("28/07/2023", "2023-07-28T23:59:59+07:00")]
    [InlineData("2023-07-28", "2023-07-28T23:59:59+07:00")]
    [InlineData("8.7.2023", "2023-07-08T23:59:59+07:00")]
    [InlineData("20230728", "2023-07-28T23:59:59+07:00")]
    [InlineData("28/07/2023 14:05", "2023-07-28T14:05:00+07:00")]
    [InlineData("2023-07-28T14:05:06.5Z", "2023-07-28T14:05:06.5+00:00")]
    [InlineData("2023-07-28 14:05:06 +0700", "2023-07-28T14:05:06+07:00")]
    [InlineData("07/28/2023", null)]
    [InlineData("28/07/23", null)]
    [InlineData("28-07/2023", null)]
    [InlineData("28/07/2023 25:00", null)]
    [InlineData("hôm qua", null)]
    public void A_date_is_read_one_way_or_not_at_all(string text, string? expected)
    {
        var (at, fault) = ImportDates.Beginning(new(text), since1904: false);

        (at?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz"), fault is null).ShouldBe((expected, expected is not null));
    }

    [Theory]
    [InlineData("30/02/2023")]
    [InlineData("28/07/2566")]
    public void A_day_of_another_calendar_is_told_as_such(string text) =>
        ImportDates.Beginning(new(text), since1904: false).Fault.ShouldBe(RowFault.DateOfAnotherCalendar);

    [Fact]
    public void A_workbooks_days_count_from_its_own_epoch()
    {
        ImportDates.Birth(new("45135", CellKind.Number), since1904: false).Day.ShouldBe(new DateOnly(2023, 7, 28));
        ImportDates.Birth(new("43673", CellKind.Number), since1904: true).Day.ShouldBe(new DateOnly(2023, 7, 28));
        ImportDates.Shown(new("45135", CellKind.Number), since1904: false).ShouldBe("28/07/2023", "a preview shows the day, and not how a workbook keeps it");
        ImportDates.Shown(new("45135.25", CellKind.Number), since1904: false).ShouldBe("06:00:00 28/07/2023");
        ImportDates.Shown(new("7", CellKind.Number), since1904: false).ShouldBeNull();
    }

    [Fact]
    public void A_workbook_is_read_with_shared_and_inline_texts_numbers_and_gaps_and_a_formula_is_none_of_these()
    {
        var book = Workbook(
            """<row r="1"><c r="A1" t="inlineStr"><is><t>CCCD</t></is></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Ngày cấp</t></is></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>046204001234</t></is></c><c r="C4"><v>45135</v></c></row><row r="5"><c r="A5"><f>1+1</f><v>2</v></c></row>""",
            "<si><r><t>Số </t></r><r><t>sê-ri</t></r></si>");
        using var file = ImportFile.Open(new MemoryStream(book));
        var row = new List<Cell>();

        file.Table.Read(row, out var number, out var fault).ShouldBeTrue();
        (number, fault).ShouldBe((4, null));
        file.Columns.In(row, ImportField.SerialNumber).IsEmpty.ShouldBeTrue();
        file.Columns.In(row, ImportField.IssuedAt).ShouldBe(new Cell("45135", CellKind.Number));
        file.Table.Read(row, out number, out _).ShouldBeTrue();
        (number, row[0].Kind).ShouldBe((5, CellKind.Formula));
        file.Table.Read(row, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_workbook_that_unpacks_to_a_flood_or_was_cut_off_is_refused_before_a_row_is_read()
    {
        var flood = Workbook("<row><c t=\"inlineStr\"><is><t>" + new string(' ', 20 << 20) + "</t></is></c></row>");
        flood.Length.ShouldBeLessThan(1 << 20);
        Should.Throw<UnreadableFileException>(() => ImportFile.Open(new MemoryStream(flood))).Fault.ShouldBe(FileFault.TooLarge);

        var whole = Workbook("<row><c t=\"inlineStr\"><is><t>CCCD</t></is></c></row>");
        Should.Throw<UnreadableFileException>(() => ImportFile.Open(new MemoryStream(whole[..^40]))).Fault.ShouldBe(FileFault.Damaged);
    }

    [Fact]
    public void Columns_are_known_by_their_names_in_either_language_and_one_that_is_missing_or_double_is_told()
    {
        static ImportColumns Of(params string[] names) => ImportColumns.Of([.. names.Select(n => new Cell(n))]);

        Of("So CCCD", "SỐ SÊ-RI", "Ngày cấp", "ghi chú").Read.Select(c => c.Field).ShouldBe([ImportField.CitizenId, ImportField.SerialNumber, ImportField.IssuedAt]);
        Of("Citizen ID", "Serial number", "Issued at", "Full name").Read.Count().ShouldBe(4);
        Of("CMND", "serial", "issued at").Has(ImportField.CitizenId).ShouldBeTrue("of identity card numbers alone");
        Should.Throw<UnreadableFileException>(() => Of("CCCD", "Ngày cấp")).ShouldSatisfyAllConditions(e => e.Fault.ShouldBe(FileFault.ColumnMissing), e => e.What.ShouldBe("Số sê-ri"));
        Should.Throw<UnreadableFileException>(() => Of("CCCD", "Số CCCD", "serial", "issued at")).Fault.ShouldBe(FileFault.ColumnTwice);
    }

    [Fact]
    public void Letters_are_composed_and_parted_as_unicode_has_them()
    {
        LatinLetters.Together("Nguyê\u0303n A\u0301nh Đa\u0300o ơ\u0323 e\u0323\u0302 e\u0302\u0323").ShouldBe("Nguyễn Ánh Đào ợ ệ ệ");
        LatinLetters.Apart("ệỢ").ShouldBe("e\u0323\u0302O\u031B\u0323");
    }

    [Theory]
    [InlineData("1048577")]
    [InlineData("3000000000")]
    [InlineData("99999999999")]
    [InlineData("999999999999999999999999")]
    public void A_row_beyond_a_sheets_last_is_no_row(string number)
    {
        var file = Workbook($"""<row r="1"><c t="inlineStr"><is><t>Số CCCD</t></is></c></row><row r="{number}"><c t="inlineStr"><is><t>x</t></is></c></row>""");

        Should.Throw<UnreadableFileException>(() => ImportFile.Open(new MemoryStream(file))).Fault.ShouldBe(FileFault.Damaged);
    }

    [Theory]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void Utf_32_is_no_encoding_that_is_read(string name)
    {
        var text = Encoding.GetEncoding(name);

        Should.Throw<UnreadableFileException>(() => ImportFile.Open(new MemoryStream([.. text.GetPreamble(), .. text.GetBytes("Số CCCD,Số sê-ri,Ngày cấp\n046200001234,A1,2024-01-01\n")]))).Fault
            .ShouldBe(FileFault.EncodingNotKnown);
    }

    [Fact]
    public void A_heading_with_a_character_that_can_be_kept_nowhere_is_kept_without_it() =>
        ColumnsJson.Read(ColumnsJson.Write([(ImportField.CitizenId, "Số\0 căn\u0007 cước")]))[0].Name.ShouldBe("Số căn cước");

    internal static byte[] Workbook(string rows, string? sharedTexts = null)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string xml)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(xml);
            }

            const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            Part("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="x" r:id="r1"/></sheets></workbook>""");
            Part("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>""");
            Part("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>""");
            if (sharedTexts is not null)
            {
                Part("xl/sharedStrings.xml", $"""<sst xmlns="{Main}">{sharedTexts}</sst>""");
            }
        }

        return bytes.ToArray();
    }

    /// <summary>In which the shaped letters are one byte, and the tones follow.</summary>
    private static string InWindows1258(string text)
    {
        var parts = new StringBuilder();
        foreach (var c in text)
        {
            var marks = LatinLetters.Apart($"{c}");
            var shaped = LatinLetters.Together(new string([.. marks.Where(m => m is not ('\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323'))]));
            parts.Append(shaped).Append([.. marks.Where(m => m is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323')]);
        }

        return parts.ToString();
    }

    /// <summary>By the encoding's own table, read the other way; capitals with tones are small letters.</summary>
    private static byte[] InTcvn3(string text)
    {
        var encoding = new Tcvn3Encoding();
        var byLetter = Enumerable.Range(0xA1, 0xFE - 0xA1 + 1).Select(b => (byte)b).Where(b => encoding.GetString([b]) != "\uFFFD").ToDictionary(b => encoding.GetString([b])[0]);
        return [.. text.Select(c => c < 0x80 ? (byte)c : byLetter.GetValueOrDefault(c, byLetter.GetValueOrDefault(char.ToLowerInvariant(c))))];
    }
}
