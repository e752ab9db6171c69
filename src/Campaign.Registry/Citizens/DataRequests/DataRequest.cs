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
          select encryption_key_id, ciphertext from registry.citizen_numbers c where c.person_id = r.person_id order by c.recorded_at, c.kind limit 1) n on true
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

    public static NpgsqlBatchCommand Read(Guid id) => Sql.Statement(SelectSql + " where r.id = $1", Sql.Uuid(id));

    /// <summary>The person's request of this kind that stands in the way of another.</summary>
    public static NpgsqlBatchCommand ReadOpen(Guid personId, DataRequestKind kind) => Sql.Statement(
        SelectSql + " where r.person_id = any (registry.persons_of($1)) and r.kind = $2 and (r.state = 'OPEN' or (r.kind = 'RESTRICTION' and r.state = 'FULFILLED'))",
        Sql.Uuid(personId), Sql.Text(kind.InDatabase()));

    public static async Task<DataRequestRow?> FromAsync(NpgsqlDataReader rows, CancellationToken cancel) => await rows.ReadAsync(cancel) ? From(rows) : null;

    public static DataRequestRow From(NpgsqlDataReader rows) => new(
        rows.GetGuid(0), rows.GetGuid(1), Names.Parse<DataRequestKind>(rows.GetString(2)), rows.TextOrNull(3), rows.GetFieldValue<DateTimeOffset>(4),
        rows.GetFieldValue<DateTimeOffset>(5), rows.GetString(6), Names.Parse<DataRequestState>(rows.GetString(7)), rows.ValueOrNull<DateTimeOffset>(8),
        rows.TextOrNull(9), rows.TextOrNull(10), rows.TextOrNull(11), rows.ValueOrNull<DateTimeOffset>(12), rows.TextOrNull(13),
        new(rows.GetInt16(14), rows.GetFieldValue<byte[]>(15)));

    /// <summary>Locks the person, then reads the clock and the request; null when there is none, or it is not the caller's (I8).</summary>
    public static async Task<(DataRequestRow Row, DateTimeOffset Now)?> LockOwnAsync(Work work, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known))
        {
            return null;
        }

        await using var look = work.Batch();
        look.BatchCommands.Add(Read(known));
        await using var seen = await look.ReadAsync(work.Cancel);
        if (await seen.NextAsync(FromAsync) is not { } found)
        {
            return null;
        }

        await seen.DisposeAsync();
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PersonLock.Take(found.PersonId));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Read(known));
        await using var results = await batch.ReadAsync(work.Cancel);
        await results.NextValueOrNullAsync<Guid>();
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        return (await results.NextAsync(FromAsync) ?? throw new InvalidOperationException("A request is never deleted."), now);
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

    public static async Task<ILookup<Guid, DataCorrection>> CorrectionsAsync(Work work, Guid[] requests)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(CorrectionsSql, Sql.Uuids(requests)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return (await results.NextAsync(async (rows, cancel) =>
        {
            var found = new List<(Guid Request, DataCorrection Correction)>();
            while (await rows.ReadAsync(cancel))
            {
                found.Add((rows.GetGuid(0), new(
                    rows.GetGuid(1), Names.Parse<CorrectedSubject>(rows.GetString(2)), rows.GetGuid(3), rows.GetString(4), rows.TextOrNull(5),
                    rows.GetFieldValue<DateTimeOffset>(6))));
            }

            return found;
        })).ToLookup(f => f.Request, f => f.Correction);
    }
}

/// <summary>A number as it is kept; shown masked, and in no other way (I11).</summary>
internal sealed record KeptNumber(short KeyId, byte[] Ciphertext)
{
    public string Masked(NumberVault vault, Guid personId) => CitizenNumber.ParseOrNull(vault.Decrypt(KeyId, Ciphertext, personId))!.Masked;
}
