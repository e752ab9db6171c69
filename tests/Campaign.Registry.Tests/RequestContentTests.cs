using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>The same request is the same whatever spelling it comes in: what is normalised before it is kept is normalised before it is compared (I3).</summary>
public sealed class RequestContentTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private readonly TestRegistry registry = clock.Registry;

    [Theory]
    [InlineData("Nguyễn Thị Ngọc Ánh ", "19753")]
    [InlineData("Nguyễn  Thị\tNgọc Ánh", " 19753")]
    public async Task A_record_is_the_same_whatever_blanks_stand_around_its_holders_name_and_ward(string name, string ward)
    {
        await clock.AtAsync(ClockFixture.Morning);
        var input = Make.Record(issuedAt: ClockFixture.Morning) with { Holder = new("Nguyễn Thị Ngọc Ánh", WardCode: "19753") };
        (await registry.RecordAsync("vnpt-ca", input)).TypeName().ShouldBe("IssuanceRecorded");

        (await registry.RecordAsync("vnpt-ca", input with { Holder = new(name, WardCode: ward) })).At("replayed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_need_is_the_same_with_its_name_decomposed_and_its_phone_from_abroad()
    {
        await clock.AtAsync(ClockFixture.Morning);
        var input = new NeedInput { CitizenId = Make.Citizen(), ContactName = "Nguyễn Thị Ngọc Ánh", Phone = "0905000111" };
        var first = await registry.RegisterNeedAsync(input);

        var again = await registry.RegisterNeedAsync(input with { ContactName = LatinLetters.Apart(input.ContactName), Phone = "+84 905 000 111" });

        (again.TypeName(), again.Text("need", "id")).ShouldBe(("NeedRegistered", first.Text("need", "id")));
    }

    [Fact]
    public async Task A_report_is_the_same_with_its_text_decomposed_and_its_phone_from_abroad()
    {
        await clock.AtAsync(ClockFixture.Morning);
        var input = new ReportInput { Text = "Họ đòi 50.000 đồng ở phường Thuận Hòa.", ContactPhone = "0905000111" };
        var first = await registry.ReportAsync(input);

        var again = await registry.ReportAsync(input with { Text = LatinLetters.Apart(input.Text!), ContactPhone = "+84905000111" });

        (again.TypeName(), again.Text("reference")).ShouldBe(("ReportSubmitted", first.Text("reference")));
    }

    [Fact]
    public async Task A_record_is_the_same_with_its_holder_decomposed_and_the_holders_phone_from_abroad()
    {
        await clock.AtAsync(ClockFixture.Morning);
        var input = Make.Record(issuedAt: ClockFixture.Morning) with { Holder = new("Nguyễn Thị Ngọc Ánh", Phone: "0905000111") };
        (await registry.RecordAsync("vnpt-ca", input)).TypeName().ShouldBe("IssuanceRecorded");

        var again = await registry.RecordAsync("vnpt-ca", input with { Holder = new(LatinLetters.Apart("Nguyễn Thị Ngọc Ánh"), Phone: "+84 905 000 111") });

        again.TypeName().ShouldBe("IssuanceRecorded");
    }

    /// <summary>Every text of every request is compared in one form; these are some that nothing had normalised.</summary>
    [Fact]
    public async Task Decomposed_letters_doubled_blanks_and_an_id_in_capitals_make_no_other_request()
    {
        await clock.AtAsync(ClockFixture.Morning);
        const string Recipient = "Nguyễn Thị Ngọc Ánh", Note = "Công dân đề nghị chấm dứt";
        var input = Make.Record(issuedAt: ClockFixture.Morning) with { Dossier = new { recipientName = Recipient } };
        var recorded = await registry.RecordAsync("vnpt-ca", input);

        var again = await registry.RecordAsync("vnpt-ca", input with { Dossier = new { recipientName = $" {LatinLetters.Apart(Recipient).Replace(" ", "  ")} " } });
        var other = await registry.RecordAsync("vnpt-ca", input with { Dossier = new { recipientName = "Nguyễn Thị Ngọc Anh" } });

        (again.TypeName(), again.At("replayed").GetBoolean()).ShouldBe(("IssuanceRecorded", true));
        other.TypeName().ShouldBe("RequestIdReused");

        var issuance = recorded.Text("issuance", "id");
        var ended = new { requestId = Make.Id(), issuanceId = issuance, reason = "CITIZEN_ASKED", effectiveAt = ClockFixture.Morning, note = Note };
        (await registry.AskAsync("vnpt-ca", "endIssuance", Operations.EndIssuance, new { input = ended })).TypeName().ShouldBe("IssuanceEnded");
        var endedAgain = await registry.AskAsync(
            "vnpt-ca", "endIssuance", Operations.EndIssuance, new { input = ended with { issuanceId = issuance.ToUpperInvariant(), note = LatinLetters.Apart(Note) } });
        (endedAgain.TypeName(), endedAgain.At("replayed").GetBoolean()).ShouldBe(("IssuanceEnded", true));
    }
}
