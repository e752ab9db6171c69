using System.Globalization;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Platform.Rekeying;

/// <summary>
/// What still needs an old key. NUMBER: every number has its hash under the current key, every need's phone too, no trace of a known citizen stands under the old one
/// alone; no file that waits has its numbers under it; no consent code made under it is open; no request made under it is younger than 30 days (a request sent again after that is told RequestIdReused: its content
/// is not kept, so it cannot be hashed anew); and tickets made before the promotion are spent. ENCRYPTION: nothing is kept under it, no uploaded file either (those are not sealed anew, they go within 30 days), and no citizen's token or code sealed with it lives. TICKET: as long as a ticket may be cited: the longest check window of a campaign,
/// and 24 hours. TOKEN: an hour, the life of a token. JOURNAL: nothing; its public half stays published for ever. Of each, a minute from the promotion at least.
/// </summary>
internal static class KeyNeeds
{
    public static readonly TimeSpan RequestsAreRepeated = TimeSpan.FromDays(30);

    private static readonly TimeSpan TicketIsCited = TimeSpan.FromHours(24);
    private static readonly TimeSpan TokenLives = TimeSpan.FromHours(1);
    private static readonly TimeSpan CitizenTokenLives = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    // A number stands under the person that it was first known for, and its keys too, though a link may lead them to another (I2).
    public const string LackingSql = """
        (select count(*) from registry.citizen_numbers n where n.person_id = p.id)
          > (select count(*) from registry.number_keys k where k.person_id = p.id and k.linked_from is null and k.key_id = $1)
            + (select count(*) from registry.number_keys k where k.linked_from = p.id and k.key_id = $1)
        """;

    public const string TracedSql = """
        (exists (
          select from registry.number_keys o join registry.citizen_asks a on a.key_hash = o.key_hash
          where o.person_id = p.id and o.linked_from is null and o.key_id <> $1)
        or exists (select from registry.number_keys o join registry.citizen_asks a on a.key_hash = o.key_hash where o.linked_from = p.id and o.key_id <> $1))
        """;

    /// <returns>One line; null when nothing needs it.</returns>
    public static async Task<string?> OfAsync(Work w, KeyPurpose purpose, string id, string current, DateTimeOffset promotedAt, DateTimeOffset now)
    {
        var from = promotedAt + Settling + purpose switch
        {
            KeyPurpose.Number or KeyPurpose.Ticket => TicketIsCited + TimeSpan.FromSeconds(
                await KeyRotation.CountAsync(w, "select coalesce(ceil(max(extract(epoch from check_window))), 0)::bigint from registry.campaign_terms")),
            KeyPurpose.Token => TokenLives,
            KeyPurpose.Encryption => CitizenTokenLives,
            _ => TimeSpan.Zero,
        };
        if (now < from)
        {
            return $"What was made with {purpose.InDatabase()} key {id} may be shown until {Instant.Write(from)}; retire it then.";
        }

        return purpose switch
        {
            KeyPurpose.Number => await OfNumberAsync(w, short.Parse(id, CultureInfo.InvariantCulture), short.Parse(current, CultureInfo.InvariantCulture), now),
            KeyPurpose.Encryption => await OfEncryptionAsync(w, short.Parse(id, CultureInfo.InvariantCulture), now),
            _ => null,
        };
    }

