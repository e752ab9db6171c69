using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Tables;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Campaign.Registry.Tests;

/// <summary>Tables that people take away: whatever is in a cell comes out as that text, and a spreadsheet runs none of it.</summary>
public sealed class TableFileTests
{
    private static readonly string[][] Rows =
    [
        ["Tiêu đề"],
        ["Số", "Tên", "Ghi chú"],
        ["046204001234", "Nguyễn \"Ánh\", Đào", "dòng 1\ndòng 2"],
        ["=1+2", "+84", "-x"],
        ["@a", "\tb", ""],
        ["", "", "cuối"],
    ];

    [Fact]
    public async Task A_CSV_is_quoted_and_what_looks_like_a_formula_has_an_apostrophe()
    {
        var file = await WriteAsync(TableForm.Csv, 3);

        file[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(file[3..]).ShouldBe(
            "Tiêu đề\r\nSố,Tên,Ghi chú\r\n046204001234,\"Nguyễn \"\"Ánh\"\", Đào\",\"dòng 1\ndòng 2\"\r\n\"'=1+2\",\"'+84\",\"'-x\"\r\n\"'@a\",\"'\tb\",\r\n,,cuối\r\n");
    }

    [Fact]
    public async Task A_workbook_is_valid_and_has_texts_alone()
    {
        using var file = new MemoryStream(await WriteAsync(TableForm.Xlsx, 3));

        using (var workbook = SpreadsheetDocument.Open(file, isEditable: false))
        {
            new OpenXmlValidator().Validate(workbook, TestContext.Current.CancellationToken).Select(e => e.Description).ShouldBeEmpty();
        }

        file.Position = 0;
        using var table = WorkbookTable.Open(file);
        var cells = new List<Cell>();
        foreach (var row in Rows)
        {
            table.Read(cells, out _, out var fault).ShouldBeTrue();
            fault.ShouldBeNull();
            cells.Select(c => c.Text).ShouldBe([.. row, .. Enumerable.Repeat("", 3 - row.Length)]);
            cells.ShouldAllBe(c => c.Kind == CellKind.Text || c.Text.Length == 0);
        }
    }

    private static async Task<byte[]> WriteAsync(TableForm form, int columns)
    {
        using var file = new MemoryStream();
        await TableFile.WriteAsync(file, form, columns, Rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return file.ToArray();
    }
}
