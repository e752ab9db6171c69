using System.IO.Compression;
using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>The file of verdicts is the file that was handed in, and can be handed in itself, again and again (HUE-2.3).</summary>
public sealed class ImportVerdictTests
{
    private static readonly string Names = "Số CCCD,Số sê-ri,Ngày cấp";

    [Theory]
    [InlineData(Language.English, Language.English)]
    [InlineData(Language.Vietnamese, Language.English)]
    public async Task A_file_of_verdicts_that_is_handed_in_again_has_its_two_columns_replaced(Language first, Language then)
    {
        var csv = Encoding.UTF8.GetBytes($"Danh sách\r\n{Names},Ghi chú\r\n{Make.Citizen()},5A,2024-03-01,x\r\n12,5B,2024-03-01,y,z\r\n");

        var once = await ToldAsync(csv, first, Malformed(4));
        var again = await ToldAsync(once, then);
        var third = await ToldAsync(again, then, Malformed(3), Malformed(4));

        var lines = Encoding.UTF8.GetString(again).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldBe("Danh sách");
        lines[1].ShouldBe($"{Names},Ghi chú,Verdict,Reason");
        lines[2].ShouldEndWith(",5A,2024-03-01,x,RECORDED,recorded");
        lines[3].ShouldBe("12,5B,2024-03-01,y,RECORDED,recorded,z");
        Encoding.UTF8.GetString(third).Split("\r\n")[3].ShouldStartWith("12,5B,2024-03-01,y,MALFORMED,");
        Encoding.UTF8.GetString(third).Split("\r\n")[1].ShouldBe(lines[1]);
    }

    [Fact]
    public async Task A_workbook_of_verdicts_that_is_handed_in_again_has_its_two_columns_replaced()
    {
        var book = ImportReadingTests.Workbook(
            FieldWorkbook.Row([.. Names.Split(',')]) + FieldWorkbook.Row("046200990141", "5A", "15/09/2024") + FieldWorkbook.Row("12", "5B", "15/09/2024"));

        var again = await ToldAsync(await ToldAsync(await ToldAsync(book, Language.Vietnamese, Malformed(3)), Language.Vietnamese), Language.English, Malformed(2));

        using var table = WorkbookTable.Open(new MemoryStream(again));
        var cells = new List<Cell>();
        var rows = new List<string[]>();
        while (table.Read(cells, out _, out _))
        {
            rows.Add([.. cells.Select(c => c.Text)]);
        }

        rows[0].ShouldBe([.. Names.Split(','), "Verdict", "Reason"]);
        rows[1][3].ShouldBe("MALFORMED");
        rows[2].ShouldBe(["12", "5B", "15/09/2024", "RECORDED", "recorded"]);
    }

    [Fact]
    public async Task A_cell_that_is_too_long_is_told_with_its_column_and_the_others_stay()
    {
        var (kept, endless) = (new string('x', 9_000), new string('y', 70_000));
        var csv = Encoding.UTF8.GetBytes($"Họ và tên,{Names},Ghi chú\r\n{kept},12,5A,2024-03-01,\r\nAn,12,{endless},2024-03-01,x\r\nAn,12,5C,2024-03-01,{endless}\r\nAn,12,5D,2024-03-01,{kept}\r\n");
        using var file = ImportFile.Open(new MemoryStream(csv));
        var cells = new List<Cell>();
        var faults = new List<(RowFault? Fault, int Cells, ImportField? Field)>();
        while (file.Table.Read(cells, out _, out var fault))
        {
            faults.Add((fault, cells.Count, file.Columns.At(cells.Count - 1)));
        }

        faults.ShouldBe([(null, 5, null), (RowFault.TooLong, 3, ImportField.SerialNumber), (RowFault.TooLong, 5, null), (null, 5, null)]);
        var told = Encoding.UTF8.GetString(await ToldAsync(csv, Language.English, new JudgedRow(3, RowVerdict.Malformed, ImportField.SerialNumber, RowFault.TooLong))).Split("\r\n");
        told[1].ShouldBe($"{kept},12,5A,2024-03-01,,RECORDED,recorded");
        told[2].ShouldStartWith("An,12,yyy");
        told[2].ShouldEndWith(",MALFORMED,not recorded: Serial number: too long");
        told[4].ShouldContain(kept);
    }

    [Fact]
    public async Task A_part_whose_name_leads_out_of_the_archive_is_not_handed_back()
    {
        using var bytes = new MemoryStream();
        bytes.Write(ImportReadingTests.Workbook(FieldWorkbook.Row([.. Names.Split(',')]) + FieldWorkbook.Row("12", "5B", "15/09/2024")));
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var name in new[] { "../../evil.txt", "xl/../../evil.txt", "..\\evil.txt", "C:\\evil.txt", "/etc/evil.txt", "xl/kept.txt" })
            {
                using var entry = new StreamWriter(archive.CreateEntry(name).Open());
                entry.Write("x");
            }
        }

        using var told = new ZipArchive(new MemoryStream(await ToldAsync(bytes.ToArray(), Language.English)));

        var names = told.Entries.Select(e => e.FullName).ToList();
        names.ShouldContain("xl/kept.txt");
        names.Where(n => n.Contains("evil", StringComparison.Ordinal)).ShouldBe(["etc/evil.txt"], "beneath the archive, as every part");
    }

    private static JudgedRow Malformed(long row) => new(row, RowVerdict.Malformed, ImportField.CitizenId, RowFault.NotACitizenNumber);

    private static async Task<byte[]> ToldAsync(byte[] content, Language language, params JudgedRow[] rows)
    {
        using var source = new MemoryStream(content);
        using var opened = ImportFile.Open(source);
        using var verdicts = new MemoryStream();
        await VerdictFile.WriteAsync(opened, source, new[] { (99L, (IReadOnlyList<JudgedRow>)rows) }.ToAsyncEnumerable(), verdicts, language, default);
        return verdicts.ToArray();
    }
}
