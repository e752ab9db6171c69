using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>What a person may ask of the registry about the citizen's own data (law 91/2025).</summary>
public enum DataRequestKind
{
    Export,
    Correction,
    Restriction,
}

/// <summary>OVERDUE: open, and its deadline has passed; nothing is written for it. Of a RESTRICTION, FULFILLED means in force.</summary>
public enum DataRequestState
{
    Open,
    Overdue,
    Fulfilled,
    Declined,
    Lifted,
}

/// <summary>What is true, beside the row that says otherwise; of a need's contact, which changed in its place, that it did.</summary>
/// <param name="Value">Null for a contact.</param>
public sealed record DataCorrection(Guid Id, CorrectedSubject Subject, Guid SubjectId, string Field, string? Value, DateTimeOffset CorrectedAt);

public enum CorrectedSubject
{
    NeedContact,
    Dossier,
}

/// <summary>A request as it stands at the instant of the answer.</summary>
/// <param name="Citizen">The number, masked but for its last three digits.</param>
/// <param name="DueAt">Exclusive: the end of the second working day after that of its receipt.</param>
/// <param name="ReceivedBy">"citizen", or who served the citizen at the counter. For the department alone.</param>
/// <param name="DecidedBy">For the department alone.</param>
public sealed record DataRequestView(
    Guid Id, DataRequestKind Kind, DataRequestState State, string Citizen, bool AtCounter, string? Wish, DateTimeOffset ReceivedAt, DateTimeOffset DueAt,
    DateTimeOffset? DecidedAt, string? Reason, string? Clause, DateTimeOffset? LiftedAt, IReadOnlyList<DataCorrection> Corrections, string? ReceivedBy,
    string? DecidedBy);

