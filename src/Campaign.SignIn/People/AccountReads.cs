using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.SignIn.People;

/// <summary>What administrators of accounts are shown of them, and what account holders are shown of their own.</summary>
internal sealed class AccountReads(SignInDatabase database, TimeProvider time)
{
    private const string ColumnsSql = """
        select a.id, a.user_name, a.kind, a.provider_code, a.staff_reference, a.staff_id, a.role, a.active_from, a.active_to, a.password_hash is not null as set_up,
          exists (select from signin.second_factors f where f.account_id = a.id and f.confirmed_at is not null) as second_factor,
          c.expires_at, c.issued_by, c.needs_second and c.confirmed_by is null as awaits_second
        from signin.accounts a left join lateral (
          select c.expires_at, c.issued_by, c.needs_second, c.confirmed_by from signin.setup_codes c
          where c.account_id = a.id and c.used_at is null and $1 < c.expires_at order by c.issued_at desc limit 1) c on true
        """;

    private const string TheirsSql = "case when $2::text is null then a.kind in ('OFFICER', 'ADMINISTRATOR') else a.kind = 'STAFF' and a.provider_code = $2 end";

    private const string ListSql = $"""
        {ColumnsSql}
        where {TheirsSql} and ($3::text is null or a.kind = $3) and ($4::text is null or a.provider_code = $4) and ($5::boolean is null or $5 = (a.active_to is null))
        """;

    private const string EventsSql = """
        select e.id, e.at, e.kind, e.account_id, a.user_name, e.actor, e.network
        from signin.events e left join signin.accounts a on a.id = e.account_id
        where case when $1::text is null then e.account_id is null or a.kind in ('OFFICER', 'ADMINISTRATOR') else a.kind = 'STAFF' and a.provider_code = $1 end
          and ($2::uuid is null or e.account_id = $2)
        """;

    public async Task<Connection<AccountView>> ListAsync(
        AdministeredAccounts whose, AccountKind? kind, string? providerCode, bool? active, Page page, bool withTotal, CancellationToken cancel)
    {
        var (rows, more, total) = await database.PageAsync<AccountRow>(
            page, ListSql, a => new(a.ActiveFrom, a.Id), withTotal, cancel, Sql.At(time.GetUtcNow()), Sql.Text(whose.Provider), Sql.Text(kind?.InDatabase()), Sql.Text(providerCode),
            Sql.Bool(active));
        return page.ConnectionOf(await WithSessionsAsync(rows, cancel), a => new(a.ActiveFrom, a.Id), more, total);
    }

    /// <param name="which">A condition on the account, with $3.</param>
    public async Task<AccountView?> FirstAsync(AdministeredAccounts whose, string which, NpgsqlParameter parameter, CancellationToken cancel) =>
        await OneAsync($"{ColumnsSql} where {TheirsSql} and {which}", cancel, Sql.At(time.GetUtcNow()), Sql.Text(whose.Provider), parameter);

    public Task<AccountView?> OfUserNameAsync(string userName, CancellationToken cancel) =>
        OneAsync($"{ColumnsSql} where a.user_name = $2", cancel, Sql.At(time.GetUtcNow()), Sql.Text(userName));

    /// <summary>The accounts of these references of a provider, ended ones too, the first opened first.</summary>
    public async Task<List<AccountView>> OfStaffAsync(string provider, string[] references, CancellationToken cancel) => await WithSessionsAsync(
        await database.RowsAsync<AccountRow>(
            $"{ColumnsSql} where {TheirsSql} and a.staff_reference = any($3) order by a.active_from, a.id", cancel, Sql.At(time.GetUtcNow()), Sql.Text(provider),
            Sql.Texts(references)),
        cancel);

    public async Task<Connection<SignInEvent>> EventsAsync(AdministeredAccounts whose, string? account, Page page, bool withTotal, CancellationToken cancel)
    {
        Guid? only = null;
        if (account is not null)
        {
            if (!Guid.TryParseExact(account, "D", out var known))
            {
                return Page.Nothing<SignInEvent>();
            }

            only = known;
        }

        var (rows, more, total) = await database.PageAsync<EventRow>(
            page, EventsSql, e => new(e.At, e.Id), withTotal, cancel, Sql.Text(whose.Provider), Sql.Uuid(only));
        return page.ConnectionOf(rows.Select(e => e.Event), e => new(e.At, e.Id), more, total);
    }

    /// <summary>The latest of one's own.</summary>
    public async Task<List<SignInEvent>> OwnEventsAsync(Guid account, int most, CancellationToken cancel) => (await database.RowsAsync<EventRow>(
        """
        select e.id, e.at, e.kind, e.account_id, a.user_name, e.actor, e.network from signin.events e join signin.accounts a on a.id = e.account_id
        where e.account_id = $1 order by e.at desc, e.id desc limit $2
        """,
        cancel, Sql.Uuid(account), Sql.Int(most))).ConvertAll(e => e.Event);

    private async Task<AccountView?> OneAsync(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters) =>
        (await WithSessionsAsync(await database.RowsAsync<AccountRow>(sql, cancel, parameters), cancel)).FirstOrDefault();

    private async Task<List<AccountView>> WithSessionsAsync(List<AccountRow> accounts, CancellationToken cancel)
    {
        if (accounts.Count == 0)
        {
            return [];
        }

        Guid[] ids = [.. accounts.Select(a => a.Id)];
        var sessions = (await database.RowsAsync<SessionRow>(
            """
            select account_id, id, created_at, last_seen_at, label, address from signin.sessions
            where account_id = any($1) and ended_at is null and $2 < expires_at and $2 < last_seen_at + idle order by created_at desc, id
            """,
            cancel, Sql.Uuids(ids), Sql.At(time.GetUtcNow()))).ToLookup(s => s.AccountId, s => new SessionView(s.Id, s.CreatedAt, s.LastSeenAt, s.Label, s.Address));
        var devices = (await database.RowsAsync<DeviceRow>(
            "select account_id, id, label, registered_at from signin.devices where account_id = any($1) and ended_at is null order by registered_at desc, id",
            cancel, Sql.Uuids(ids))).ToLookup(d => d.AccountId, d => new DeviceView(d.Id, d.Label, d.RegisteredAt));
        return [.. accounts.Select(a => a.View with { Sessions = [.. sessions[a.Id]], Devices = [.. devices[a.Id]] })];
    }

    private sealed record AccountRow(
        Guid Id, string UserName, string Kind, string? ProviderCode, string? StaffReference, Guid? StaffId, string? Role, DateTimeOffset ActiveFrom, DateTimeOffset? ActiveTo,
        bool SetUp, bool SecondFactor, DateTimeOffset? ExpiresAt, string? IssuedBy, bool? AwaitsSecond)
    {
        public AccountView View => new(
            Id, UserName, Names.Parse<AccountKind>(Kind), ProviderCode, StaffReference, StaffId, Role is { } role ? Names.Parse<OfficerRole>(role) : null, ActiveFrom, ActiveTo, SetUp,
            SecondFactor, ExpiresAt is { } expires ? new(expires, IssuedBy!, AwaitsSecond!.Value) : null);
    }

    private sealed record EventRow(Guid Id, DateTimeOffset At, string Kind, Guid? AccountId, string? UserName, string? Actor, string Network)
    {
        public SignInEvent Event => new(Id, At, Names.Parse<SignInEventKind>(Kind), AccountId, UserName, Actor, Network);
    }

    private sealed record SessionRow(Guid AccountId, Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string Label, string Address);

    private sealed record DeviceRow(Guid AccountId, Guid Id, string Label, DateTimeOffset RegisteredAt);
}
