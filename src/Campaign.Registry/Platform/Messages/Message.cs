using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Platform.Messages;

/// <summary>Whom a message is for.</summary>
public enum Recipient
{
    Citizen,
    Provider,
    Department,
}

/// <summary>
/// What a change owes to somebody whom it concerns. It is written in the transaction of the change, so that neither is without the other, and sent afterwards
/// (<see cref="DeliverMessages"/>). Whom it is for is told by ids alone: no contact and no citizen number is in it, in <paramref name="Details"/> neither.
/// </summary>
/// <param name="Id">The key under which a gateway knows a message that it is given twice.</param>
/// <param name="WrittenAt">The registry's instant of the change; it may be sent from then on.</param>
/// <param name="CampaignId">Null when it is of no campaign.</param>
/// <param name="PersonId">Of a message to a citizen alone; null when it is to a phone (<see cref="ToReplacedPhone"/>).</param>
/// <param name="ProviderId">Of a message to a provider alone.</param>
/// <param name="Kind">What is told, SCREAMING_SNAKE_CASE.</param>
/// <param name="SubjectId">What it is about.</param>
/// <param name="Occasion">Tells apart what may be told more than once of one subject; empty when it is told once.</param>
/// <param name="Details">A JSON object of facts for the text.</param>
internal sealed record Message(
    Guid Id, DateTimeOffset WrittenAt, int? CampaignId, Recipient Recipient, Guid? PersonId, short? ProviderId, string Kind, Guid SubjectId, string Occasion,
    string Details)
{
    /// <summary>The one kind whose recipient is a phone and no person that the registry knows.</summary>
    public const string PhoneReplaced = "PHONE_REPLACED";

    /// <summary>Told to the phone of either number.</summary>
    public const string NumbersLinked = "NUMBERS_LINKED";

    // Those concerned are told once: a second message of the same occasion is not written (one_message_per_occasion). The
    // constraint is not named, or the writer would have to be shown what it writes to others (row-level security).
    private const string InsertSql = """
        insert into registry.messages (id, written_at, campaign_id, recipient, person_id, provider_id, kind, subject_id, occasion, details, next_attempt_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $2) on conflict do nothing
        """;

    private const string InsertAllSql = """
        insert into registry.messages (id, written_at, campaign_id, recipient, person_id, provider_id, kind, subject_id, occasion, details, next_attempt_at)
        select m.*, m.written_at
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
          m (id, written_at, campaign_id, recipient, person_id, provider_id, kind, subject_id, occasion, details)
        on conflict do nothing
        """;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="details">An object whose members are the facts; null for none.</param>
    public static Message ToCitizen(
        DateTimeOffset writtenAt, int? campaignId, Guid personId, string kind, Guid subjectId, string occasion = "", object? details = null) =>
        new(Guid.CreateVersion7(writtenAt), writtenAt, campaignId, Recipient.Citizen, personId, null, kind, subjectId, occasion, Json(details));

    /// <param name="details">An object whose members are the facts; null for none.</param>
    public static Message ToProvider(
        DateTimeOffset writtenAt, int? campaignId, short providerId, string kind, Guid subjectId, string occasion = "", object? details = null) =>
        new(Guid.CreateVersion7(writtenAt), writtenAt, campaignId, Recipient.Provider, null, providerId, kind, subjectId, occasion, Json(details));

    /// <param name="details">An object whose members are the facts; null for none.</param>
    public static Message ToDepartment(
        DateTimeOffset writtenAt, int? campaignId, string kind, Guid subjectId, string occasion = "", object? details = null) =>
        new(Guid.CreateVersion7(writtenAt), writtenAt, campaignId, Recipient.Department, null, null, kind, subjectId, occasion, Json(details));

    /// <summary>To a phone that another has taken the place of: whose it was, the registry may not know. The gateway finds it by the binding and its place there, from 1.</summary>
    public static Message ToReplacedPhone(DateTimeOffset writtenAt, Guid bindingId, int place) => new(
        Guid.CreateVersion7(writtenAt), writtenAt, null, Recipient.Citizen, null, null, PhoneReplaced, bindingId, place.ToString(CultureInfo.InvariantCulture), "{}");

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(Id), Sql.At(WrittenAt), Sql.Int(CampaignId), Sql.Text(Recipient.InDatabase()), Sql.Uuid(PersonId), Sql.Small(ProviderId),
        Sql.Text(Kind), Sql.Uuid(SubjectId), Sql.Text(Occasion), Sql.Json(Details));

    /// <summary>Thousands in one statement.</summary>
    public static NpgsqlBatchCommand InsertAll(IReadOnlyCollection<Message> messages) => Sql.Statement(
        InsertAllSql,
        Sql.Uuids([.. messages.Select(m => m.Id)]), Sql.Times([.. messages.Select(m => m.WrittenAt)]), Sql.Ints([.. messages.Select(m => m.CampaignId)]),
        Sql.Texts([.. messages.Select(m => m.Recipient.InDatabase())]), Sql.Uuids([.. messages.Select(m => m.PersonId)]),
        Sql.Smalls([.. messages.Select(m => m.ProviderId)]), Sql.Texts([.. messages.Select(m => m.Kind)]), Sql.Uuids([.. messages.Select(m => m.SubjectId)]),
        Sql.Texts([.. messages.Select(m => m.Occasion)]), Sql.Jsons([.. messages.Select(m => m.Details)]));

    private static string Json(object? details) => details is null ? "{}" : JsonSerializer.Serialize(details, Format);
}
