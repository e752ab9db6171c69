using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>
/// Everything that the registry holds under a citizen, as one JSON document (law 91/2025): at most the newest 500 rows of each list, with how many there are. Numbers
/// show their last three digits. Of the department an entry says no more than that it was the department, as everywhere towards a citizen. It leaves its trace, EXPORT,
/// in the transaction in which it is read.
/// </summary>
public sealed class PersonalData(NumberVault vault, ContactSealer contacts)
{
    public const int MostRows = 500;

    /// <summary>What stands in the document of what is not in it.</summary>
    private const string NotHere = """
        Not in this document: findings of the department's monitoring, which are under its judgement; the journal, which repeats these changes without further data of the person; keyed
        hashes of numbers, phones and requests, which tell nothing. At most the newest 500 rows of a list are given, and how many there are; looks beyond them are in the query "lookups".
        """;

    private const string OfPerson = "t.person_id = any (registry.persons_of($1))";

    private const string OfNumbers = "t.key_hash in (select k.key_hash from registry.number_persons k where k.person_id = registry.survivor_of($1))";

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Name and rows of each list; the first column is the instant by which the newest are told.
    private static readonly (string Name, string Sql)[] Lists =
    [
        ("issuances", $"""
            t.recorded_at as "recordedAt", t.id, c.code as campaign, p.code as provider, t.origin, t.status, t.serial_as_written as "serialNumber", t.issued_at as "issuedAt",
            t.valid_until as "validUntil", t.key_storage as "keyStorage", t.registered_in_app_at as "registeredInAppAt", t.activated_at as "activatedAt",
            t.ended_at as "endedAt", t.end_reason as "endReason", registry.staff_reference(t.staff_id) as staff, encode(t.certificate_hash, 'hex') as "certificateHash",
            encode(t.public_key_hash, 'hex') as "publicKeyHash"
            from registry.recorded_issuances t join registry.campaign_codes c on c.id = t.campaign_id join registry.provider_codes p on p.id = t.provider_id where {OfPerson}
            """),
        ("freePeriods", $"""
            t.starts_on as "startsOn", t.ends_on as "endsOn", c.code as campaign, t.started_by as "startedBy", t.undone_at as "undoneAt"
            from registry.started_free_periods t join registry.campaign_codes c on c.id = t.campaign_id where {OfPerson}
            """),
        ("dossiers", $"""
            i.recorded_at as "recordedAt", t.issuance_id as "issuanceId", t.contract_number as "contractNumber", t.contract_signed_on as "contractSignedOn",
            t.handed_over_at as "handedOverAt", t.received_by_citizen as "receivedByCitizen", t.recipient_name as "recipientName", t.consent_given_at as "consentGivenAt"
            from registry.contract_dossiers t join registry.recorded_issuances i on i.person_id = t.person_id and i.id = t.issuance_id where {OfPerson}
            """),
        ("saidOfYou", $"""
            t.recorded_at as "recordedAt", t.source, p.code as provider, t.name, t.birth_date as "birthDate", t.sex, t.phone_hash is not null as "phoneKnown", t.ward_code as "wardCode"
            from registry.stated_details t left join registry.provider_codes p on p.id = t.provider_id where {OfPerson}
            """),
        ("needs", $"""
            t.registered_at as "registeredAt", t.id, c.code as campaign, p.code as provider, t.mode, t.for_switch as "forSwitch", t.state, t.due_at as "dueAt",
            t.ended_at as "endedAt", t.served_by as "servedBy", t.shown_place as "shownPlace", t.shown_of as "shownOf"
            from registry.registered_needs t join registry.campaign_codes c on c.id = t.campaign_id join registry.provider_codes p on p.id = t.provider_id where {OfPerson}
            """),
        ("supports", $"""
            t.started_at as "startedAt", t.need_id as "needId", registry.staff_reference(t.staff_id) as staff, t.called_at as "calledAt", t.visit_at as "visitAt", t.note,
            t.denied_at as "deniedAt"
            from registry.started_supports t where {OfPerson}
            """),
        ("calls", $"""
            t.noted_at as "notedAt", t.id, t.need_id as "needId", registry.staff_reference(t.staff_id) as staff, t.called_at as "calledAt", t.denied_at as "deniedAt"
            from registry.noted_calls t where {OfPerson}
            """),
        ("consents", $"""
            t.consented_at as "consentedAt", t.id, c.code as campaign, p.code as provider, t.expires_at as "expiresAt", t.wrong_tries as "wrongTries", t.used_at as "usedAt",
            t.voided_at as "voidedAt"
            from registry.given_consents t join registry.campaign_codes c on c.id = t.campaign_id join registry.provider_codes p on p.id = t.provider_id where {OfPerson}
            """),
        ("asks", $"""
            t.asked_at as "askedAt", t.id, c.code as campaign, p.code as provider, registry.staff_reference(t.staff_id) as staff, t.act, t.channel, t.answer
            from registry.provider_asks t join registry.campaign_codes c on c.id = t.campaign_id join registry.provider_codes p on p.id = t.provider_id where {OfNumbers}
            """),
        ("reads", $"""
            t.read_at as "readAt", t.id, t.act, t.reader_kind as "by", p.code as provider, t.staff
            from registry.lookup_traces t left join registry.provider_codes p on p.id = t.provider_id where {OfPerson} or {OfNumbers}
            """),
        ("messages", $"""
            t.written_at as "writtenAt", t.kind, t.subject_id as "subjectId", t.sent_at as "sentAt" from registry.written_messages t where {OfPerson}
            """),
        ("requests", $"""
            t.received_at as "receivedAt", t.id, t.kind, t.state, t.wish, t.due_at as "dueAt", t.decided_at as "decidedAt", t.reason, t.clause, t.lifted_at as "liftedAt"
            from registry.data_requests t where {OfPerson}
            """),
        ("reports", $"""
            t.reported_at as "reportedAt", t.reference, c.code as campaign, t.kind, p.code as provider, t.text, t.phone_sealed is not null as "phoneKept", t.contact_erased_at as "contactErasedAt"
            from registry.citizen_reports t join registry.campaign_codes c on c.id = t.campaign_id left join registry.provider_codes p on p.id = t.provider_id where {OfPerson}
            """),
        ("numberLinks", $"""
            t.linked_at as "linkedAt", t.id, t.source, u.unlinked_at as "undoneAt"
            from registry.person_joins t left join registry.person_partings u on u.link_id = t.id
            where t.from_person = any (registry.persons_of($1)) or t.to_person = any (registry.persons_of($1))
            """),
        ("corrections", $"""
            t.corrected_at as "correctedAt", t.request_id as "requestId", t.subject, t.subject_id as "subjectId", t.field, t.value
            from registry.data_corrections t where {OfPerson}
            """),
    ];

