using System.Text;
using System.Text.Json;
using Campaign.Demo;
using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Bench;

/// <summary>
/// Bodies of requests, serialised once; only the citizen, the request id and the serial number are written into a copy. Citizens are counted through, each
/// known by its count, so that those who were recorded can be asked about.
/// </summary>
internal sealed class Bodies
{
    private const string CitizenMark = "000000000000";
    private const string RequestMark = "11111111-1111-1111-1111-111111111111";
    private const string SerialMark = "D222222222222222";
    private const string PhoneMark = "0900000000";

    private static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"];
    private static readonly string[] Given = ["Văn An", "Thị Bình", "Hữu Châu", "Đức Dũng", "Ngọc Hạnh", "Thị Hương", "Quốc Khánh", "Thị Lan", "Văn Minh", "Thị Thảo", "Anh Tuấn", "Hải Yến"];
    private const int NumbersPerProvince = 16_000_000;

    private const string CheckDocument = """
        mutation($input: CheckCitizenInput!) { checkCitizen(input: $input) { __typename ... on Refusal { code message clause }
          ... on CitizenCheck { ticket checkedAt ticketExpiresAt standing holder { provider { code name } recordedAt status } warnings { code message } } } }
        """;

    private const string RecordDocument = """
        mutation($input: RecordIssuanceInput!) { recordIssuance(input: $input) { __typename ... on Refusal { code message clause }
          ... on IssuanceRecorded { replayed receipt { journalKeyId leafHash recordedAt signature }
            issuance { id campaign provider { code name } origin status serialNumber issuedAt validUntil recordedAt freePeriod { startsOn endsOn daysLeft } } }
          ... on AlreadyIssued { holder { provider { code name } recordedAt status } yours revokeBy } } }
        """;

    private readonly string[] provinces = [.. ReferenceData.Column("provinces.csv", "code")];
    private readonly byte[] check;
    private readonly byte[] record;
    private readonly byte[][] recordsWithHolder;
    private readonly int checkCitizenAt;
    private readonly (int Citizen, int Request, int Serial) recordAt;
    private readonly int[] phonesAt;
    private int citizens;
    private int recorded;

    public Bodies(DateTimeOffset now)
    {
        check = Serialise(CheckDocument, new { campaign = DemoProviders.Campaign, citizenId = CitizenMark, channel = "PROVIDER_APP" });
        byte[] Record(object? holder) => Serialise(RecordDocument, new
        {
            requestId = RequestMark,
            campaign = DemoProviders.Campaign,
            citizenId = CitizenMark,
            channel = "PROVIDER_APP",
            certificate = new { serialNumber = SerialMark, issuedAt = now },
            holder,
        });
        record = Record(null);
        recordsWithHolder = [.. from family in Families from given in Given select Record(new { name = $"{family} {given}", phone = PhoneMark, wardCode = "19789" })];
        phonesAt = [.. recordsWithHolder.Select(b => Find(b, PhoneMark))];
        checkCitizenAt = Find(check, CitizenMark);
        recordAt = (Find(record, CitizenMark), Find(record, RequestMark), Find(record, SerialMark));
    }

    public static ReadOnlySpan<byte> CheckSucceeded => "\"CitizenCheck\""u8;

    public static ReadOnlySpan<byte> RecordSucceeded => "\"IssuanceRecorded\""u8;

    /// <summary>Half of the time about somebody who holds a certificate, otherwise about somebody who is not known. Records take the odd counts.</summary>
    public byte[] NextCheck()
    {
        var held = Volatile.Read(ref recorded);
        var count = held > 0 && Random.Shared.Next(2) == 0 ? (2 * Random.Shared.Next(held)) + 1 : 2 * Interlocked.Increment(ref citizens);
        var body = (byte[])check.Clone();
        WriteCitizen(count, body.AsSpan(checkCitizenAt));
        return body;
    }

    /// <summary>One of some hundred names, each with a phone of its own, as a provider says them of whom it issued to (HUE-1.3).</summary>
    public byte[] NextRecordWithHolder()
    {
        var name = Random.Shared.Next(recordsWithHolder.Length);
        var body = NextRecord(recordsWithHolder[name]);
        Encoding.ASCII.GetBytes($"09{Random.Shared.Next(100_000_000):D8}", body.AsSpan(phonesAt[name]));
        return body;
    }

    public byte[] NextRecord() => NextRecord(record);

    private byte[] NextRecord(byte[] made)
    {
        var count = Interlocked.Increment(ref recorded) - 1;
        var body = (byte[])made.Clone();
        WriteCitizen((2 * count) + 1, body.AsSpan(recordAt.Citizen));
        Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("D"), body.AsSpan(recordAt.Request));
        Encoding.ASCII.GetBytes($"{count:X8}", body.AsSpan(recordAt.Serial + 8));
        return body;
    }

    private static byte[] Serialise(string query, object input) => JsonSerializer.SerializeToUtf8Bytes(new { query, variables = new { input } });

    private static int Find(byte[] body, string mark) => body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(mark)) is var at and >= 0
        ? at
        : throw new InvalidOperationException("The mark is not in the body.");

    /// <summary>Born 2000 to 2007, in any province.</summary>
    private void WriteCitizen(int count, Span<byte> into)
    {
        var province = provinces[count % provinces.Length];
        var within = count / provinces.Length % NumbersPerProvince;
        var (birth, number) = (within / 1_000_000, within % 1_000_000);
        Encoding.ASCII.GetBytes($"{province}{2 + (birth % 2)}{birth / 2:00}{number:000000}", into);
    }
}
