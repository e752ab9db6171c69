using System.IO.Compression;
using System.Text;

namespace Campaign.Registry.Tests;

/// <summary>Files as offices, networks and attackers break them; each with how many of its rows are right at most.</summary>
internal static class BrokenFiles
{
    private const int Rows = 12;

    public static IEnumerable<(byte[] Content, int Right)> Make(int count)
    {
        var random = new Random(20_261_125);
        var kinds = new Func<Random, (byte[], int)>[]
        {
            Truncated, TruncatedWide, TruncatedWorkbook, InvalidUtf8, TwoEncodings, QuoteNeverClosed, QuotesInside, Formulas, Bomb, MillionColumns, ManyColumnsInARow, OtherCalendars,
            MonthFirst, Noise, Pdf, OldWorkbook, Empty, HeaderAlone, ColumnMissing, ColumnTwice, EntityBomb, DamagedWorkbook, WorkbookFormulas, ShiftedCells, ZerosLost, Zeros,
            OneEndlessLine, SameNumberTwice,
        };
        return Enumerable.Range(0, count).Select(i => kinds[i % kinds.Length](random));
    }

    private static string[] Right(int rows = Rows) => [.. Enumerable.Range(0, rows).Select(_ => Importing.Row(Citizen(), name: "Nguyễn Thị Hằng"))];

    private static string Citizen() => Testing.Make.Citizen();

    private static string Serial() => Testing.Make.Serial();

    private static (byte[], int) Truncated(Random r)
    {
        var file = Importing.File(Right());
        // Within the last row's number or beyond: a row that was cut is never right, for its serial number is behind.
        return (file[..r.Next(200, file.Length - 4)], Rows);
    }