    private const string NumbersSql = """
        select encryption_key_id, ciphertext, kind, recorded_at, person_id from registry.sealed_numbers
        where person_id = any (registry.persons_of($1)) order by recorded_at
        """;

    private const string ContactsSql = "select id, contact_key_id, contact as sealed from registry.registered_needs where person_id = any (registry.persons_of($1)) and contact is not null";

    /// <summary>The document, and the trace that it was given.</summary>
    internal async Task<string> GiveAsync(Work work, Caller caller, Guid person, DateTimeOffset now)
    {
        var document = new JsonObject { ["madeAt"] = Instant.Write(now), ["note"] = NotHere.ReplaceLineEndings(" ") };
        document["numbers"] = new JsonArray([.. (await work.RowsAsync<Number>(NumbersSql, Sql.Uuid(person))).Select(NodeOf)]);
        var reached = (await work.RowsAsync<Contact>(ContactsSql, Sql.Uuid(person)))
            .ToDictionary(c => c.Id, c => contacts.Open(c.ContactKeyId, c.Sealed, c.Id));
        await using var batch = work.Batch();
        foreach (var (_, sql) in Lists)
        {
            batch.BatchCommands.Add(Sql.Statement(ListOf(sql), Sql.Uuid(person), Sql.Int(MostRows)));
        }

        batch.BatchCommands.Add(ReadTrace.OfPersons(caller, LookupAct.Export, now, [person])!);
        await using var results = await batch.ReadAsync(work.Cancel);
        foreach (var (name, _) in Lists)
        {
            document[name] = await results.NextTextOrNullAsync() is { } list ? JsonNode.Parse(list) : null;
        }

        foreach (var need in document["needs"]!["rows"]!.AsArray())
        {
            // Null once it has been erased.
            need!["contact"] = reached.TryGetValue(need["id"]!.GetValue<Guid>(), out var contact) ? JsonSerializer.SerializeToNode(contact, JsonSerializerOptions.Web) : null;
        }

        return document.ToJsonString(Format);
    }

    private static string ListOf(string sql) => $"""
        with listed as (select {sql})
        select json_build_object('total', (select count(*) from listed), 'rows', coalesce((select json_agg(n) from (select * from listed order by 1 desc limit $2) n), '[]'))::text
        """;

    private JsonNode? NodeOf(Number number) => new JsonObject
    {
        ["kind"] = number.Kind,
        ["number"] = new KeptNumber(number.EncryptionKeyId, number.Ciphertext).Masked(vault, number.PersonId),
        ["knownSince"] = Instant.Write(number.RecordedAt),
    };

    private sealed record Number(short EncryptionKeyId, byte[] Ciphertext, string Kind, DateTimeOffset RecordedAt, Guid PersonId);

    private sealed record Contact(Guid Id, short ContactKeyId, byte[] Sealed);
}
