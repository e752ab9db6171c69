using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>
/// <para>
/// What a restriction does (law 91/2025). While it is in force a check still answers how the citizen stands, for the one place is law (HUE-1.3), and a provider still
/// sees its own issuances, which it must revoke, replace and answer for. Of the citizen's needs it sees an open one alone, and of the dossiers none: the code asks for no
/// more (<see cref="Citizens.Numbers.RestrictedPersons"/>) and row-level security shows no more (<c>own_needs_are_seen</c>, <c>dossiers_are_seen_with_their_issuance</c>).
/// </para>
/// <para>
/// So that no provider goes on seeing a contact, a need that is open when the restriction begins is taken back, as its citizen might. A need that the citizen
/// registers afterwards is a wish of its own, and its provider sees it for as long as it is open.
/// </para>
/// </summary>
public sealed class Restriction(ChangeSignal changes)
{
    internal async Task TakeBackOpenNeedsAsync(Work work, Caller caller, Guid person, DateTimeOffset now)
    {
        var needs = await NeedRow.LockOpenOfAsync(work, person);
        await using var batch = work.Batch();
        foreach (var need in needs.Where(n => n.StateAt(now).IsOpen()))
        {
            batch.Add(NeedTransitions.Cancel(need, null, caller.Actor, now));
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(work.Cancel);
            work.OnCommitted(changes.Raise);
        }
    }
}
