using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>A row that a detector's query answered, read by the names of its columns. A column that the query has not reads as null.</summary>
/// <param name="providers">Names of the providers by id.</param>
internal sealed class Candidate(NpgsqlDataReader reader, IReadOnlyDictionary<short, string> providers)
{
    private readonly Dictionary<string, int> columns = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName);

    public string Fingerprint => Required("fingerprint");

    public string EvidenceKey => Required("evidence_key");

    public DateTimeOffset At => Time("at");

    public short? ProviderId => Has("provider_id") ? reader.GetInt16(columns["provider_id"]) : null;

    /// <summary>Which side of the story the row tells, where the query gives several for one violation.</summary>
    public string What => EvidenceKey.Split(':')[0];

    /// <summary>The provider's name, with the staff member's reference (column staff) when one is known.</summary>
    public Text Actor(string column = "provider_id")
    {
        var name = Provider(column);
        return Text("staff") is { } staff
            ? new($"{name} (nhân viên {NumbersInText.Blank(staff)})", $"{name} (staff {NumbersInText.Blank(staff)})")
            : new(name, name);
    }

    public string Provider(string column) => providers.TryGetValue(reader.GetInt16(columns[column]), out var name) ? name : "–";

    public Guid? Uuid(string column) => Has(column) ? reader.GetGuid(columns[column]) : null;

    /// <summary>Never shown as it is when people wrote it freely: see <see cref="NumbersInText"/>.</summary>
    public string? Text(string column) => Has(column) ? reader.GetString(columns[column]) : null;

    public DateTimeOffset Time(string column) => reader.GetFieldValue<DateTimeOffset>(columns[column]);

    public DateTimeOffset? TimeOrNull(string column) => Has(column) ? Time(column) : null;

    public byte[]? Bytes(string column) => Has(column) ? reader.GetFieldValue<byte[]>(columns[column]) : null;

    public bool Flag(string column) => reader.GetBoolean(columns[column]);

    public long Number(string column) => Convert.ToInt64(reader.GetValue(columns[column]));

    public long? NumberOrNull(string column) => Has(column) ? Number(column) : null;

    public string Vi(string column) => VietnamTime.Spoken(Time(column));

    public string En(string column) => VietnamTime.SpokenEnglish(Time(column));

    private bool Has(string column) => columns.TryGetValue(column, out var ordinal) && !reader.IsDBNull(ordinal);

    private string Required(string column) => Text(column) ?? throw new InvalidOperationException($"A detector's query answered no {column}.");
}
