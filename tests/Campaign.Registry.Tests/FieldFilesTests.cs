using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Files as offices, tools and spreadsheets really make them: a cell is judged by whether its type and its origin make it credible, and not by whether it could be valid (HUE-2.3).</summary>
public sealed class FieldFilesTests(TestPostgres postgres) : IAsyncLifetime
{
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
    [InlineData("46204991234.0", "LeadingZerosLost")]
    [InlineData("12399978.0", "LeadingZerosLost")]
    [InlineData("191299567.0", "NumberTakenForQuantity")]
    [InlineData("191299567,00", "NumberTakenForQuantity")]
    [InlineData("046203111247.0", "NumberTakenForQuantity")]
    [InlineData("4.6204E+10", "LeadingZerosLost")]
    [InlineData("4,6204E+10", "LeadingZerosLost")]
    [InlineData("4.6204991234e10", "LeadingZerosLost")]
    [InlineData("46204991234", "LeadingZerosLost")]
    [InlineData("04620.4991234", "NotACitizenNumber")]
    [InlineData("046204991.23.4", "NotACitizenNumber")]
    public async Task A_number_that_a_tool_took_for_a_quantity_is_nobodys(string number, string fault)
    {
        var (_, rows) = await registry.ImportAsync("vnpt-ca", Table("Số CCCD;Số sê-ri;Ngày cấp", $"{number};CA010001;15/09/2024"));

        rows.Select(r => ($"{r.Verdict}", $"{r.Field}", $"{r.Fault}")).ShouldBe([("Malformed", "CitizenId", fault)]);
        (await database.CountAsync("registry.issuances")).ShouldBe(0);
    }

    [Theory]
    [InlineData("23996781.0", "LeadingZerosLost")]
    [InlineData("2.3996781E7", "LeadingZerosLost")]
    [InlineData("23996781", "LeadingZerosLost")]
    [InlineData("239967810.0", "NumberTakenForQuantity")]
    public async Task An_older_number_without_its_zeros_is_not_read_and_the_certificate_is_the_citizens(string other, string fault)
    {
        await registry.ImportAsync("misa-ca", Table("Số CMND;Số sê-ri;Ngày cấp", "239967810;CA01B001;10/09/2023"));
        var (_, rows) = await registry.ImportAsync("bkav-ca", Table("Số CCCD;Số CMND cũ;Số sê-ri;Ngày cấp", $"046190990001;{other};CA01C001;15/09/2024", "046304990002;;CA01C002;15/09/2024"));

        rows.Select(r => (r.Row, $"{r.Verdict}", $"{r.Field}", $"{r.Fault}")).ShouldBe([(2, "Recorded", "OtherId", fault)]);
        VerdictFile.Told(rows[0], Language.English)[1].ShouldStartWith("recorded; other number not read: ", Case.Insensitive);
        (await registry.CheckAsync("vnpt-ca", "046190990001")).Text("holder", "provider", "code").ShouldBe("bkav-ca");
        (await database.CountAsync("registry.number_keys where kind = 'CMND'")).ShouldBe(1);
        (await registry.ImportAsync("bkav-ca", Table("Số CCCD;Số CMND cũ;Số sê-ri;Ngày cấp", $"046190990001;{other};CA01C001;15/09/2024", ""))).Rows
            .Select(r => $"{r.Verdict} {r.Fault}").ShouldBe([$"AlreadyOurs {fault}"]);
    }

