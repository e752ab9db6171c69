using System.Collections.Frozen;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>
/// A citizen who says "I did not ask" of an end opens a case: nobody at the department has to notice the flag first. One case for each, as an officer would open it, under the registry's own name; it is nobody's until it is
/// assigned. A run that is killed goes on where it stood: the flag's id is the request's.
/// </summary>
internal sealed class OpenCasesOfDeniedEnds(JobWork jobs, OpenCase open) : IRegistryJob
{
    private const string FlagsSql = """
        select v.id from registry.open_violations v
        where v.kind = 'END_NOT_ASKED_FOR' and not exists (select from registry.case_violations c where c.violation_id = v.id) order by v.flagged_at limit 100
        """;

    private static readonly Caller Unasked = new("registry", new[] { Scopes.Department }.ToFrozenSet());

    public string Name => "open-cases-of-denied-ends";

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        var flags = await jobs.RunAsync(async work => Decision.Discard(await work.ValuesAsync<Guid>(FlagsSql)), cancel);
        foreach (var flag in flags)
        {
            await open.HandleAsync(Unasked, new($"end-denied:{flag}", [flag.ToString()], JoinAlike: false), cancel);
        }
    }
}
