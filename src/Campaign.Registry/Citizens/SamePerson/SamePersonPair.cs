using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>How far two persons who may be one have been judged.</summary>
public enum SamePersonState
{
    Open,
    Kept,
    Linked,
    NotTheSame,
}

/// <summary>How a field of two persons compares. What is not known is no difference.</summary>
public enum FieldComparison
{
    Agrees,
    Near,
    Differs,
    NotKnown,
}

/// <summary>What is compared.</summary>
public enum ComparedField
{
    Name,
    BirthDate,
    Sex,
    Phone,
    Ward,
}

/// <summary>One field of the explanation.</summary>
/// <param name="How">In what it agrees or not, e.g. DAY_AND_MONTH_SWAPPED.</param>
/// <param name="Points">Ten for each doubling of the odds.</param>
/// <param name="Bearers">Of the name: how many bear it.</param>
public sealed record FieldExplanation(ComparedField Field, FieldComparison Comparison, string How, int Points, int? Bearers);

/// <summary>What somebody has said of a person.</summary>
/// <param name="ProviderCode">Null for the citizen, or an officer for the citizen.</param>
public sealed record SaidOfPerson(DateTimeOffset At, string Source, string? ProviderCode, string? Name, DateOnly? BirthDate, Sex? Sex, string? WardCode);

/// <summary>A live issuance of a person.</summary>
public sealed record LiveIssuance(Guid Id, string Campaign, string ProviderCode, string Status, DateTimeOffset RecordedAt);

/// <summary>One side of a pair.</summary>
/// <param name="Numbers">Masked.</param>
/// <param name="Said">Newest first.</param>
public sealed record SamePersonSide(IReadOnlyList<string> Numbers, IReadOnlyList<SaidOfPerson> Said, IReadOnlyList<LiveIssuance> Issuances);

/// <summary>Two persons who may be one, side by side.</summary>
public sealed record SamePersonPairView(
    Guid Id, int Score, SamePersonState State, DateTimeOffset FoundAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason,
    IReadOnlyList<FieldExplanation> Fields, SamePersonSide First, SamePersonSide Second);

/// <summary>A pair as it is kept.</summary>
internal sealed record SamePersonPair(
    Guid Id, Guid PersonA, Guid PersonB, int Score, string FieldsJson, DateTimeOffset FoundAt, SamePersonState State, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason)
{
    public const string SelectSql = """
        select p.id, p.person_a, p.person_b, p.score, p.fields::text, p.found_at, p.state, p.decided_at, p.decided_by, p.reason from registry.same_person_pairs p
        """;

    private const string DecideSql = """
        update registry.same_person_pairs set state = $3, decided_at = $4, decided_by = $5, reason = $6 where person_a = $1 and person_b = $2 and state in ('OPEN', 'KEPT')
        """;

    public static SamePersonPair Of(PairData row) => new(
        row.Id, row.PersonA, row.PersonB, row.Score, row.Fields, row.FoundAt, Names.Parse<SamePersonState>(row.State), row.DecidedAt, row.DecidedBy, row.Reason);

    /// <summary>Locked, and then the clock; null when there is no such pair.</summary>
    public static async Task<(SamePersonPair Pair, DateTimeOffset Now)?> LockAsync(Work work, string id)
    {
        if (!Guid.TryParse(id, out var key))
        {
            return null;
        }

        var (found, now) = await work.LockAsync("select id from registry.same_person_pairs where id = $1 for update", Sql.Uuid(key));
        return found && await work.RowOrNullAsync<PairData>(SelectSql + " where p.id = $1", Sql.Uuid(key)) is { } row ? (Of(row), now) : null;
    }

    public NpgsqlBatchCommand Decide(SamePersonState state, DateTimeOffset now, string by, string reason) => Sql.Statement(
        DecideSql, Sql.Uuid(PersonA), Sql.Uuid(PersonB), Sql.Text(state.InDatabase()), Sql.At(now), Sql.Text(by), Sql.Text(reason));

    public SamePersonPairView ViewOf(SamePersonSide first, SamePersonSide second) =>
        new(Id, Score, State, FoundAt, DecidedAt, DecidedBy, Reason, FieldsOf(FieldsJson), first, second);

    private static List<FieldExplanation> FieldsOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. Enum.GetValues<ComparedField>().Select(field =>
            {
                var told = document.RootElement.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(field.ToString()));
                return new FieldExplanation(
                    field, Names.Parse<FieldComparison>(told.GetProperty("is").GetString()!), told.GetProperty("how").GetString()!, told.GetProperty("points").GetInt32(),
                    told.TryGetProperty("bearers", out var bearers) && bearers.ValueKind == JsonValueKind.Number ? bearers.GetInt32() : null);
            }),
        ];
    }
}

/// <summary>A row of <see cref="SamePersonPair.SelectSql"/>.</summary>
/// <param name="Fields">JSON.</param>
internal sealed record PairData(
    Guid Id, Guid PersonA, Guid PersonB, short Score, string Fields, DateTimeOffset FoundAt, string State, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason);