/// <summary>One row of registry.data_requests, as written.</summary>
internal sealed record DataRequestRow(
    Guid Id, Guid PersonId, DataRequestKind Kind, string? Wish, DateTimeOffset ReceivedAt, DateTimeOffset DueAt, string ReceivedBy, DataRequestState Written,
    DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason, string? Clause, DateTimeOffset? LiftedAt, string? LiftedBy, KeptNumber Number)
{
    public const string Citizen = "citizen";

    /// <summary>A restriction counts as open until it is lifted.</summary>
    public const string OpenOnce = "one_open_data_request_per_person";

    /// <summary>Ends in a where clause or nothing; the last columns are those of a number of the citizen's, to be shown masked.</summary>
    public const string SelectSql = """
        select r.id, r.person_id, r.kind, r.wish, r.received_at, r.due_at, r.received_by, r.state, r.decided_at, r.decided_by, r.reason, r.clause, r.lifted_at,
               r.lifted_by, n.encryption_key_id, n.ciphertext
        from registry.data_requests r
        join lateral (
          select encryption_key_id, ciphertext from registry.sealed_numbers c where c.person_id = r.person_id order by c.recorded_at, c.kind limit 1) n on true
        """;

    private const string InsertSql = """
        insert into registry.data_requests (id, person_id, kind, wish, received_at, due_at, received_by, state, decided_at, decided_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const string DecideSql = """
        update registry.data_requests set state = $2, decided_at = $3, decided_by = $4, reason = $5, clause = $6 where id = $1 and state = 'OPEN'
        """;

    private const string LiftSql = """
        update registry.data_requests set state = 'LIFTED', lifted_at = $2, lifted_by = $3 where id = $1 and kind = 'RESTRICTION' and state = 'FULFILLED'
        """;

    private const string CorrectionsSql = """
        select request_id, id, subject, subject_id, field, value, corrected_at from registry.data_corrections where request_id = any($1) order by corrected_at, id
        """;

    public bool IsInForce => Kind == DataRequestKind.Restriction && Written == DataRequestState.Fulfilled;

    /// <summary>An open request is overdue from its deadline on, and at exactly it.</summary>
    public DataRequestState StateAt(DateTimeOffset now) => Written == DataRequestState.Open && DueAt <= now ? DataRequestState.Overdue : Written;

    public static async Task<DataRequestRow?> FindAsync(Work work, Guid id) =>
        await work.RowOrNullAsync<DataRequestData>(SelectSql + " where r.id = $1", Sql.Uuid(id)) is { } row ? Of(row) : null;

    public static async Task<Dictionary<Guid, DataRequestRow>> FindAsync(Work work, Guid[] ids) =>
        (await work.RowsAsync<DataRequestData>(SelectSql + " where r.id = any ($1)", Sql.Uuids(ids))).ToDictionary(r => r.Id, Of);

    /// <summary>The person's request of this kind that stands in the way of another.</summary>
    public static async Task<DataRequestRow?> FindOpenAsync(Work work, Guid personId, DataRequestKind kind) => await work.RowOrNullAsync<DataRequestData>(
        SelectSql + " where r.person_id = any (registry.persons_of($1)) and r.kind = $2 and (r.state = 'OPEN' or (r.kind = 'RESTRICTION' and r.state = 'FULFILLED'))",
        Sql.Uuid(personId), Sql.Text(kind.InDatabase())) is { } row ? Of(row) : null;

    private static DataRequestRow Of(DataRequestData row) => new(
        row.Id, row.PersonId, Names.Parse<DataRequestKind>(row.Kind), row.Wish, row.ReceivedAt, row.DueAt, row.ReceivedBy, Names.Parse<DataRequestState>(row.State), row.DecidedAt,
        row.DecidedBy, row.Reason, row.Clause, row.LiftedAt, row.LiftedBy, new(row.EncryptionKeyId, row.Ciphertext));

    /// <summary>Locks the person, then reads the clock and the request; null when there is none, or it is not the caller's (I8).</summary>
    public static async Task<(DataRequestRow Row, DateTimeOffset Now)?> LockOwnAsync(Work work, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known))
        {
            return null;
        }

        if (await FindAsync(work, known) is not { } found)
        {
            return null;
        }

        var (_, now) = await work.LockAsync(PersonLock.Take(found.PersonId));
        return (await FindAsync(work, known) ?? throw new InvalidOperationException("A request is never deleted."), now);
    }

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(Id), Sql.Uuid(PersonId), Sql.Text(Kind.InDatabase()), Sql.Text(Wish), Sql.At(ReceivedAt), Sql.At(DueAt), Sql.Text(ReceivedBy),
        Sql.Text(Written.InDatabase()), Sql.At(DecidedAt), Sql.Text(DecidedBy));

    /// <summary>Writes what this one says of its decision.</summary>
    public NpgsqlBatchCommand Decide() => Sql.Statement(
        DecideSql, Sql.Uuid(Id), Sql.Text(Written.InDatabase()), Sql.At(DecidedAt), Sql.Text(DecidedBy), Sql.Text(Reason), Sql.Text(Clause));

    public NpgsqlBatchCommand Lift() => Sql.Statement(LiftSql, Sql.Uuid(Id), Sql.At(LiftedAt), Sql.Text(LiftedBy));

    public async Task<DataRequestView> ViewAsync(Work work, Caller caller, NumberVault vault, DateTimeOffset now) =>
        View(caller, vault, now, (await CorrectionsAsync(work, [Id]))[Id]);

    public DataRequestView View(Caller caller, NumberVault vault, DateTimeOffset now, IEnumerable<DataCorrection> corrections) => new(
        Id, Kind, StateAt(now), Number.Masked(vault, PersonId), ReceivedBy != Citizen, Wish, ReceivedAt, DueAt, DecidedAt, Reason, Clause, LiftedAt, [.. corrections],
        caller.IsDepartment ? ReceivedBy : null, caller.IsDepartment ? DecidedBy : null);

    public static async Task<ILookup<Guid, DataCorrection>> CorrectionsAsync(Work work, Guid[] requests) =>
        (await work.RowsAsync<Corrected>(CorrectionsSql, Sql.Uuids(requests))).ToLookup(
            c => c.RequestId, c => new DataCorrection(c.Id, Names.Parse<CorrectedSubject>(c.Subject), c.SubjectId, c.Field, c.Value, c.CorrectedAt));

    private sealed record Corrected(Guid RequestId, Guid Id, string Subject, Guid SubjectId, string Field, string? Value, DateTimeOffset CorrectedAt);
}

/// <summary>A row of <see cref="DataRequestRow.SelectSql"/>.</summary>
internal sealed record DataRequestData(
    Guid Id, Guid PersonId, string Kind, string? Wish, DateTimeOffset ReceivedAt, DateTimeOffset DueAt, string ReceivedBy, string State, DateTimeOffset? DecidedAt,
    string? DecidedBy, string? Reason, string? Clause, DateTimeOffset? LiftedAt, string? LiftedBy, short EncryptionKeyId, byte[] Ciphertext);

/// <summary>A number as it is kept; shown masked, and in no other way (I11).</summary>
internal sealed record KeptNumber(short KeyId, byte[] Ciphertext)
{
    public string Masked(NumberVault vault, Guid personId) => CitizenNumber.ParseOrNull(vault.Decrypt(KeyId, Ciphertext, personId))!.Masked;
}
