using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Staff;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="Reference">The provider's own; a <see cref="TypedText.StaffReference"/>.</param>
/// <param name="Name">A <see cref="TypedText.PersonName"/>.</param>
public sealed record AddStaffInput(string RequestId, string Reference, string Name);

public sealed record StaffAdded(StaffView Staff, bool Replayed);

/// <summary>
/// <para>
/// A provider's administrator makes somebody known as the provider's member of staff, from this transaction on (HUE-3.1). At one time a reference means one person
/// (<c>staff_reference_is_one_person_at_a_time</c>); it may be given anew once that one has left.
/// </para>
/// <para>Refusals, in order: RequestIdReused, InvalidStaff, StaffReferenceTaken.</para>
/// </summary>
public sealed class AddStaff(UnitOfWork unitOfWork, ContentSealer sealer, ProviderDirectory providers) : ICommand<AddStaffInput, StaffAdded>
{
    public const string Operation = "addStaff";

    private const string OnePersonAtATime = "staff_reference_is_one_person_at_a_time";

    private const string TakenSql = """
        select exists (select from registry.staff where provider_id = $1 and reference = $2 and (active_to is null or active_to > registry.registry_now()))
        """;

    private const string InsertSql = "insert into registry.staff (id, provider_id, reference, full_name, active_from) values ($1, $2, $3, $4, $5)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(InvalidStaff), typeof(StaffReferenceTaken)];

    /// <summary>Tests alone clear this, to see that the database holds one person per reference without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public async Task<Answer<StaffAdded>> HandleAsync(Caller caller, AddStaffInput input, CancellationToken cancel)
    {
        input = input with { Reference = input.Reference.Trim(), Name = input.Name.Trim() };
        var content = sealer.Seal(input.Reference, input.Name);
        // Known before the transaction holds a connection: if all who hold one waited for a further one to read names with, none would come.
        await providers.ByIdAsync(caller.Provider!.Id, cancel);
        return await unitOfWork.RunAsync(
            caller.Viewer, (work, attempt) => AddAsync(work, caller, input, content, LooksBeforeWriting || attempt > 1),
            [RequestClaim.UniqueConstraint, OnePersonAtATime], cancel);
    }

    private async Task<Decision<Answer<StaffAdded>>> AddAsync(Work work, Caller caller, AddStaffInput input, SealedContent content, bool looks)
    {
        var providerId = caller.Provider!.Id;
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        await using var look = work.Batch();
        look.BatchCommands.Add(RequestClaim.Read(key));
        look.BatchCommands.Add(Sql.Statement(TakenSql, Sql.Small(providerId), Sql.Text(input.Reference)));
        look.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await look.ReadAsync(work.Cancel);
        var claim = await results.NextAsync(RequestClaim.FromAsync);
        var taken = await results.NextValueOrNullAsync<bool>() == true;
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        await results.DisposeAsync();
        if (claim is not null)
        {
            return claim.IsOf(content) && await StaffRow.LockOwnAsync(work, caller, claim.SubjectId!.Value.ToString()) is var (row, at)
                ? Decision.Discard<Answer<StaffAdded>>(new StaffAdded(await row.ViewAsync(providers, at, work.Cancel), Replayed: true))
                : Decision.Discard<Answer<StaffAdded>>(new RequestIdReused());
        }

        if ((StaffAreDescribedRule.Reference(input.Reference) ?? StaffAreDescribedRule.Name(input.Name)) is { } invalid)
        {
            return Decision.Discard<Answer<StaffAdded>>(invalid);
        }

        if (looks && taken)
        {
            return Decision.Discard<Answer<StaffAdded>>(new StaffReferenceTaken());
        }

        var added = new StaffRow(Guid.CreateVersion7(now), providerId, input.Reference, input.Name, now, null);
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(added.Id), Sql.Small(providerId), Sql.Text(added.Reference), Sql.Text(added.Name), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "STAFF_ADDED", added.Id, caller.RequestOwner, JsonSerializer.Serialize(new { provider = providerId, reference = added.Reference })).Insert());
        write.BatchCommands.Add(RequestClaim.Insert(key, content, null, added.Id, now));
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<StaffAdded>>(new StaffAdded(await added.ViewAsync(providers, now, work.Cancel), Replayed: false));
    }
}
