using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Needs;

/// <summary>How the citizen wants to be helped (HUE-4.1).</summary>
public enum NeedMode
{
    AtHome,
    ByPhone,
}

/// <summary>A need with the state that it has at the instant of the answer.</summary>
/// <param name="DueAt">Exclusive: from then on it has lapsed.</param>
/// <param name="Reason">Why it lapsed, where that is nobody's fault; null otherwise.</param>
/// <param name="NextCallFrom">From when on a call that reaches nobody counts; null when none does.</param>
/// <param name="Contact">For its citizen, and for its provider while that takes part; null once it was erased, a year after the need has ended.</param>
public sealed record NeedView(
    Guid Id, string Campaign, Provider Provider, NeedMode Mode, NeedState State, DateTimeOffset RegisteredAt, DateTimeOffset DueAt, LapseReason? Reason,
    IReadOnlyList<NeedCall> Calls, DateTimeOffset? NextCallFrom, NeedContact? Contact);

/// <summary>A need that is open, as its provider sees it in a check.</summary>
internal sealed record OpenNeed(Guid Id, Provider Provider, NeedState State, DateTimeOffset DueAt);

/// <summary>One row of registry.needs with what stands around it, as written. What it is at an instant: <see cref="StateAt"/>.</summary>
/// <param name="SealedContact">Null once it was erased, a year after the need has ended; like its key's id.</param>
/// <param name="ReleasedAt">When the participation ended under which it was taken; null while that lasts.</param>
/// <param name="Calls">That reached nobody, in the order in which the registry was told; denied ones too.</param>
internal sealed record NeedRow(
    Guid Id,
    Guid PersonId,
    int CampaignId,
    string CampaignCode,
    short ProviderId,
    NeedMode Mode,
    bool ForSwitch,
    NeedState Written,
    DateTimeOffset RegisteredAt,
    DateTimeOffset WaitingUntil,
    DateTimeOffset? SupportUntil,
    DateTimeOffset DueAt,
    DateTimeOffset? EndedAt,
    short? ContactKeyId,
    byte[]? SealedContact,
    DateTimeOffset? ReleasedAt,
    IReadOnlyList<NeedCall> Calls)
    : KnownNeed(Id, PersonId, CampaignId, ProviderId, ForSwitch, Written, DueAt, ReleasedAt)
{
    private const string SelectSql = $"""
        select n.id, n.person_id, n.campaign_id, c.code, n.provider_id, n.mode, n.for_switch, n.state, n.registered_at, n.waiting_until, n.support_until, n.due_at,
               n.ended_at, n.contact_key_id, n.contact, p.ended_at,
               {NeedCall.OfNeedSql}
        from registry.needs n
        join registry.campaign_codes c on c.id = n.campaign_id
        join registry.participation_periods p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
        """;

    // The open need is looked for by the person, so that the index is read whatever the statistics say.
    private const string OpenOfNumberSql = SelectSql + """

        where n.person_id = (select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1)
          and n.programme_id = (select programme_id from registry.campaign_codes where code = $2) and n.ended_at is null
        """;

    public static NpgsqlBatchCommand Read(Guid id) => Sql.Statement(SelectSql + " where n.id = $1", Sql.Uuid(id));

    public static NpgsqlBatchCommand ReadMany(Guid[] ids) => Sql.Statement(SelectSql + " where n.id = any($1)", Sql.Uuids(ids));

    /// <summary>The citizen's need in this campaign's programme that is written as open, when the asker may see it.</summary>
    public static NpgsqlBatchCommand ReadOpen(byte[][] keyHashes, string campaignCode) =>
        Sql.Statement(OpenOfNumberSql, Sql.ManyBytes(keyHashes), Sql.Text(campaignCode));

    public static new async Task<NeedRow?> FromAsync(NpgsqlDataReader reader, CancellationToken cancel) => await reader.ReadAsync(cancel)
        ? new(
            reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetString(3), reader.GetInt16(4), Names.Parse<NeedMode>(reader.GetString(5)),
            reader.GetBoolean(6), Names.Parse<NeedState>(reader.GetString(7)), reader.GetFieldValue<DateTimeOffset>(8),
            reader.GetFieldValue<DateTimeOffset>(9), reader.ValueOrNull<DateTimeOffset>(10), reader.GetFieldValue<DateTimeOffset>(11),
            reader.ValueOrNull<DateTimeOffset>(12), reader.ValueOrNull<short>(13), reader.IsDBNull(14) ? null : reader.GetFieldValue<byte[]>(14), reader.ValueOrNull<DateTimeOffset>(15), NeedCall.FromJson(reader.TextOrNull(16)))
        : null;

    /// <summary>Reads one need and the clock, without a lock.</summary>
    public static async Task<(NeedRow? Row, DateTimeOffset Now)> ReadWithClockAsync(Work work, Guid id)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Read(id));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await batch.ReadAsync(work.Cancel);
        return (await results.NextAsync(FromAsync), await results.NextAsync(RegistryClock.ReadAsync));
    }

    /// <summary>Locks the person and the need, then reads the clock and the need.</summary>
    public static async Task<(NeedRow Row, DateTimeOffset Now)> LockAsync(Work work, NeedRow seen)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PersonLock.Take(seen.PersonId));
        batch.BatchCommands.Add(Sql.Statement(
            "select id from registry.needs where person_id = $1 and id = $2 for no key update", Sql.Uuid(seen.PersonId), Sql.Uuid(seen.Id)));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Read(seen.Id));
        await using var results = await batch.ReadAsync(work.Cancel);
        await results.NextValueOrNullAsync<Guid>();
        await results.NextValueOrNullAsync<Guid>();
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        return (await results.NextAsync(FromAsync) ?? throw new InvalidOperationException("A need is never deleted."), now);
    }

    /// <summary>Locks the needs of a person, and of all who are one with it, that are written as open, in the order of their ids; then reads them.</summary>
    public static async Task<List<NeedRow>> LockOpenOfAsync(Work work, Guid person)
    {
        var ids = await work.ValuesAsync<Guid>(
            "select id from registry.needs where person_id = any (registry.persons_of($1)) and ended_at is null order by id for no key update", Sql.Uuid(person));
        await using var batch = work.Batch();
        batch.BatchCommands.Add(ReadMany([.. ids]));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync(async (rows, cancel) =>
        {
            var needs = new List<NeedRow>(ids.Count);
            while (await FromAsync(rows, cancel) is { } need)
            {
                needs.Add(need);
            }

            return needs;
        });
    }

    public async Task<NeedView> ViewAsync(Caller caller, ProviderDirectory providers, ContactSealer contacts, DateTimeOffset now, CancellationToken cancel)
    {
        var (provider, state) = (await providers.ByIdAsync(ProviderId, cancel), StateAt(now));
        return new(
            Id, CampaignCode, provider, Mode, state, RegisteredAt, DueAt, ThreeCallsExcuseALapseRule.Of(state, DueAt, Calls), Calls,
            state.IsOpen() ? CallsAreFourHoursApartByDayRule.NextFrom(Calls, DueAt, RegisteredAt) : null,
            MayReadContact(caller, now) && SealedContact is { } contact ? contacts.Open(ContactKeyId!.Value, contact, Id) : null);
    }

    /// <summary>Its citizen, and its provider as long as that takes part: whoever was excluded has no reason left to read where citizens live (HUE-5.3).</summary>
    private bool MayReadContact(Caller caller, DateTimeOffset now) => caller.Citizen is not null || (caller.Provider?.Id == ProviderId && !(ReleasedAt <= now));
}

/// <summary>
/// Finds what a caller may act on: a provider's own needs, a citizen's own, or for the department any. Needs that the caller may not see are reported as absent (I8), and so
/// does, for a provider, the ended need of a citizen whose data is restricted.
/// </summary>
internal static class OwnNeed
{
    public static async Task<NeedRow?> FindAsync(Work work, Caller caller, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known))
        {
            return null;
        }

        var (row, now) = await NeedRow.ReadWithClockAsync(work, known);
        if (row is null || !caller.Owns(row.ProviderId) || !await OwnPerson.MaySeeAsync(work, caller, row.PersonId))
        {
            return null;
        }

        return row.StateAt(now).IsOpen() || !await RestrictedPersons.HideAsync(work, caller, row.PersonId) ? row : null;
    }
}
