using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Badges;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>HUE-3.3: what kept a certificate from being activated at the door.</summary>
public enum FaultKind
{
    CitizensDevice,
    Network,
    IssuingSystem,
    IdentityCheck,
    ProvidersApp,
    Other,
}

/// <summary>HUE-3.1: why a citizen opened no badge of the staff's.</summary>
public enum NoBadgeReason
{
    CitizenHasNoPhone,
    CitizenDeclined,
    NoNetwork,
    TabletFault,
    Other,
}

/// <summary>What a badge that staff name turns out to be.</summary>
internal enum NamedBadge
{
    Staffs,
    Anothers,
    Unreadable,
}

/// <summary>
/// What staff say of a visit (HUE-3.1, HUE-3.3). A claim about the provider's own work: it refuses nothing and flags nobody for one record, and what is left out counts as not said. Whether the
/// badge that is named was ever opened, the registry knows by itself (<c>badge_scans</c>).
/// </summary>
internal static class VisitStatement
{
    private const string InsertSql = """
        insert into registry.visit_statements (person_id, issuance_id, said_with, said_at, fault_kind, badge, badge_hash, no_badge_reason)
        values ($1, $2, 'RECORD', $3, $4, $5, $6, $7)
        """;

    private const string HandedOverSql = """
        insert into registry.visit_statements (person_id, issuance_id, said_with, said_at, handed_over_at) values ($1, $2, 'ACTIVATION', $3, $4)
        """;

    /// <summary>With the record of this issuance; nothing where nothing is said that concerns it: a fault where one is recorded, a badge where staff are present.</summary>
    public static NpgsqlBatchCommand? Of(IssuanceDraft draft, RecordIssuanceInput input, BadgeBearer? bearer)
    {
        var fault = draft.Status == Places.IssuanceStatus.PendingActivation ? input.FaultKind : null;
        var present = input.Channel != Checks.Channel.ProviderApp;
        NamedBadge? badge = !present || string.IsNullOrEmpty(input.Badge) ? null : bearer switch
        {
            null => NamedBadge.Unreadable,
            _ when bearer.StaffId == draft.StaffId => NamedBadge.Staffs,
            _ => NamedBadge.Anothers,
        };
        var none = present && badge is null ? input.NoBadgeReason : null;
        return fault is null && badge is null && none is null
            ? null
            : Sql.Statement(
                InsertSql, Sql.Uuid(draft.PersonId), Sql.Uuid(draft.Id), Sql.At(draft.RecordedAt), Sql.Text(fault?.InDatabase()), Sql.Text(badge?.InDatabase()),
                Sql.Bytes(badge is null or NamedBadge.Unreadable ? null : bearer!.Identity), Sql.Text(none?.InDatabase()));
    }

    /// <summary>With the activation of what had been recorded with a fault.</summary>
    public static NpgsqlBatchCommand HandedOver(Guid personId, Guid issuanceId, DateTimeOffset handedOverAt, DateTimeOffset now) =>
        Sql.Statement(HandedOverSql, Sql.Uuid(personId), Sql.Uuid(issuanceId), Sql.At(now), Sql.At(handedOverAt));

    /// <summary>For "the same content": as text, so that it is never taken for another part of the request. Null where nothing is said.</summary>
    public static string? AsContent(RecordIssuanceInput input) => input.FaultKind is null && string.IsNullOrEmpty(input.Badge) && input.NoBadgeReason is null
        ? null
        : $"visit:{System.Text.Json.JsonSerializer.Serialize(new { Fault = input.FaultKind?.InDatabase(), input.Badge, NoBadge = input.NoBadgeReason?.InDatabase() })}";
}