    [Fact]
    public async Task A_number_of_a_spreadsheet_is_no_serial_number_and_the_corrected_file_is_recorded()
    {
        static byte[] Book(string first, string second) => ImportReadingTests.Workbook(
            FieldWorkbook.Row("Số CCCD", "Số sê-ri", "Ngày cấp") + $"<row>{FieldWorkbook.Text("046200990021")}{first}<c><v>45500</v></c></row><row>{FieldWorkbook.Text("046200990022")}{second}<c><v>45500</v></c></row>");

        var (_, rows) = await registry.ImportAsync("fpt-ca", Book("<c><v>6404000000000000</v></c>", "<c><v>6.4041234567890104E16</v></c>"));

        rows.Select(r => $"{r.Verdict} {r.Field} {r.Fault}").ShouldBe(["Malformed SerialNumber SerialTakenForNumber", "Malformed SerialNumber SerialTakenForNumber"]);
        (await registry.ImportAsync("fpt-ca", Book(FieldWorkbook.Text("6404E12"), FieldWorkbook.Text("64041234567890123")))).Rows.ShouldBeEmpty();
        (await database.CountAsync("registry.issuances where serial_number in ('6404E12', '64041234567890123')")).ShouldBe(2);
    }

    [Theory]
    [InlineData("1.23E+15", "SerialTakenForNumber")]
    [InlineData("1,23E+15", "SerialTakenForNumber")]
    [InlineData("6.404e15", "SerialTakenForNumber")]
    [InlineData("6404000000.0", "SerialTakenForNumber")]
    [InlineData("ca 14 02 7f", "CA14027F")]
    [InlineData("\u200eca14027f", "CA14027F")]
    [InlineData("\u200eca\u200b14\u00a0027f\u202c", "CA14027F")]
    [InlineData("CA-14-02-7F", "CA14027F")]
    [InlineData("CA:14:02:7F", "CA14027F")]
    [InlineData("0xCA14027F", "CA14027F")]
    [InlineData("0x00ca14 027f", "CA14027F")]
    [InlineData("-CA14", "NotHexadecimal")]
    [InlineData("CA--14", "NotHexadecimal")]
    [InlineData("CA14/CA15", "NotHexadecimal")]
    public async Task A_serial_number_is_read_as_windows_and_spreadsheets_show_it(string shown, string read)
    {
        var (_, rows) = await registry.ImportAsync("vnpt-ca", Table("Số CCCD;Số sê-ri;Ngày cấp", $"046200990141;{shown};15/09/2024"));

        (rows.Count == 1 ? $"{rows[0].Fault}" : await database.ScalarAsync<string>("select serial_number from registry.issuances")).ShouldBe(read);
    }

    [Fact]
    public async Task What_a_workbook_escapes_is_read_as_what_it_says()
    {
        var book = ImportReadingTests.Workbook(
            FieldWorkbook.Row("Số CCCD", "Họ_x0020_tên", "Số sê-ri", "Ngày cấp") + FieldWorkbook.Row("046200990141_x000D_\n", "Nguyễn Văn Ất_x000d_", "_x000D_CA1401", "15/09/2024")
            + FieldWorkbook.Row("046200990142", "Nguyễn Văn _x1EA4_t", "CA1402", "15/09/2024"));

        (await registry.ImportAsync("vnpt-ca", book)).Rows.ShouldBeEmpty();
        (await database.CountAsync("registry.person_details where name = 'Nguyễn Văn Ất'")).ShouldBe(2);
    }

