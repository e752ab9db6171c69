using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Oversight.Violations;

/// <summary>The department's queue as it fills: each flag once, when it is committed, as it stands when it is told. The department's alone (I8).</summary>
internal sealed class ViolationFlags(ChangedSubjects changes, ViolationQueries violations) : IFollowed
{
    private const string AudiencesSql =
        "select v.id, c.code as campaign from registry.violations v join registry.campaign_codes c on c.id = v.campaign_id where v.id = any($1)";

    /// <summary>Begins to follow; every flag that is committed after the answer is told of, until the token is cancelled.</summary>
    public Task<IAsyncEnumerable<ViolationView>> FollowAsync(Caller caller, string campaign, CancellationToken until) =>
        changes.FollowAsync(this, new(campaign, ProviderCode: null), (ids, cancel) => violations.ByIdsAsync(caller, ids, cancel), until);

    public bool Includes(string kind) => kind == "VIOLATION_FLAGGED";

    public async Task<IReadOnlyDictionary<Guid, Audience>> AudiencesOfAsync(NpgsqlConnection connection, Guid[] subjects, CancellationToken cancel) =>
        (await MappedRows.ReadAsync<Flagged>(connection, AudiencesSql, cancel, Sql.Uuids(subjects))).ToDictionary(f => f.Id, f => new Audience(f.Campaign, null));

    private sealed record Flagged(Guid Id, string Campaign);
}
