using System.Globalization;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>The contact of an open need as it is to be, whole; the same rules hold as when it was registered.</summary>
public sealed record NeedContactCorrectionInput(string NeedId, string ContactName, string Phone, string? WardCode, string? Address);

/// <summary>What is true of one field of the dossier of an issuance.</summary>
/// <param name="Value">A <see cref="TypedText.CorrectedValue"/>. What looks like a citizen number in it is blanked.</param>
public sealed record DossierCorrectionInput(string IssuanceId, DossierField Field, string Value);

/// <summary>The fields of a dossier, as the provider stated them.</summary>
public enum DossierField
{
    ContractNumber,
    ContractSignedOn,
    HandedOverAt,
    ReceivedByCitizen,
    RecipientName,
    ConsentGivenAt,
}

/// <summary>
/// Carries a correction out. The contact of an open need changes in its place, sealed anew, by a function of the database that wants the citizen's open request
/// (<c>contact_is_corrected_on_request</c>); what a dossier says stays, and what is true stands beside it (I9). Either way a row says what was corrected and when.
/// </summary>
public sealed class Corrections(ContactSealer contacts)
{
    private const string ContactSql = "select registry.correct_need_contact($1, $2, $3, $4, $5, $6, $7)";

    private const string DossierSql = "select exists (select from registry.contract_dossiers where person_id = any (registry.persons_of($1)) and issuance_id = $2)";

    private const string InsertSql = """
        insert into registry.data_corrections (id, request_id, person_id, subject, subject_id, field, value, corrected_at, corrected_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    /// <returns>Null when it is done.</returns>
    internal Task<InvalidCorrection?> CarryOutAsync(Work work, Caller caller, DataRequestRow request, FulfilDataRequestInput input, DateTimeOffset now) => input switch
    {
        { NeedContact: { } contact, Dossier: null } => OfContactAsync(work, caller, request, contact, now),
        { NeedContact: null, Dossier: { } dossier } => OfDossierAsync(work, caller, request, dossier, now),
        _ => Task.FromResult<InvalidCorrection?>(new("needContact", new(
            "hãy ghi đúng một điều được sửa: thông tin liên hệ của nhu cầu (needContact) hoặc hồ sơ (dossier).",
            "give exactly one correction: the contact of a need (needContact), or a dossier."))),
    };

    private async Task<InvalidCorrection?> OfContactAsync(Work work, Caller caller, DataRequestRow request, NeedContactCorrectionInput input, DateTimeOffset now)
    {
        if (!Guid.TryParseExact(input.NeedId, "D", out var id) || await NeedAsync(work, id) is not { } need || need.PersonId != request.PersonId)
        {
            return new("needId", new("công dân không có nhu cầu nào mang mã này.", "the citizen has no need with this id."));
        }

        if (!need.StateAt(now).IsOpen())
        {
            return new("needId", new(
                "nhu cầu đã kết thúc; dữ liệu lịch sử không được ghi đè, và thông tin liên hệ sẽ được xóa theo thời hạn lưu trữ.",
                "the need has ended; history is not overwritten, and its contact is erased at the end of its retention term."));
        }

        var (contact, invalid) = ContactIsCompleteRule.Read(need.Mode, input.ContactName, input.Phone, input.WardCode, input.Address);
        if (invalid is not null)
        {
            return new(invalid.Field, invalid.What);
        }

        var (sealedUnder, sealedContact) = contacts.Seal(contact!, id);
        var (hashedUnder, hash) = contacts.HashPhone(contact!.Phone);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            ContactSql, Sql.Uuid(request.PersonId), Sql.Uuid(id), Sql.Uuid(request.Id), Sql.Small(sealedUnder), Sql.Bytes(sealedContact), Sql.Small(hashedUnder),
            Sql.Bytes(hash)));
        batch.BatchCommands.Add(Beside(caller, request, CorrectedSubject.NeedContact, id, "contact", null, now));
        batch.BatchCommands.Add(NeedTransitions.Leaf(now, "NEED_CONTACT_CORRECTED", need, caller.Actor, new { request = request.Id }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return null;
    }

    private static async Task<InvalidCorrection?> OfDossierAsync(Work work, Caller caller, DataRequestRow request, DossierCorrectionInput input, DateTimeOffset now)
    {
        var value = input.Value.Trim();
        if (!TypedText.CorrectedValue.Fits(value))
        {
            return new("value", TypedText.CorrectedValue.Bounds);
        }

        if (NotOfField(input.Field, value, now) is { } wrong)
        {
            return new("value", wrong);
        }

        if (!Guid.TryParseExact(input.IssuanceId, "D", out var issuance) || !await HasDossierAsync(work, request.PersonId, issuance))
        {
            return new("issuanceId", new("công dân không có hồ sơ nào ứng với mã này.", "the citizen has no dossier for this issuance."));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Beside(caller, request, CorrectedSubject.Dossier, issuance, input.Field.InDatabase(), NumbersInText.Blank(value), now));
        batch.BatchCommands.Add(DataRequestLeaf.Of(
            now, "DOSSIER_CORRECTED", request, caller, new { issuance, field = input.Field.InDatabase() }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return null;
    }

    /// <summary>A day, an instant or a yes or no is one, within the bounds that hold for what a provider states.</summary>
    private static Text? NotOfField(DossierField field, string value, DateTimeOffset now) => field switch
    {
        DossierField.ContractSignedOn => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? OutOfBounds(VietnamTime.StartOf(day.Year < 1900 ? new(1900, 1, 1) : day), now)
            : new("phải là một ngày có thật, dạng 2026-11-30.", "must be a day that exists, as 2026-11-30."),
        DossierField.HandedOverAt or DossierField.ConsentGivenAt => Instant.TryRead(value, out var at)
            ? OutOfBounds(at, now)
            : new("phải là một thời điểm có thật kèm múi giờ, dạng 2026-11-30T09:00:00+07:00.", "must be an instant that exists, with its offset, as 2026-11-30T09:00:00+07:00."),
        DossierField.ReceivedByCitizen => value is "true" or "false" ? null : new("phải là có hoặc không (true hoặc false).", "must be yes or no (true or false)."),
        _ => null,
    };

    private static Text? OutOfBounds(DateTimeOffset stated, DateTimeOffset now) => StatedInstant.IsBeforeProviders(stated)
        ? new("không được trước năm 2006.", "must not lie before 2006.")
        : StatedInstant.IsAhead(stated, now) ? new("không được ở tương lai.", "must not lie in the future.") : null;

    private static NpgsqlBatchCommand Beside(
        Caller caller, DataRequestRow request, CorrectedSubject subject, Guid subjectId, string field, string? value, DateTimeOffset now) => Sql.Statement(
        InsertSql, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Uuid(request.Id), Sql.Uuid(request.PersonId), Sql.Text(subject.InDatabase()), Sql.Uuid(subjectId),
        Sql.Text(field), Sql.Text(value), Sql.At(now), Sql.Text(caller.RequestOwner));

    private static async Task<NeedRow?> NeedAsync(Work work, Guid id) => (await NeedRow.ReadWithClockAsync(work, id)).Row;

    private static async Task<bool> HasDossierAsync(Work work, Guid person, Guid issuance)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(DossierSql, Sql.Uuid(person), Sql.Uuid(issuance)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<bool>() == true;
    }
}