    private static (byte[], int) TruncatedWide(Random r)
    {
        var file = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Importing.File(Right())));
        return (file[..(r.Next(500, file.Length) | 1)], Rows);
    }

    private static (byte[], int) TruncatedWorkbook(Random r)
    {
        var file = Book();
        return (file[..r.Next(10, file.Length - 30)], 0);
    }

    private static (byte[], int) InvalidUtf8(Random r) => (Spoilt(r, () => (byte)r.Next(0x80, 0xC0)), Rows);

    private static (byte[], int) TwoEncodings(Random r)
    {
        var utf8 = Importing.File(Right());
        return ([.. utf8, .. Encoding.Unicode.GetBytes(Importing.Row(Citizen(), name: "Lê Đức") + "\r\n")], Rows);
    }

    private static (byte[], int) QuoteNeverClosed(Random r)
    {
        var rows = Right();
        rows[r.Next(Rows)] = $"\"{Citizen()},,,,,,{Serial()},2024-01-01,,";
        return (Importing.File(rows), Rows - 1);
    }

    private static (byte[], int) QuotesInside(Random r)
    {
        var rows = Right();
        rows[r.Next(Rows)] = $"{Citizen()},,\"An \"Tý\" Nguyễn\",,,,{Serial()},2024-01-01,,";
        return (Importing.File(rows), Rows - 1);
    }

    private static (byte[], int) Formulas(Random r)
    {
        var rows = Right();
        rows[r.Next(Rows)] = Importing.Row(Citizen(), name: new[] { "=HYPERLINK(1)", "=1+1", "=cmd|' /C calc'!A0" }[r.Next(3)]);
        return (Importing.File(rows), Rows - 1);
    }

    private static (byte[], int) Bomb(Random r) =>
        (ImportReadingTests.Workbook("<row><c t=\"inlineStr\"><is><t>" + new string((char)('a' + r.Next(26)), 20 << 20) + "</t></is></c></row>"), 0);

    private static (byte[], int) MillionColumns(Random r) => (Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"c{i % 10}")) + "\n1,2\n"), 0);

    private static (byte[], int) ManyColumnsInARow(Random r)
    {
        var rows = Right();
        rows[r.Next(Rows)] += new string(',', 300 + r.Next(100_000));
        return (Importing.File(rows), Rows - 1);
    }

    private static (byte[], int) OtherCalendars(Random r)
    {
        string[] dates = ["30/02/2023", "15/08/2566", "29/02/2023", "Giáp Thìn", "Heisei 31", "31/04/2024"];
        return (Importing.File([.. Right(), .. dates.Select(d => Importing.Row(Citizen(), issuedAt: d))]), Rows);
    }

    private static (byte[], int) MonthFirst(Random r) => (Importing.File([Importing.Row(Citizen(), issuedAt: $"0{r.Next(1, 10)}/{r.Next(13, 29)}/2024")]), 0);

    private static (byte[], int) Noise(Random r)
    {
        var bytes = new byte[r.Next(1, 100_000)];
        r.NextBytes(bytes);
        return (bytes, 0);
    }

    private static (byte[], int) Pdf(Random r) => (Encoding.ASCII.GetBytes($"%PDF-1.7\n{r.Next()}"), 0);

    private static (byte[], int) OldWorkbook(Random r) => ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[r.Next(5_000)]], 0);

    private static (byte[], int) Empty(Random r) => (Encoding.ASCII.GetBytes(new string('\n', r.Next(4))), 0);

    private static (byte[], int) HeaderAlone(Random r) => (Encoding.UTF8.GetBytes(Importing.Header + new string('\n', r.Next(4)) + new string(' ', r.Next(3))), 0);

    private static (byte[], int) ColumnMissing(Random r) => (Encoding.UTF8.GetBytes($"Số CCCD,Họ tên\n{Citizen()},An {r.Next()}\n"), 0);

    private static (byte[], int) ColumnTwice(Random r) => (Encoding.UTF8.GetBytes($"Số CCCD,CCCD,serial,issuedAt\n{Citizen()},{Citizen()},{r.Next():X},2024-01-01\n"), 0);

    private static (byte[], int) EntityBomb(Random r)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = new StreamWriter(archive.CreateEntry("xl/workbook.xml").Open());
            part.Write($"<!DOCTYPE x [<!ENTITY a \"{new string('a', r.Next(100, 1_000))}\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><workbook>&b;</workbook>");
        }

        return (bytes.ToArray(), 0);
    }

    private static (byte[], int) DamagedWorkbook(Random r)
    {
        // The XML ends within a row.
        var rows = "<row>" + Cell("CCCD") + Cell("serial") + Cell("issuedAt") + "</row>" + "<row>" + Cell(Citizen()) + Cell(Serial()) + Cell("2024-01-01") + "</row>";
        return (ImportReadingTests.Workbook(rows + "<row><c" + new string(' ', r.Next(5))), 0);
    }

    private static (byte[], int) WorkbookFormulas(Random r) => (ImportReadingTests.Workbook(
        "<row>" + Cell("CCCD") + Cell("serial") + Cell("issuedAt") + "</row><row>" + $"<c><f>\"0\"&amp;A{r.Next(9)}</f><v>{Citizen()}</v></c>" + Cell(Serial()) + Cell("2024-01-01") + "</row>"), 0);

    private static (byte[], int) ShiftedCells(Random r)
    {
        var rows = Right();
        rows[r.Next(Rows)] = "," + Importing.Row(Citizen());
        return (Importing.File(rows), Rows - 1);
    }

    private static (byte[], int) ZerosLost(Random r) =>
        (ImportReadingTests.Workbook("<row>" + Cell("CCCD") + Cell("serial") + Cell("issuedAt") + $"</row><row><c><v>46204{r.Next(100_000, 999_999)}</v></c>" + Cell("5A") + Cell("2024-01-01") + "</row>"), 0);

    private static (byte[], int) Zeros(Random r)
    {
        var file = Importing.File(Right());
        file[r.Next(150, file.Length)] = 0;
        return (file, 0);
    }

    private static (byte[], int) OneEndlessLine(Random r) => (Encoding.UTF8.GetBytes(Importing.Header + "\n" + new string('x', 300_000 + r.Next(1_000)) + "\n" + Importing.Row(Citizen())), 1);

    private static (byte[], int) SameNumberTwice(Random r)
    {
        var citizen = Citizen();
        return (Importing.File([.. Right(r.Next(1, Rows)), Importing.Row(citizen), Importing.Row(citizen)]), Rows);
    }

    /// <summary>One byte of a name is another's.</summary>
    private static byte[] Spoilt(Random r, Func<byte> with)
    {
        var file = Importing.File(Right());
        var name = Encoding.UTF8.GetBytes("Thị");
        var at = file.AsSpan(400).IndexOf(name) + 400;
        file[at + 2 + r.Next(3)] = with();
        return file;
    }

    private static byte[] Book() => ImportReadingTests.Workbook(
        "<row>" + Cell("CCCD") + Cell("serial") + Cell("issuedAt") + "</row>" + string.Concat(Enumerable.Range(0, Rows).Select(_ => "<row>" + Cell(Citizen()) + Cell(Serial()) + Cell("2024-01-01") + "</row>")));

    private static string Cell(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";
}
