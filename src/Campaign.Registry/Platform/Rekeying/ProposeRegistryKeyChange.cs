using System.Text.Json;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Platform.Rekeying;

public enum RegistryKeyStep
{
    Promote,
    Retire,
}

/// <param name="KeyId">As `campaign keys list` shows it.</param>
public sealed record RegistryKeyChangeInput(RegistryKeyStep Step, KeyPurpose Purpose, string KeyId);

/// <param name="ExpiresAt">Exclusive.</param>
internal sealed record RegistryKeyChangeProposed(Guid ProposalId, DateTimeOffset ExpiresAt);

/// <summary>
/// <para>
/// An administrator of the department asks that a key of the registry's own be promoted or retired. Once another has approved, the operator may take the step by
/// <c>campaign keys</c>, within 7 days of the approval; nothing else happens by it, for keys stand outside the database. Asked again, the answer is the proposal that is open.
/// </para>
/// <para>Refusals, in order: RegistryKeyUnknown.</para>
/// </summary>
internal sealed class ProposeRegistryKeyChange(UnitOfWork unitOfWork) : ICommand<RegistryKeyChangeInput, RegistryKeyChangeProposed>, IProposedAct
{
    private const string KnownSql = "select exists (select from registry.key_checks where purpose = $1 and key_id = $2 and retired_at is null)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RegistryKeyUnknown)];

    ProposedAct IProposedAct.Act => ProposedAct.ChangeRegistryKey;

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input) =>
        await IsKnownAsync(work, JsonSerializer.Deserialize<RegistryKeyChangeInput>(input)!) ? null : new RegistryKeyUnknown();

    public Task<Answer<RegistryKeyChangeProposed>> HandleAsync(Caller caller, RegistryKeyChangeInput input, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer, (work, _) => ProposeAsync(work, caller, input), [ProposeAct.OpenOnce], cancel);

    private static async Task<Decision<Answer<RegistryKeyChangeProposed>>> ProposeAsync(Work work, Caller caller, RegistryKeyChangeInput input)
    {
        if (!await IsKnownAsync(work, input))
        {
            return Decision.Discard<Answer<RegistryKeyChangeProposed>>(new RegistryKeyUnknown());
        }

        var proposed = await ProposeAct.ProposeAsync(
            work, caller, ProposedAct.ChangeRegistryKey, KeyChangeApproval.SubjectOf(input.Step, input.Purpose, input.KeyId), JsonSerializer.Serialize(input));
        return new(new RegistryKeyChangeProposed(proposed.Value.ProposalId, proposed.Value.ExpiresAt), proposed.Keep);
    }

    private static async Task<bool> IsKnownAsync(Work work, RegistryKeyChangeInput input) =>
        await work.ValueOrNullAsync<bool>(KnownSql, Sql.Text(input.Purpose.InDatabase()), Sql.Text(input.KeyId)) == true;
}

/// <summary>No key of this purpose bears this id, or it is retired.</summary>
internal sealed record RegistryKeyUnknown : Refusal
{
    public override Text Message => new(
        "Không có khóa nào của sổ đăng ký với mục đích và mã này. Xem danh sách bằng campaign keys list.",
        "No key of the registry has this purpose and id. List them with campaign keys list.");
}
