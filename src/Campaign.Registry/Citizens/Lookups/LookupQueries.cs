using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Citizens.Lookups;

/// <summary>Somebody looked a citizen up.</summary>
/// <param name="Staff">The provider's own reference of its member of staff.</param>
/// <param name="Account">The client or account. For the department alone.</param>
/// <param name="Reason">As an officer typed it. For the department alone.</param>
public sealed record Lookup(
    Guid Id, DateTimeOffset At, LookupAct Act, LookupBy By, Provider? Provider, string? Staff, string? Account, string? Reason)
{
    /// <summary>For a person. Of staff the reference, of the department no officer: it answers as one.</summary>
    public Text Who => (By, Provider) switch
    {
        (LookupBy.Citizen, _) => new("Chính công dân", "The citizen"),
        (LookupBy.Provider, { } provider) => Staff is null
            ? new(provider.Name, provider.Name)
            : new($"{provider.Name}, nhân viên {Staff}", $"{provider.Name}, staff member {Staff}"),
        _ => new("Sở Khoa học và Công nghệ", "The department"),
    };
}

/// <summary>
/// Who looked a citizen up (HUE-1.7): what providers asked by number, and every other look, newest first; equal instants by id. A citizen sees only the list of looks at them: the
/// provider, its staff's reference and the department as one, for an officer's account and reason could tell of an inquiry. The department sees them all, says why, and
/// leaves a trace by it.
/// </summary>
public sealed class LookupQueries(UnitOfWork unitOfWork, NumberVault vault, ProviderDirectory providers)
{
    /// <summary>How long a time lookupsBy looks at, at most.</summary>
    public static readonly TimeSpan LongestReview = TimeSpan.FromDays(31);

    private const string AsksSql = """
        select a.id, a.asked_at as at, a.act, 'PROVIDER' as reader_kind, a.provider_id, registry.staff_reference(a.staff_id) as staff, null::text as reader,
          null::text as reason
        from registry.provider_asks a
        """;

    private const string ReadsSql = """
        select r.id, r.read_at as at, r.act, r.reader_kind, r.provider_id, r.staff, r.reader, r.reason from registry.lookup_traces r
        """;

    // Under every number of the person, and under this one though it may be nobody's yet.
    private const string OfNumberSql = $"""
        {AsksSql} where a.key_hash = any($1::bytea[] || array(select k.key_hash from registry.number_persons k where k.person_id = (
          select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1)))
        union all
        {ReadsSql} where r.person_id = any (registry.persons_of((select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1)))
          or r.key_hash = any($1)
        """;

    private const string OfProviderSql = $"""
        {AsksSql} where a.provider_id = $1 and a.asked_at >= $3 and a.asked_at < $4
          and ($2::text is null or a.staff_id in (select s.id from registry.staff_references s where s.provider_id = $1 and s.reference = $2))
        union all
        {ReadsSql} where r.provider_id = $1 and r.read_at >= $3 and r.read_at < $4 and ($2::text is null or r.staff = $2)
        """;

    /// <summary>The citizen's own list.</summary>
    public Task<Connection<Lookup>> OwnAsync(Caller caller, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var list = await ListAsync(work, page, withTotal, OfNumberSql, Sql.ManyBytes([.. caller.Citizen!.KeyHashes]));
            var shown = list with { Edges = [.. list.Edges.Select(e => e with { Node = e.Node with { Account = null, Reason = null } })] };
            // For a citizen whom the registry does not know there is no person to keep this look under.
            return await KeepAsync(work, shown, await OwnPerson.OfAsync(work) is { } person ? ReadTrace.OfPersons(caller, LookupAct.Lookups, now, [person]) : null);
        },
        cancel);

    /// <summary>The list of one citizen, for an officer who says why.</summary>
    public Task<Connection<Lookup>> OfCitizenAsync(Caller caller, string citizenId, string reason, Page page, bool withTotal, CancellationToken cancel)
    {
        reason = TypedText.ReasonOfALookup.Parse("reason", reason);
        if (CitizenNumber.ParseOrNull(citizenId) is not { } number)
        {
            throw new BadRequestError("citizenId has 12 digits, or 9.");
        }

        var keys = vault.KeysOf(number);
        return unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var list = await ListAsync(work, page, withTotal, OfNumberSql, Sql.ManyBytes([.. keys.Select(k => k.Hash)]));
                return await KeepAsync(work, list, ReadTrace.OfNumber(caller, LookupAct.CitizenLookups, now, keys, reason));
            },
            cancel);
    }

    /// <summary>Whom a provider, or one member of its staff, looked up in [from, to), 31 days at most; shows no citizen.</summary>
    public Task<Connection<Lookup>> ByProviderAsync(
        Caller caller, string providerCode, string? staff, DateTimeOffset from, DateTimeOffset to, string reason, Page page, bool withTotal, CancellationToken cancel)
    {
        reason = TypedText.ReasonOfALookup.Parse("reason", reason);
        if (from >= to || to - from > LongestReview)
        {
            throw new BadRequestError($"from lies before to, {LongestReview.Days} days at most.");
        }

        return unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var id = await providers.IdOfAsync(providerCode, work.Cancel);
                var list = await ListAsync(work, page, withTotal, OfProviderSql, Sql.Small(id ?? 0), Sql.Text(staff), Sql.At(from), Sql.At(to));
                return await KeepAsync(work, list, ReadTrace.OfReview(caller, LookupAct.LookupsBy, now, reason));
            },
            cancel);
    }

    private static async Task<Decision<Connection<Lookup>>> KeepAsync(Work work, Connection<Lookup> list, NpgsqlBatchCommand? trace)
    {
        if (trace is null)
        {
            return Decision.Discard(list);
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(trace);
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(list);
    }

    private async Task<Connection<Lookup>> ListAsync(Work work, Page page, bool withTotal, string sql, params NpgsqlParameter[] parameters)
    {
        var (rows, more, total) = await page.ReadAsync(await work.QueryAsync<Row>(sql, parameters), r => new(r.At, r.Id), withTotal, work.Cancel);
        var lookups = new List<Lookup>(rows.Count);
        foreach (var row in rows)
        {
            lookups.Add(new(
                row.Id, row.At, Names.Parse<LookupAct>(row.Act), Names.Parse<LookupBy>(row.ReaderKind), row.ProviderId is { } id ? await providers.ByIdAsync(id, work.Cancel) : null,
                row.Staff, row.Reader, row.Reason));
        }

        return page.ConnectionOf(lookups, l => new(l.At, l.Id), more, total);
    }

    private sealed record Row(
        Guid Id, DateTimeOffset At, string Act, string ReaderKind, short? ProviderId, string? Staff, string? Reader, string? Reason);
}