    private static async Task<string?> OfNumberAsync(Work w, short old, short current, DateTimeOffset now)
    {
        if (await KeyRotation.CountAsync(w, $"select count(*) from registry.persons p where {LackingSql}", Sql.Small(current)) is > 0 and var lacking)
        {
            return $"{lacking} citizen(s) have no number key under NUMBER key {current} yet. Run: campaign keys rewrite NUMBER";
        }

        if (await KeyRotation.CountAsync(w, $"select count(*) from registry.persons p where {TracedSql}", Sql.Small(current)) is > 0 and var traced)
        {
            return $"Traces of {traced} citizen(s) stand under an older NUMBER key. Run: campaign keys rewrite NUMBER";
        }

        if (await KeyRotation.CountAsync(w, "select count(*) from registry.needs where phone_key_id = $1", Sql.Small(old)) is > 0 and var phones)
        {
            return $"The phones of {phones} need(s) stand under NUMBER key {old}. Run: campaign keys rewrite NUMBER";
        }

        if (await KeyRotation.CountAsync(
            w, "select count(*) from registry.person_details where phone_key_id = $1 and phone_sealed is not null", Sql.Small(old)) is > 0 and var said)
        {
            return $"{said} phone(s) said of citizens stand under NUMBER key {old}. Run: campaign keys rewrite NUMBER";
        }

        if (await KeyRotation.CountAsync(w, "select count(*) from registry.place_claim_numbers where key_id = $1", Sql.Small(old)) is > 0 and var claimed)
        {
            return $"{claimed} number(s) of imports that wait stand under NUMBER key {old}; they go once those have run, or were rejected or withdrawn. Retire it then.";
        }

        if (await KeyRotation.CountAsync(w, "select count(*) from registry.reports where phone_key_id = $1", Sql.Small(old)) is > 0 and var reports)
        {
            return $"{reports} phone(s) of who reported stand under NUMBER key {old}. Run: campaign keys rewrite NUMBER";
        }

        if (await KeyRotation.CountAsync(
            w, "select count(*) from registry.end_consents where code_key_id = $1 and used_at is null and voided_at is null and expires_at > $2", Sql.Small(old), Sql.At(now))
            + await KeyRotation.CountAsync(w, "select count(*) from registry.phone_bindings where number_key_id = $1 and consents_from > $2", Sql.Small(old), Sql.At(now)) is > 0 and var waiting)
        {
            return $"{waiting} code(s) and new phone(s) under NUMBER key {old} still wait, for 24 hours at most.";
        }

        if (await KeyRotation.CountAsync(
            w, "select count(*) from registry.switch_consents where code_key_id = $1 and used_at is null and voided_at is null and expires_at > $2",
            Sql.Small(old), Sql.At(now)) is > 0 and var open)
        {
            return $"{open} consent code(s) made under NUMBER key {old} are still open, for 15 minutes at most.";
        }

        return await KeyRotation.CountAsync(
            w, "select count(*) from registry.request_claims where content_key_id = $1 and claimed_at > $2", Sql.Small(old), Sql.At(now - RequestsAreRepeated)) is > 0 and var requests
            ? $"{requests} request(s) made under NUMBER key {old} are younger than {RequestsAreRepeated.TotalDays} days and may be sent again."
            : null;
    }

    private static async Task<string?> OfEncryptionAsync(Work w, short old, DateTimeOffset now)
    {
        var kept = await KeyRotation.CountAsync(w, "select count(*) from registry.citizen_numbers where encryption_key_id = $1", Sql.Small(old))
            + await KeyRotation.CountAsync(w, "select count(*) from registry.needs where contact_key_id = $1", Sql.Small(old))
            + await KeyRotation.CountAsync(w, "select count(*) from registry.person_details where phone_sealed_key_id = $1", Sql.Small(old))
            + await KeyRotation.CountAsync(w, "select count(*) from registry.reports where phone_sealed_key_id = $1", Sql.Small(old))
            + await KeyRotation.CountAsync(w, "select count(*) from registry.report_photos where encryption_key_id = $1", Sql.Small(old))
            + await KeyRotation.CountAsync(w, "select count(*) from registry.staff_photos where encryption_key_id = $1", Sql.Small(old))
            + await KeyRotation.CountAsync(w, "select count(*) from signin.second_factors where key_id = $1", Sql.Small(old));
        if (kept > 0)
        {
            return $"{kept} row(s) are kept under ENCRYPTION key {old}. Run: campaign keys rewrite ENCRYPTION";
        }

        if (await KeyRotation.CountAsync(w, "select count(*) from registry.import_pieces where encryption_key_id = $1", Sql.Small(old)) is > 0 and var pieces)
        {
            return $"{pieces} piece(s) of uploaded files are kept under ENCRYPTION key {old}; they go 30 days after their upload. Retire it then.";
        }

        return await KeyRotation.CountAsync(
            w, "select count(*) from signin.citizen_codes where key_id = $1 and used_at is null and expires_at > $2", Sql.Small(old), Sql.At(now)) is > 0 and var open
            ? $"{open} one-time code(s) made under ENCRYPTION key {old} are still open, for 5 minutes at most."
            : null;
    }
}
