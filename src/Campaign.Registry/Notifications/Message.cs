using Campaign.Registry.Kernel;
using Npgsql;

namespace Campaign.Registry.Notifications;

/// <summary>
/// What is owed to those whom a change concerns: written in the transaction of the change, sent afterwards, once per occasion. It carries no contact and no
/// number; whom it reaches is looked up when it is sent.
/// </summary>
/// <param name="Kind">SCREAMING_SNAKE_CASE.</param>
/// <param name="SubjectId">The need, issuance or flag that it is about.</param>
/// <param name="Occasion">Tells apart what may be told more than once of one subject; else empty.</param>
internal sealed record Message(
    DateTimeOffset At, int CampaignId, Guid? Citizen, short? Provider, string Kind, Guid SubjectId, string Occasion = "")
{
    private const string InsertSql = """
        insert into registry.messages (id, written_at, campaign_id, recipient, person_id, provider_id, kind, subject_id, occasion, next_attempt_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $2) on conflict do nothing
        """;

    public string Recipient => Citizen is not null ? "CITIZEN" : Provider is not null ? "PROVIDER" : "DEPARTMENT";

    public static Message ToCitizen(DateTimeOffset at, int campaignId, Guid person, string kind, Guid subjectId, string occasion = "") =>
        new(at, campaignId, person, null, kind, subjectId, occasion);

    public static Message ToProvider(DateTimeOffset at, int campaignId, short provider, string kind, Guid subjectId, string occasion = "") =>
        new(at, campaignId, null, provider, kind, subjectId, occasion);

    public static Message ToDepartment(DateTimeOffset at, int campaignId, string kind, Guid subjectId, string occasion = "") =>
        new(at, campaignId, null, null, kind, subjectId, occasion);

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(Guid.CreateVersion7(At)), Sql.At(At), Sql.Int(CampaignId), Sql.Text(Recipient), Sql.Uuid(Citizen), Sql.Small(Provider), Sql.Text(Kind),
        Sql.Uuid(SubjectId), Sql.Text(Occasion));
}