    [Theory]
    [InlineData("Số CCCD;Ngày cấp;Nơi cấp;Số serial", "AmbiguousColumn", "Ngày cấp / Nơi cấp")]
    [InlineData("Số CCCD;Ngày cấp;Nơi cấp CCCD;Số serial;Ngày kích hoạt", "AmbiguousColumn", "Ngày cấp / Nơi cấp CCCD")]
    [InlineData("Citizen ID;Issue date;Place of issue;Serial number", "AmbiguousColumn", "Issue date / Place of issue")]
    [InlineData("Số CCCD;Ngày cấp chứng thư;Ngày hết hạn;Nơi cấp;Số serial", "AmbiguousColumn", "Ngày hết hạn / Nơi cấp")]
    [InlineData("Số CCCD;Ngày cấp;Nơi cấp;Ngày cấp chứng thư;Số serial", null, "Ngày cấp chứng thư")]
    [InlineData("Số CCCD;Ngày cấp CCCD;Nơi cấp;Ngày cấp chứng thư;Số serial", null, "Ngày cấp chứng thư")]
    [InlineData("Số CCCD;Ngày cấp;Số serial", null, "Ngày cấp")]
    public void A_day_beside_the_place_of_issue_is_the_identity_cards(string header, string? fault, string what)
    {
        ImportColumns? columns = null;
        UnreadableFileException? refused = null;
        try
        {
            columns = ImportColumns.Of([.. header.Split(';').Select(n => new Cell(n))]);
        }
        catch (UnreadableFileException e)
        {
            refused = e;
        }

        ($"{refused?.Fault}", refused?.What ?? columns!.Read.Single(c => c.Field == ImportField.IssuedAt).Name).ShouldBe((fault ?? "", what));
        (refused?.Told.Vietnamese.Contains("chứng thư", StringComparison.Ordinal) ?? true).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Họ và tên đệm;Tên", "Nguyễn Thị Thu;Hà")]
    [InlineData("Họ;Tên đệm;Tên", "Nguyễn;Thị Thu;Hà")]
    [InlineData("Tên;Họ đệm", "Hà;Nguyễn Thị Thu")]
    [InlineData("First name;Last name", "Hà;Nguyễn Thị Thu")]
    [InlineData("Tên;Họ và tên", "Hà;Nguyễn Thị Thu Hà")]
    [InlineData("Tên;x", "Nguyễn Thị Thu Hà;")]
    public async Task A_name_in_more_than_one_column_is_joined(string header, string cells)
    {
        (await registry.ImportAsync("vnpt-ca", Table($"Số CCCD;{header};Số sê-ri;Ngày cấp", $"046300990081;{cells};CA080001;15/09/2024"))).Rows.ShouldBeEmpty();

        (await database.ScalarAsync<string>("select name from registry.person_details")).ShouldBe("Nguyễn Thị Thu Hà");
    }

    [Theory]
    [InlineData("1990-05-09T17:00:00.000Z", "1990-05-10")]
    [InlineData("1990-05-09 17:00:00+00:00", "1990-05-10")]
    [InlineData("1990-05-10T00:00:00Z", "1990-05-10")]
    [InlineData("1990-05-10T00:00:00+07:00", "1990-05-10")]
    [InlineData("1961-07-07T16:00:00.000Z", "1961-07-08")]
    [InlineData("1990-05-10T16:00:00.000Z", "1990-05-10")]
    [InlineData("10/05/1990 00:00:00", "1990-05-10")]
    public void A_birth_told_as_an_instant_is_the_day_in_vietnam(string text, string day)
    {
        var (read, year, _) = ImportDates.Birth(new(text), since1904: false);

        (read, year).ShouldBe((DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), int.Parse(day[..4], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("2023-07-28 00:00:00")]
    [InlineData("28/07/2023 00:00")]
    [InlineData("2023-07-28T00:00:00.000")]
    [InlineData("2023-07-28T00:00:00+07:00")]
    [InlineData("2023-07-27T17:00:00.000Z")]
    [InlineData("2023-07-28T00:00:00Z")]
    public async Task Midnight_says_the_day_alone_and_is_never_the_earlier(string text)
    {
        ImportDates.DayAlone(new(text), since1904: false).ShouldBe(new DateOnly(2023, 7, 28));
        ImportDates.Beginning(new(text), since1904: false).At.ShouldBe(new DateTimeOffset(2023, 7, 28, 23, 59, 59, TimeSpan.FromHours(7)));

        await registry.ImportAsync("vnpt-ca", Table("Số CCCD;Số sê-ri;Ngày cấp", "046200990131;CA13A1;2023-07-28 08:30:00"));
        (await registry.ImportAsync("misa-ca", Table("Số CCCD;Số sê-ri;Ngày cấp", $"046200990131;CA13B1;{text}"))).Rows.Select(r => $"{r.Verdict}").ShouldBe(["HeldByAnother"]);
    }

    [Theory]
    [InlineData("Nguyá»…n Thá»‹ HÆ°Æ¡ng", "Nguyễn Thị Hương")]
    [InlineData("NguyÔn ThÞ H­¬ng", "Nguyễn Thị Hương")]
    [InlineData("Nguyeãn Thò Höông", "Nguyễn Thị Hương")]
    [InlineData("NGUYEÃN VAÊN ÑÖÙC", "NGUYỄN VĂN ĐỨC")]
    [InlineData("Nguyễn Thị Hương", "Nguyễn Thị Hương")]
    [InlineData("Thò Lò", "Thò Lò")]
    [InlineData("H'Ôn Niê Kđăm", "H'Ôn Niê Kđăm")]
    [InlineData("François Müller", "François Müller")]
    [InlineData("Tran Van Binh", "Tran Van Binh")]
    [InlineData("Nguy?n Th? H??ng", null)]
    [InlineData("Nguy¤n ThÞ H­¬ng", null)]
    public void A_name_that_was_broken_before_the_file_is_read_where_that_is_certain_and_else_not_at_all(string written, string? meant) =>
        BrokenNames.Mended(Platform.Values.LatinLetters.Together(written)).ShouldBe(meant);

    [Fact]
    public async Task One_broken_name_is_its_rows_fault_and_most_of_them_the_files()
    {
        const string Header = "Số CCCD;Họ và tên;Số sê-ri;Ngày cấp";
        static string Row(string name) => $"{Make.Citizen()};{name};{Make.Serial()};15/09/2024";

        (await registry.ImportAsync("vnpt-ca", Table(Header, Row("Nguy?n Th? H??ng")))).Rows.Select(r => $"{r.Field} {r.Fault}").ShouldBe(["Name NameNotRead"]);
        (await registry.ImportAsync("vnpt-ca", Table(Header, Row("Nguy?n Th? H??ng"), Row("Trần Thị Bình"), Row("Nguyá»…n Thá»‹ HÆ°Æ¡ng")))).Rows.Count.ShouldBe(1);
        (await database.CountAsync("registry.person_details where name = 'Nguyễn Thị Hương'")).ShouldBe(1);
        (await Should.ThrowAsync<UnreadableFileException>(() => registry.ImportAsync("vnpt-ca", Table(Header, Row("Nguy?n Th? H??ng"), Row("Tr?n V?n B?nh"), Row("Lê Văn An")))))
            .Fault.ShouldBe(FileFault.NamesBroken);
    }

    [Theory]
    [InlineData("ProvincesUnknown", 12, 462_049_912_000, 7, "CA{0}")]
    [InlineData("SerialsRounded", 3, 46_204_991_234, 7, "64041234{0}0000000")]
    [InlineData("NumbersEnumerated", 12, 46_204_991_234, 1, "CA{0}")]
    [InlineData("", 12, 46_204_991_234, 7, "CA{0}")]
    [InlineData("", 4, 462_049_912_000, 1, "CA{0}")]
    public void A_file_whose_column_a_tool_has_spoilt_is_refused_whole_before_anything_is_recorded(string fault, int rows, long first, int step, string serial)
    {
        var content = Table(["Số CCCD;Số sê-ri;Ngày cấp", .. Enumerable.Range(0, rows).Select(i => $"{first + (step * i):000000000000};{string.Format(System.Globalization.CultureInfo.InvariantCulture, serial, 100 + i)};15/09/2024")]);
        UnreadableFileException? refused = null;
        try
        {
            ImportFile.OpenToImport(new MemoryStream(content), default).Dispose();
        }
        catch (UnreadableFileException e)
        {
            refused = e;
        }

        $"{refused?.Fault}".ShouldBe(fault);
    }

    internal static byte[] Table(params string[] lines) => Encoding.UTF8.GetBytes("\uFEFF" + string.Join("\r\n", [.. lines, ""]));
}
