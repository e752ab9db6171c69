using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="SerialNumber">As for recordIssuance.</param>
/// <param name="RevokedAt">When the CA revoked it: between its making and now, 5 minutes allowed either way for clocks that differ.</param>
internal sealed record ConfirmRevocationInput(string RequestId, string Campaign, string SerialNumber, DateTimeOffset RevokedAt);

/// <param name="InTime">By the registry's clock at confirmation: in time means before revokeBy (exclusive).</param>
internal sealed record RevocationConfirmed(string SerialNumber, DateTimeOffset RevokeBy, bool InTime);

/// <summary>No certificate of this serial number was made in vain by this provider in this campaign, or revokedAt cannot be.</summary>
internal sealed record NoRevocationDue(Text Why) : Refusal
{
    public override Text Message => Why;

    public override Clause? Clause => Clause.FirstRecordedIsValid;
}

/// <summary>
/// <para>
/// The loser of a race says that the certificate it made in vain has been revoked (HUE-1.4). It answers the revokeBy of AlreadyIssued, CheckRequired and
/// NeedNotServable. A task that was confirmed stays so: asked again, the first confirmation is the answer, and that request id is spent too.
/// </para>
/// <para>Refusals, in order: RequestIdReused, NoRevocationDue.</para>
/// </summary>
internal sealed class ConfirmRevocation(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<ConfirmRevocationInput, RevocationConfirmed>
{
    public const string Operation = "confirmRevocation";

    private const string LockTaskSql = """
        select t.campaign_id, t.issued_at, t.revoke_by, t.confirmed_at
        from registry.revocation_tasks t join registry.campaign_codes c on c.id = t.campaign_id
        where t.provider_id = $1 and c.code = $2 and t.serial_number = $3 and t.recorded_after_all is null
        for update of t
        """;

    private const string ConfirmSql = """
        update registry.revocation_tasks set revoked_at = $4, confirmed_at = $5
        where provider_id = $1 and campaign_id = $2 and serial_number = $3 and confirmed_at is null and recorded_after_all is null
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(NoRevocationDue)];

    public async Task<Answer<RevocationConfirmed>> HandleAsync(Caller caller, ConfirmRevocationInput input, CancellationToken cancel)
    {
        if (caller.Provider is not { Id: var providerId })
        {
            return Nothing();
        }

        var serial = CertificateFacts.TryNormalise(input.SerialNumber, out var normal) ? normal : null;
        var content = sealer.Seal(input.Campaign, serial ?? input.SerialNumber, Instant.Write(input.RevokedAt));
        return await unitOfWork.RunAsync(
            caller.Viewer, (work, _) => ConfirmAsync(work, caller, providerId, input, serial, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private static async Task<Decision<Answer<RevocationConfirmed>>> ConfirmAsync(
        Work work, Caller caller, short providerId, ConfirmRevocationInput input, string? serial, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        var claim = await RequestClaim.FindAsync(work, key);
        if (claim?.IsOf(content) == false)
        {
            return Decision.Discard<Answer<RevocationConfirmed>>(new RequestIdReused());
        }

        if (serial is null || await LockAsync(work, providerId, input.Campaign, serial) is not { Task: { } task, Now: var now })
        {
            return Decision.Discard<Answer<RevocationConfirmed>>(Nothing());
        }

        if (task.ConfirmedAt is { } confirmedAt)
        {
            return await ConfirmedAsync(
                work, claim is null ? RequestClaim.Insert(key, content, null, null, now) : null,
                new(input.SerialNumber, task.RevokeBy, confirmedAt < task.RevokeBy));
        }

        if (input.RevokedAt > now + StatedInstantsRule.ClockTolerance || input.RevokedAt < task.IssuedAt - StatedInstantsRule.ClockTolerance)
        {
            return Decision.Discard<Answer<RevocationConfirmed>>(new NoRevocationDue(new(
                "revokedAt phải từ lúc tạo chứng thư đến hiện tại. Hãy xác nhận sau khi đã thu hồi.",
                "revokedAt lies between the making of the certificate and now. Confirm once it has been revoked.")));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            ConfirmSql, Sql.Small(providerId), Sql.Int(task.CampaignId), Sql.Text(serial), Sql.At(input.RevokedAt), Sql.At(now)));
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, null, now));
        batch.BatchCommands.Add(JournalLeaf.Of(
            now, "REVOCATION_CONFIRMED", null, caller.RequestOwner,
            $$"""{"campaign":{{task.CampaignId}},"serialNumber":"{{serial}}","revokedAt":"{{Instant.Write(input.RevokedAt)}}"}""").Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<RevocationConfirmed>>(new RevocationConfirmed(input.SerialNumber, task.RevokeBy, now < task.RevokeBy));
    }

    /// <summary>What was confirmed before; the claim of a request id that has not been answered yet is kept.</summary>
    private static async Task<Decision<Answer<RevocationConfirmed>>> ConfirmedAsync(Work work, NpgsqlBatchCommand? claim, RevocationConfirmed answer)
    {
        if (claim is null)
        {
            return Decision.Discard<Answer<RevocationConfirmed>>(answer);
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(claim);
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<RevocationConfirmed>>(answer);
    }

    /// <summary>The task, locked, and the clock, read after the lock; null when there is none.</summary>
    private static async Task<(RevocationTask Task, DateTimeOffset Now)?> LockAsync(Work work, short providerId, string campaign, string serial)
    {
        var task = await work.RowOrNullAsync<RevocationTask>(LockTaskSql, Sql.Small(providerId), Sql.Text(campaign), Sql.Text(serial));
        return task is null ? null : (task, await RegistryClock.ReadAsync(work));
    }

    private static NoRevocationDue Nothing() => new(new Text(
        "Không có chứng thư nào mang số sê-ri này của doanh nghiệp phải thu hồi trong chiến dịch này.",
        "No certificate of the provider's with this serial number is to be revoked in this campaign."));

    private sealed record RevocationTask(int CampaignId, DateTimeOffset IssuedAt, DateTimeOffset RevokeBy, DateTimeOffset? ConfirmedAt);
}
