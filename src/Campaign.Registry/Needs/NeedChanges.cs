using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Needs;

/// <summary>
/// A provider's inbox as it changes: for each committed change of one of its needs in a campaign, that need as it stands when it is told (HUE-4.2). What is not
/// its own it never sees (I8); of a campaign that is not there it is told nothing.
/// </summary>
internal sealed class NeedChanges(ChangedSubjects changes, UnitOfWork unitOfWork, ContactSealer contacts, ProviderDirectory providers) : IFollowed
{
    private const string AudiencesSql = """
        select n.id, c.code as campaign, p.code as provider from registry.needs n
        join registry.campaign_codes c on c.id = n.campaign_id
        join registry.provider_codes p on p.id = n.provider_id
        where n.id = any($1)
        """;

    /// <summary>Begins to follow; every change that is committed after the answer is told of, until the token is cancelled.</summary>
    public Task<IAsyncEnumerable<NeedView>> FollowAsync(Caller caller, string campaign, CancellationToken until) => changes.FollowAsync(
        this, new(campaign, caller.Provider?.Code), (ids, cancel) => unitOfWork.RunAsync(caller.Viewer, work => LookAsync(work, caller, ids), cancel), until);

    public bool Includes(string kind) => kind.StartsWith("NEED_", StringComparison.Ordinal);

    public async Task<IReadOnlyDictionary<Guid, Audience>> AudiencesOfAsync(NpgsqlConnection connection, Guid[] subjects, CancellationToken cancel) =>
        (await MappedRows.ReadAsync<Changed>(connection, AudiencesSql, cancel, Sql.Uuids(subjects))).ToDictionary(n => n.Id, n => new Audience(n.Campaign, n.Provider));

    private async Task<Decision<Dictionary<Guid, NeedView>>> LookAsync(Work work, Caller caller, Guid[] ids)
    {
        var (rows, now) = await ReadAsync(work, ids);
        var needs = new Dictionary<Guid, NeedView>(rows.Count);
        var persons = new List<Guid>(rows.Count);
        foreach (var row in rows)
        {
            var need = await row.ViewAsync(caller, providers, contacts, now, work.Cancel);
            if (need.Provider.Code == caller.Provider?.Code)
            {
                needs.Add(need.Id, need);
                persons.Add(row.PersonId);
            }
        }

        if (ReadTrace.OfPersons(caller, LookupAct.NeedFollowed, now, persons) is not { } trace)
        {
            return Decision.Discard(needs);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(trace);
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(needs);
    }

    private static async Task<(List<NeedRow> Rows, DateTimeOffset Now)> ReadAsync(Work work, Guid[] ids)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(NeedRow.ReadMany(ids));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await batch.ReadAsync(work.Cancel);
        var found = await results.NextAsync(async (rows, cancel) =>
        {
            var needs = new List<NeedRow>(ids.Length);
            while (await NeedRow.FromAsync(rows, cancel) is { } need)
            {
                needs.Add(need);
            }

            return needs;
        });
        return (found, await results.NextAsync(RegistryClock.ReadAsync));
    }

    private sealed record Changed(Guid Id, string Campaign, string Provider);
}
