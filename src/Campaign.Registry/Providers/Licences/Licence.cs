using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Providers.Licences;

/// <summary>How the subscriber's private key is kept; a licence covers one way.</summary>
public enum KeyStorage
{
    UsbToken,
    SimPki,
    Remote,
}

/// <summary>A licence, in days of Vietnam: in force on [IssuedOn, ValidBefore), and no longer from WithdrawnOn on.</summary>
internal sealed record Licence(DateOnly IssuedOn, DateOnly ValidBefore, DateOnly? WithdrawnOn)
{
    private const string ReadSql =
        "select issued_on, valid_before, withdrawn_on from registry.licences where provider_id = $1 and key_storage = $2 order by valid_before";

    /// <summary>The first day on which it no longer holds.</summary>
    public DateOnly EndsOn => WithdrawnOn is { } withdrawn && withdrawn < ValidBefore ? withdrawn : ValidBefore;

    public static NpgsqlBatchCommand Read(short providerId, KeyStorage storage) =>
        Sql.Statement(ReadSql, Sql.Small(providerId), Sql.Text(storage.InDatabase()));

    public static async Task<IReadOnlyList<Licence>> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var licences = new List<Licence>();
        while (await reader.ReadAsync(cancel))
        {
            licences.Add(new(reader.GetFieldValue<DateOnly>(0), reader.GetFieldValue<DateOnly>(1), reader.ValueOrNull<DateOnly>(2)));
        }

        return licences;
    }
}

/// <summary>The provider has no licence in force that covers this way of keeping the key. ExpiredOn: the first day on which its last one no longer held.</summary>
internal sealed record LicenceNotInForce(KeyStorage KeyStorage, DateOnly? ExpiredOn) : Refusal
{
    public override Text Message => new(
        $"Doanh nghiệp không có giấy phép còn hiệu lực cho phương thức lưu khóa {Stored.Vietnamese}. Hãy nộp giấy phép mới cho Sở trước khi ghi nhận.",
        $"The provider has no licence in force for key storage {Stored.English}. Submit a new licence to the department before recording.");

    private Text Stored => KeyStorage switch
    {
        KeyStorage.UsbToken => new("USB token", "USB token"),
        KeyStorage.SimPki => new("SIM PKI", "SIM PKI"),
        _ => new("ký số từ xa", "remote signing"),
    };

    public override Clause? Clause => Clause.LicenceCoversKeyStorage;
}

/// <summary>A certificate is recorded only under a licence that is in force on that day in Vietnam and covers how its key is kept (DT-1).</summary>
internal static class LicenceInForceRule
{
    public static LicenceNotInForce? Judge(IReadOnlyList<Licence> licences, KeyStorage storage, DateTimeOffset now)
    {
        var today = VietnamTime.DateOf(now);
        if (licences.Any(l => l.IssuedOn <= today && today < l.EndsOn))
        {
            return null;
        }

        var ended = licences.Where(l => l.EndsOn <= today).Select(l => (DateOnly?)l.EndsOn).Max();
        return new(storage, ended);
    }
}
