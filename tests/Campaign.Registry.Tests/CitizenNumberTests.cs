using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What a citizen number tells and how it is kept; which texts are one is in <see cref="NumberCasesTests"/>.</summary>
public sealed class CitizenNumberTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory]
    [InlineData("046203001234", "046", 2003, false)]
    [InlineData("001199000001", "001", 1999, true)]
    [InlineData("079304123456", "079", 2004, true)]
    [InlineData("001000000001", "001", 1900, false)]
    [InlineData("046450000001", "046", 2150, false)]
    public void A_cccd_tells_province_year_and_sex(string text, string province, int year, bool female)
    {
        var number = CitizenNumber.ParseOrNull(text)!;

        number.Kind.ShouldBe(NumberKind.Cccd);
        number.ProvinceCode.ShouldBe(province);
        number.BirthYear.ShouldBe(year);
        number.IsFemale.ShouldBe(female);
    }

    [Fact]
    public void A_cmnd_is_nine_digits_and_tells_nothing()
    {
        var number = CitizenNumber.ParseOrNull("191 234 567")!;

        number.Kind.ShouldBe(NumberKind.Cmnd);
        number.BirthYear.ShouldBeNull();
        number.ProvinceCode.ShouldBeNull();
    }

    [Fact]
    public void Nobody_bears_a_number_of_a_year_to_come()
    {
        CitizenNumber.ParseOrNull("046226000001")!.CouldBeBorneOn(Today).ShouldBeTrue();
        CitizenNumber.ParseOrNull("046227000001")!.CouldBeBorneOn(Today).ShouldBeFalse();
        CitizenNumber.ParseOrNull("046400000001")!.CouldBeBorneOn(Today).ShouldBeFalse();
    }

    [Theory]
    [InlineData("046207000001", "")]
    [InlineData("046208000001", "MINOR")]
    [InlineData("046215000001", "MINOR")]
    [InlineData("099203000001", "UNKNOWN_PROVINCE_CODE")]
    [InlineData("000210000001", "UNKNOWN_PROVINCE_CODE,MINOR")]
    [InlineData("191234567", "")]
    public void Doubts_warn_and_do_not_refuse(string text, string codes) =>
        string.Join(',', NumberDoubts.Of(CitizenNumber.ParseOrNull(text)!, Today).Select(w => w.Code)).ShouldBe(codes);

    [Fact]
    public void A_number_prints_masked() => $"{CitizenNumber.ParseOrNull("046203001234")}".ShouldBe("•••••••••234");

    [Fact]
    public void A_kept_number_opens_for_its_person_alone()
    {
        var vault = new NumberVault(Keyring.Demo());
        var person = Guid.NewGuid();
        var (keyId, ciphertext) = vault.Encrypt(CitizenNumber.ParseOrNull("046203001234")!, person);

        vault.Decrypt(keyId, ciphertext, person).ShouldBe("046203001234");
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => vault.Decrypt(keyId, ciphertext, Guid.NewGuid()));
    }

    [Fact]
    public async Task One_person_stands_behind_however_the_number_is_written()
    {
        var citizen = Make.Citizen();
        await fixture.Registry.RecordAsync("vnpt-ca", Make.Record(citizen));

        var again = await fixture.Registry.RecordAsync("vnpt-ca", Make.Record($" {citizen[..3]}.{citizen[3..6]} {citizen[6..]}"));

        again.TypeName().ShouldBe("AlreadyIssued");
        again.At("yours").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task No_number_is_anywhere_in_the_database_in_the_clear()
    {
        var (citizen, other, phone) = (Make.Citizen(), Make.Citizen(), "0905777888");
        await fixture.Registry.CheckAsync("vnpt-ca", citizen, alsoKnownAs: other);
        await fixture.Registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { AlsoKnownAs = other });
        await fixture.Registry.RecordAsync("ca2", Make.Record(citizen));
        await DriveNeedsAsync(citizen, other, phone);
        await fixture.Registry.RunJobAsync("detect-violations");

        var tables = new List<string>();
        await using var connection = await fixture.Database.ConnectAsync();
        await using (var list = new Npgsql.NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('registry', 'signin')", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        tables.Count.ShouldBeGreaterThan(20);
        foreach (var table in tables)
        {
            foreach (var number in new[] { citizen, other, phone })
            {
                (await fixture.Database.CountAsync($"{table} t where t::text like '%{number}%'")).ShouldBe(0, table);
                // Nor in the bytes of a column.
                var hex = Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(number));
                (await fixture.Database.CountAsync($"{table} t where t::text like '%{hex}%'")).ShouldBe(0, table);
            }
        }
    }

    /// <summary>Everything about needs and switches, with the numbers in what people may write freely too.</summary>
    private async Task DriveNeedsAsync(string citizen, string other, string phone)
    {
        var registry = fixture.Registry;
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = other, Phone = phone })).Text("need", "id");
        var started = await registry.AskAsync("vnpt-ca", "startNeedSupport", Operations.StartNeedSupport, new
        {
            input = new { needId = need, staff = "vnpt-ca-staff-1", evidence = new { visitAt = DateTimeOffset.UtcNow.AddHours(1), note = $"CCCD {other}, ĐT {phone}" } },
        });
        started.TypeName().ShouldBe("NeedSupportStarted");
        var reason = $"nhầm số {citizen}, gọi {phone}";
        (await registry.AskAsync("department", "denyNeedSupport", Operations.DenyNeedSupport, new { input = new { needId = need, reason } })).TypeName().ShouldBe("NeedCancelled");
        (await registry.AskAsync("department", "cancelNeed", Operations.CancelNeed, new { input = new { needId = need, reason } })).TypeName().ShouldBe("NeedCancelled");
        var code = (await registry.ConsentAsync(citizen, "ca2")).Text("consentCode");
        (await registry.SwitchAsync("ca2", new() { CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate() })).TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task Another_number_that_holds_a_certificate_is_said_in_a_warning()
    {
        var (held, fresh) = (Make.Citizen(), Make.Citizen());
        await fixture.Registry.RecordAsync("vnpt-ca", Make.Record(held));

        var check = await fixture.Registry.CheckAsync("ca2", fresh, alsoKnownAs: held);

        check.At("warnings")[0].Text("code").ShouldBe("POSSIBLE_SAME_PERSON");
    }
}
