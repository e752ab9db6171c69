using System.Text;
using static Campaign.Host.Tests.MalformedRequest;

namespace Campaign.Host.Tests;

/// <summary>The table of malformed requests, and how each is answered.</summary>
internal static class MalformedRequests
{
    private const string NoNumber = "InvalidCitizenId";
    private const string NoCertificate = "InvalidCertificate";
    private const string Unauthenticated = "401";
    private const string BodyOfCheck = "checkCitizen";
    private const string Record = "recordIssuance";

    public static IReadOnlyList<MalformedRequest> All { get; } =
    [
        .. CitizenNumbers(), .. SerialNumbers(), .. Instants(), .. Days(), .. Enumerations(), .. WrongTypes(), .. Missing(), .. Nulls(), .. UnknownFields(),
        .. RequestIds(), .. Texts(), .. Encodings(), .. Bodies(), .. MediaTypes(), .. Variables(), .. Documents(), .. TooMuch(), .. OperationNames(),
        .. QueryStrings(), .. Methods(), .. Lists(), .. BearerTokens(), .. TokenRequests(), .. MalformedCertificates.Rows(), .. MalformedNeeds.Rows(), .. MalformedCases.Rows(), .. MalformedDecisions.Rows(),
    ];

    private static IEnumerable<MalformedRequest> CitizenNumbers()
    {
        (string Name, string Text, string Expected)[] numbers =
        [
            ("is empty", "", NoNumber),
            ("is blank", "            ", NoNumber),
            ("is a word", "citizen", NoNumber),
            ("ends with a letter", "04620000000A", NoNumber),
            ("has O for 0", "O46200000001", NoNumber),
            ("has a plus sign", "+046200000001", NoNumber),
            ("has a minus sign", "-046200000001", NoNumber),
            ("is a decimal fraction", "046200000001,0", NoNumber),
            ("is in exponents", "46200000001e1", NoNumber),
            ("is hexadecimal", "0x0462000000", NoNumber),
            ("has hyphens", "046-200-000-001", NoNumber),
            ("has slashes", "046/200/000001", NoNumber),
            ("has full-width digits", "０４６２００００００００１", NoNumber),
            ("has one full-width digit", "04620000000１", NoNumber),
            ("has Arabic-Indic digits", "٠٤٦٢٠٠٠٠٠٠٠١", NoNumber),
            ("has Persian digits", "۰۴۶۲۰۰۰۰۰۰۰۱", NoNumber),
            ("has Khmer digits", "០៤៦២០០០០០០០១", NoNumber),
            ("has Devanagari digits", "०४६२०००००००१", NoNumber),
            ("has mathematical digits", "𝟎𝟒𝟔𝟐𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟏", NoNumber),
            ("has superscript digits", "⁰⁴⁶²⁰⁰⁰⁰⁰⁰⁰¹", NoNumber),
            ("has a zero-width space", "046200\u200B000001", NoNumber),
            ("has a zero-width joiner", "046200\u200D000001", NoNumber),
            ("begins with a byte order mark", "\uFEFF046200000001", NoNumber),
            ("has a right-to-left mark", "046200000001\u200F", NoNumber),
            ("has a no-break space", "046 200\u00A0000 001", NoNumber),
            ("has a tab", "046\\t200000001", NoNumber),
            ("has a line feed", "046200000001\\n", NoNumber),
            ("has an emoji", "04620000000😀", NoNumber),
            ("has a combining accent", "04620000000\u03011", NoNumber),
            ("begins with a dot", ".046200000001", NoNumber),
            ("ends with a dot", "046200000001.", NoNumber),
            ("begins with a blank and a dot", " .046200000001", NoNumber),
            ("is dots alone", "............", NoNumber),
            ("has 8 digits", "04620000", NoNumber),
            ("has 10 digits", "0462000000", NoNumber),
            ("has 11 digits", "04620000001", NoNumber),
            ("has 13 digits", "0462000000012", NoNumber),
            ("has 12 digits twice", "046200000001046200000001", NoNumber),
            ("has too many dots between", "0..4..6..2..0..0..0..0..0..0..0..0..0..0..1", NoNumber),
            ("has 19000 digits", new string('1', 19_000), NoNumber),
            ("has 30000 digits", new string('1', 30_000), Bad),
            ("is born in 2099", "046299000001", NoNumber),
            ("is a woman born in 2099", "046399000001", NoNumber),
            ("is born in 2100, century digit 4", "046400000001", NoNumber),
            ("is born in 2150, century digit 5", "046550000001", NoNumber),
            ("is born in 2200, century digit 6", "046600000001", NoNumber),
            ("is born in 2299, century digit 7", "046799000001", NoNumber),
            ("is born in 2300, century digit 8", "046800000001", NoNumber),
            ("is born in 2399, century digit 9", "046999000001", NoNumber),
            ("holds NUL", "046200\\u0000000001", Bad),
            ("ends with NUL", "046200000001\\u0000", Bad),
            ("is SQL", "046200000001' or '1'='1", NoNumber),
            ("is a script", "<script>046200000001</script>", NoNumber),
        ];
        foreach (var (name, text, expected) in numbers)
        {
            yield return Of("citizen number", BodyOfCheck, "citizenId", Quoted(text), expected, name);
        }

        // The record and the other number of a person are read by the same code; a sample of each shows that they are.
        foreach (var (name, text, expected) in numbers.Where((_, i) => i % 5 == 0))
        {
            yield return Of("citizen number", Record, "citizenId", Quoted(text), expected, name);
        }

        foreach (var (name, text, expected) in numbers.Where((_, i) => i % 5 == 2))
        {
            yield return Of("citizen number", BodyOfCheck, "alsoKnownAs", Quoted(text), expected, name);
        }

        yield return Of("citizen number", Record, "alsoKnownAs", Quoted("046400000001"), NoNumber, "is born in 2100");
        yield return Of("citizen number", BodyOfCheck, "citizenId", "46200000001", Bad, "is a JSON number");
        yield return Of("citizen number", BodyOfCheck, "citizenId", "123456789", Bad, "is a JSON number of 9 digits");
        yield return Of("citizen number", BodyOfCheck, "citizenId", "123456789012", Bad, "is a JSON number of 12 digits");
        yield return Of("citizen number", Record, "citizenId", "[\"046200000001\"]", Bad, "is a list of one");
        yield return Of("citizen number", Record, "citizenId", "{\"number\":\"046200000001\"}", Bad, "is an object");
    }

    private static IEnumerable<MalformedRequest> SerialNumbers()
    {
        (string Name, string Json, string Expected)[] serials =
        [
            ("is empty", "\"\"", NoCertificate),
            ("is blank", "\"   \"", NoCertificate),
            ("is zero", "\"0\"", NoCertificate),
            ("is zeros and colons", "\"00:00:00\"", NoCertificate),
            ("has a letter beyond F", "\"AB12CG\"", NoCertificate),
            ("begins with 0x", "\"0xAB12\"", NoCertificate),
            ("is negative", "\"-AB12\"", NoCertificate),
            ("has a blank within", "\"AB 12\"", NoCertificate),
            ("begins with a colon", "\":AB:12\"", NoCertificate),
            ("ends with a colon", "\"AB:12:\"", NoCertificate),
            ("has two colons together", "\"AB::12\"", NoCertificate),
            ("has full-width letters", "\"ＡＢ１２\"", NoCertificate),
            ("has 41 digits", Quoted(OfAnyLength(41)), NoCertificate),
            ("has 201 digits", Quoted(OfAnyLength(201)), NoCertificate),
            ("has 25000 digits", Quoted(OfAnyLength(25_000)), Bad),
            ("ends with a line feed", "\"AB12\\n\"", NoCertificate),
            ("holds NUL", "\"AB12\\u0000\"", Bad),
            ("is a number", "1234", Bad),
            ("is true", "true", Bad),
        ];
        foreach (var (name, json, expected) in serials)
        {
            yield return Of("serial number", Record, "certificate.serialNumber", json, expected, name);
        }

        yield return Of("serial number", "confirmRevocation", "serialNumber", "\"no serial\"", "NoRevocationDue");
        yield return Of("serial number", "confirmRevocation", "serialNumber", "\"\"", "NoRevocationDue");
        yield return Of("serial number", "confirmRevocation", "serialNumber", "\"\\u0000\"", Bad, "is NUL");
    }

    private static IEnumerable<MalformedRequest> Instants()
    {
        (string Name, string Json, string Expected)[] instants =
        [
            ("has no offset", "\"2026-01-05T03:04:05\"", Bad),
            ("is a day alone", "\"2026-01-05\"", Bad),
            ("has a blank for T", "\"2026-01-05 03:04:05Z\"", Bad),
            ("is 30 February", "\"2023-02-30T00:00:00Z\"", Bad),
            ("is 29 February of a year without one", "\"2023-02-29T00:00:00Z\"", Bad),
            ("is in month 13", "\"2023-13-01T00:00:00Z\"", Bad),
            ("is on day 0", "\"2023-01-00T00:00:00Z\"", Bad),
            ("is at 24:00", "\"2023-01-01T24:00:00Z\"", Bad),
            ("is at 25:00", "\"2023-01-01T25:00:00Z\"", Bad),
            ("is in minute 60", "\"2023-01-01T00:60:00Z\"", Bad),
            ("is a leap second", "\"2016-12-31T23:59:60Z\"", Bad),
            ("is in year 0000", "\"0000-01-01T00:00:00Z\"", Bad),
            ("is in year 1", "\"0001-01-01T00:00:00+14:00\"", Bad),
            ("is in year 1899", "\"1899-12-31T23:59:59Z\"", Bad),
            ("is in year 2200", "\"2200-01-01T00:00:00Z\"", Bad),
            ("is in year 9999", "\"9999-12-31T23:59:59-14:00\"", Bad),
            ("is in year 99999", "\"99999-01-01T00:00:00Z\"", Bad),
            ("is before year 0", "\"-0001-01-01T00:00:00Z\"", Bad),
            ("has an offset of 99 hours", "\"2026-01-05T03:04:05+99:00\"", Bad),
            ("has an offset of 60 minutes", "\"2026-01-05T03:04:05+00:60\"", Bad),
            ("has an offset without a colon", "\"2026-01-05T03:04:05+0700\"", Bad),
            ("has a zone's name", "\"2026-01-05T03:04:05 Asia/Ho_Chi_Minh\"", Bad),
            ("has 10 digits of a second", "\"2026-01-05T03:04:05.1234567890Z\"", Bad),
            ("has 10000 digits of a second", $"\"2026-01-05T03:04:05.{new string('1', 10_000)}Z\"", Bad),
            ("has a point without digits", "\"2026-01-05T03:04:05.Z\"", Bad),
            ("has blanks around", "\" 2026-01-05T03:04:05Z \"", Bad),
            ("has full-width digits", "\"２０２６-01-05T03:04:05Z\"", Bad),
            ("is a week date", "\"2026-W01-1T03:04:05Z\"", Bad),
            ("is American", "\"01/05/2026 3:04 AM\"", Bad),
            ("is Unix time", "1767582245", Bad),
            ("is Unix time as text", "\"1767582245\"", Bad),
            ("is a fraction", "1767582245.5", Bad),
            ("is empty", "\"\"", Bad),
            ("is now", "\"now\"", Bad),
            ("is infinity", "\"infinity\"", Bad),
            ("is true", "true", Bad),
            ("is a list", "[\"2026-01-05T03:04:05Z\"]", Bad),
            ("is an object", "{\"at\":\"2026-01-05T03:04:05Z\"}", Bad),
            ("holds NUL", "\"2026-01-05T03:04:05Z\\u0000\"", Bad),
            ("is a citizen number", Quoted(Citizen), Bad),
            ("is in 2199", "\"2199-12-31T23:59:59Z\"", NoCertificate),
        ];
        foreach (var (name, json, expected) in instants)
        {
            yield return Of("instant", Record, "certificate.issuedAt", json, expected, name);
        }

        yield return Of("instant", Record, "certificate.validUntil", "\"2020-01-01T00:00:00Z\"", NoCertificate, "is past");
        yield return Of("instant", Record, "certificate.validUntil", "\"2036-02-30T00:00:00Z\"", Bad);
        yield return Of("instant", Record, "registeredInAppAt", "\"yesterday\"", Bad);
        yield return Of("instant", Record, "dossier.handedOverAt", "\"2026-01-05T03:04:05\"", Bad, "has no offset");
        yield return Of("instant", Record, "dossier.consentGivenAt", "0", Bad);
        yield return Of("instant", "activateIssuance", "activatedAt", "\"2026-01-05T03:04:05\"", Bad, "has no offset");
        yield return Of("instant", "endIssuance", "effectiveAt", "\"2023-02-30T00:00:00Z\"", Bad);
        yield return Of("instant", "confirmRevocation", "revokedAt", "\"\"", Bad);
    }

    private static IEnumerable<MalformedRequest> Days()
    {
        string[] days =
        [
            "\"2023-02-30\"", "\"2023-2-3\"", "\"0000-01-01\"", "\"2200-01-01\"", "\"99999-01-01\"", "\"2026-01-05T00:00:00Z\"", "\"05/01/2026\"", "\"\"",
            "20260105", "true", "[\"2026-01-05\"]", "\"2026-01-05\\n\"",
        ];
        return days.Select(day => Of("day", Record, "dossier.contractSignedOn", day, Bad));
    }

    private static IEnumerable<MalformedRequest> Enumerations()
    {
        string[] channels =
        [
            "\"\"", "\"provider_app\"", "\"ProviderApp\"", "\"PROVIDER_APP \"", "\"EMAIL\"", "0", "1", "true", "[\"PROVIDER_APP\"]", "{}", "\"046200000001\"",
        ];
        foreach (var channel in channels)
        {
            yield return Of("enumeration", BodyOfCheck, "channel", channel, Bad);
        }

        yield return Of("enumeration", Record, "channel", "\"IMPORT\"", Bad);
        yield return Of("enumeration", Record, "certificate.keyStorage", "\"CLOUD\"", Bad);
        yield return Of("enumeration", Record, "certificate.keyStorage", "2", Bad);
        yield return Of("enumeration", "replaceCertificate", "reason", "\"REVOKED\"", Bad);
        yield return Of("enumeration", "endIssuance", "reason", "\"REPLACED\"", Bad);
        yield return OfQuery("enumeration", "a channel's name as text in the document", CheckLiteral("channel: \"PROVIDER_APP\""));
        yield return OfQuery("enumeration", "a channel that does not exist in the document", CheckLiteral("channel: EMAIL"));
        yield return OfQuery(
            "enumeration", "a status that does not exist in a filter", "{ issuances(campaign: \"hue\", filter: {status: [GONE]}) { totalCount } }");
    }

    private static IEnumerable<MalformedRequest> WrongTypes()
    {
        (string Operation, string[] Fields)[] texts =
        [
            (BodyOfCheck, ["campaign", "alsoKnownAs", "staff"]),
            (Record, ["campaign", "staff", "ticket", "certificate.pem", "dossier.contractNumber", "dossier.recipientName"]),
            ("endIssuance", ["note"]),
        ];
        foreach (var (operation, field) in texts.SelectMany(t => t.Fields.Select(f => (t.Operation, f))))
        {
            yield return Of("wrong type", operation, field, "7", Bad);
        }

        foreach (var json in new[] { "1.5", "true", "[1]", "{}", "1e999", "1" + new string('0', 40) })
        {
            yield return Of("wrong type", Record, "requestId", json, Bad);
        }

        foreach (var json in new[] { "\"true\"", "1", "\"yes\"", "[]" })
        {
            yield return Of("wrong type", Record, "activated", json, Bad);
        }

        yield return Of("wrong type", Record, "dossier.receivedByCitizen", "\"046200000001\"", Bad);
        yield return Of("wrong type", Record, "needId", "true", Bad);
        foreach (var json in new[] { "\"AB12\"", "7", "[]", "true" })
        {
            yield return Of("wrong type", Record, "certificate", json, Bad);
        }

        yield return Of("wrong type", Record, "dossier", "\"none\"", Bad);
        yield return Of("wrong type", Record, "dossier", "[[]]", Bad);
        yield return Of("wrong type", "activateIssuance", "issuanceId", "{}", Bad);
    }

    private static IEnumerable<MalformedRequest> Missing()
    {
        (string Operation, string[] Fields)[] required =
        [
            (BodyOfCheck, ["campaign", "citizenId", "channel"]),
            (Record, ["requestId", "campaign", "citizenId", "channel", "certificate.serialNumber", "certificate.issuedAt"]),
            ("replaceCertificate", ["requestId", "issuanceId", "reason"]),
            ("activateIssuance", ["issuanceId", "activatedAt"]),
            ("endIssuance", ["requestId", "issuanceId", "reason", "effectiveAt"]),
            ("confirmRevocation", ["requestId", "campaign", "serialNumber", "revokedAt"]),
        ];
        foreach (var (operation, field) in required.SelectMany(r => r.Fields.Select(f => (r.Operation, f))))
        {
            yield return Of("missing", operation, field, null, Bad);
        }

        yield return OfFields("missing", "certificate is missing", Record, [("certificate.serialNumber", null), ("certificate.issuedAt", null)], Bad);
        yield return OfQuery("missing", "input is missing", DocumentOf(BodyOfCheck), "{}");
        yield return OfQuery("missing", "variables are missing", DocumentOf(Record));
        yield return OfQuery("missing", "an argument is missing", "mutation { checkCitizen { __typename } }");
        yield return OfQuery("missing", "a code is missing", "{ campaign { code } }");
        yield return OfQuery("missing", "a selection is missing", "{ campaigns }");
    }

    private static IEnumerable<MalformedRequest> Nulls()
    {
        yield return Of("null", BodyOfCheck, "citizenId", "null", Bad);
        yield return Of("null", BodyOfCheck, "campaign", "null", Bad);
        yield return Of("null", BodyOfCheck, "channel", "null", Bad);
        yield return Of("null", Record, "requestId", "null", Bad);
        yield return Of("null", Record, "certificate", "null", Bad);
        yield return Of("null", Record, "certificate.serialNumber", "null", Bad);
        yield return Of("null", Record, "certificate.issuedAt", "null", Bad);
        yield return Of("null", Record, "certificate.keyStorage", "null", Bad);
        yield return Of("null", Record, "activated", "null", Bad);
        yield return Of("null", "endIssuance", "effectiveAt", "null", Bad);
        yield return OfQuery("null", "input is null", DocumentOf(BodyOfCheck), "{\"input\":null}");
        yield return OfQuery("null", "a code is null in the document", "{ campaign(code: null) { code } }");
    }

    private static IEnumerable<MalformedRequest> UnknownFields()
    {
        yield return Of("unknown field", BodyOfCheck, "citizen", Quoted(Citizen), Bad);
        yield return Of("unknown field", BodyOfCheck, Citizen, "1", Bad);
        yield return Of("unknown field", BodyOfCheck, "citizenID", Quoted(Citizen), Bad);
        yield return Of("unknown field", BodyOfCheck, "__proto__", "{}", Bad);
        yield return Of("unknown field", Record, "provider", "\"viettel-ca\"", Bad);
        yield return Of("unknown field", Record, "recordedAt", "\"2026-01-05T03:04:05Z\"", Bad);
        yield return Of("unknown field", Record, "certificate.subject", Quoted(Citizen), Bad);
        yield return Of("unknown field", Record, "dossier.photo", "\"\"", Bad);
        yield return Of("unknown field", "endIssuance", "status", "\"REVOKED\"", Bad);
        yield return OfQuery("unknown field", "of the query", "{ citizens { number } }");
        yield return OfQuery("unknown field", "named as a citizen number", "{ n046200000001 }");
        yield return OfQuery("unknown field", "of a mutation", "mutation { deleteIssuance(id: \"1\") { __typename } }");
        yield return OfQuery(
            "unknown field", "of an answer",
            $"mutation {{ checkCitizen(input: {{campaign: \"hue\", citizenId: \"{Citizen}\", channel: PROVIDER_APP}}) {{ citizenId }} }}");
        yield return OfQuery("unknown field", "an argument", $"{{ campaigns(citizen: \"{Citizen}\") {{ code }} }}");
        yield return OfQuery("unknown field", "a type", "{ ... on Citizen { number } }");
        yield return OfQuery("unknown field", "a type of a variable", "query($c: Citizen!) { campaigns(citizen: $c) { code } }", "{\"c\":\"046200000001\"}");
        yield return OfQuery("unknown field", "a directive", "{ campaigns @defer { code } }");
        yield return OfQuery("unknown field", "a fragment", "{ ...nobody }");
    }

    private static IEnumerable<MalformedRequest> RequestIds()
    {
        foreach (var operation in new[] { Record, "replaceCertificate", "endIssuance", "confirmRevocation" })
        {
            yield return Of("request id", operation, "requestId", "\"\"", Bad, "is empty");
            yield return Of("request id", operation, "requestId", Quoted(OfAnyLength(256)), Bad, "has 256 characters");
        }

        yield return Of("request id", Record, "requestId", "\"a\\u0000b\"", Bad, "holds NUL");
        yield return Of("request id", Record, "requestId", "\"\\ud800\"", Bad, "is half a character");
        yield return Of("request id", Record, "requestId", Quoted(OfAnyLength(60_000)), Bad, "has 60000 characters");
        yield return Of("request id", "activateIssuance", "issuanceId", "\"\"", Bad, "is empty");
        yield return Of("request id", "activateIssuance", "issuanceId", "\"1\"", "IssuanceNotFound");
        yield return Of("request id", "activateIssuance", "issuanceId", "\"{0197a3c4-1111-7222-8333-444455556666}\"", "IssuanceNotFound");
        yield return Of("request id", "endIssuance", "issuanceId", Quoted(Citizen), "IssuanceNotFound");
        yield return Of("request id", "replaceCertificate", "issuanceId", "\"' or 1=1 --\"", "IssuanceNotFound");
    }

    private static IEnumerable<MalformedRequest> Texts()
    {
        yield return Of("text", BodyOfCheck, "campaign", "\"\"", "CampaignNotOpen");
        yield return Of("text", BodyOfCheck, "campaign", "\"HUE\"", "CampaignNotOpen");
        yield return Of("text", BodyOfCheck, "campaign", "\"hue'; drop table registry.issuances; --\"", "CampaignNotOpen");
        yield return Of("text", BodyOfCheck, "campaign", Quoted(Citizen), "CampaignNotOpen", "is a citizen number");
        yield return Of("text", BodyOfCheck, "campaign", Quoted(OfAnyLength(19_000)), "CampaignNotOpen", "has 19000 characters");
        yield return Of("text", BodyOfCheck, "campaign", Quoted(OfAnyLength(50_000)), Bad, "has 50000 characters");
        yield return Of("text", BodyOfCheck, "campaign", "\"hue\\u0000\"", Bad, "ends with NUL");
        yield return Of("text", BodyOfCheck, "staff", "\"nobody\"", "StaffNotAuthorised");
        yield return Of("text", BodyOfCheck, "staff", "\"viettel-ca-staff-1\"", "StaffNotAuthorised", "is another provider's");
        yield return Of("text", BodyOfCheck, "staff", Quoted(Citizen), "StaffNotAuthorised", "is a citizen number");
        yield return Of("text", BodyOfCheck, "staff", Quoted(OfAnyLength(50_000)), Bad, "has 50000 characters");
        yield return Of("text", Record, "staff", "\"nobody\"", "StaffNotAuthorised");
        yield return Of("text", Record, "needId", "\"046200000001\"", "NeedNotServable", "stands in the provider's app");
        yield return Of("text", Record, "activated", "false", "ActivationRequired", "is false in the provider's app");
        yield return Of("text", Record, "certificate.keyStorage", "\"USB_TOKEN\"", "LicenceNotInForce", "is one without a licence");
        yield return Of("text", Record, "dossier.recipientName", "\"\\u0000\"", Bad, "is NUL");
        yield return Of("text", Record, "dossier.contractNumber", Quoted(OfAnyLength(30_000)), Bad, "has 30000 characters");
        foreach (var (name, ticket) in new[] { ("is made up", "\"AAAA\""), ("is no base64", "\"***\""), ("has 19000 characters", Quoted(OfAnyLength(19_000))) })
        {
            yield return OfFields("text", $"a ticket {name} at the door", Record, AtTheDoor(ticket), "CheckRequired");
        }

        yield return OfFields("text", "a ticket holds NUL at the door", Record, AtTheDoor("\"\\u0000\""), Bad);
        yield return OfFields("text", "a ticket is missing at the door", Record, AtTheDoor(null), "CheckRequired");
    }

    private static (string Field, string? Json)[] AtTheDoor(string? ticket) =>
        [("channel", "\"DOOR_TO_DOOR\""), ("staff", "\"vnpt-ca-staff-1\""), ("ticket", ticket)];

    private static IEnumerable<MalformedRequest> Encodings()
    {
        yield return Of("encoding", BodyOfCheck, "citizenId", "\"\\ud83d\"", Bad, "is a lone high surrogate");
        yield return Of("encoding", BodyOfCheck, "citizenId", "\"\\ude00\"", Bad, "is a lone low surrogate");
        yield return Of("encoding", BodyOfCheck, "staff", "\"\\ude00\\ud83d\"", Bad, "is two surrogates the wrong way round");
        yield return Of("encoding", Record, "dossier.recipientName", "\"Nguyễn \\ud800 An\"", Bad, "has a lone surrogate within");
        yield return OfBody("encoding", "a lone surrogate in the name of a variable", """{"query":"{__typename}","variables":{"\ud800":1}}""");
        yield return OfBody("encoding", "a lone surrogate in the name of a parameter", """{"\ud800":1,"query":"{__typename}"}""");
        yield return OfBody("encoding", "a lone surrogate in the document", """{"query":"{ campaign(code: \"\ud800\") { code } }"}""");
        yield return OfBody("encoding", "a lone surrogate escaped in the document", """{"query":"{ campaign(code: \"\\ud800\") { code } }"}""");
        yield return OfBody("encoding", "NUL escaped in the document", """{"query":"{ campaign(code: \"\\u0000\") { code } }"}""");
        yield return OfBody("encoding", "NUL in the document", """{"query":"{ campaign(code: \"\u0000\") { code } }"}""");
        yield return OfBytes("encoding", "a byte that UTF-8 lacks", [.. "{\"query\":\"{ campaign(code: \\\""u8, 0xFF, .. "\\\") { code } }\"}"u8]);
        yield return OfBytes("encoding", "an overlong form", [.. "{\"query\":\"{ campaign(code: \\\""u8, 0xC0, 0x80, .. "\\\") { code } }\"}"u8]);
        yield return OfBytes("encoding", "a surrogate in UTF-8", [.. "{\"query\":\"{ campaign(code: \\\""u8, 0xED, 0xA0, 0x80, .. "\\\") { code } }\"}"u8]);
        yield return OfBytes("encoding", "a character cut off", [.. "{\"query\":\"{__typename}\",\"operationName\":\"\xE1"u8, 0xBB]);
        yield return OfBytes("encoding", "UTF-16", Encoding.Unicode.GetBytes(Body(BodyOfCheck)));
        yield return OfBytes(
            "encoding", "UTF-16 with its mark", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Body(BodyOfCheck))]);
        yield return OfBytes("encoding", "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Body(BodyOfCheck))]);
        yield return OfBytes("encoding", "gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]);
        yield return OfBytes("encoding", "NUL bytes", new byte[500]);
    }

    private static IEnumerable<MalformedRequest> Bodies()
    {
        var check = Body(BodyOfCheck);
        foreach (var kept in new[] { 0, 1, 2, 9, 10, 60, check.Length / 2, check.Length - 30, check.Length - 2, check.Length - 1 })
        {
            yield return OfBody("body", $"cut off after {kept} characters", check[..kept]);
        }

        (string Name, string Body)[] bodies =
        [
            ("a batch of one", $"[{check}]"), ("a batch of two", $"[{check},{check}]"), ("an empty batch", "[]"), ("null", "null"), ("true", "true"),
            ("a number", "7"),
            ("a citizen number", Citizen), ("text", "\"{ __typename }\""), ("an empty object", "{}"), ("two objects", check + check),
            ("a trailing comma", check[..^1] + ",}"),
            ("a comment", "/* hello */" + check), ("single quotes", "{'query':'{__typename}'}"), ("a bare document", "{ __typename }"),
            ("XML", "<query>{__typename}</query>"),
            ("a form", "query=%7B__typename%7D"), ("NaN", """{"query":"{__typename}","variables":{"a":NaN}}"""),
            ("an unescaped line feed in text", "{\"query\":\"{\n__typename}\"}"),
            ("a number with a leading zero", """{"query":"{__typename}","variables":{"a":046200000001}}"""),
            ("brackets 10000 deep", new string('[', 10_000) + new string(']', 10_000)),
            ("variables 100 deep", $$"""{"query":"{__typename}","variables":{{Nested(100)}}}"""),
            ("variables 10000 deep", $$"""{"query":"{__typename}","variables":{{Nested(10_000)}}}"""),
            ("a query that is null", """{"query":null}"""), ("a query that is a number", """{"query":7}"""),
            ("a query that is a list", """{"query":["{__typename}"]}"""),
            ("a query that is an object", """{"query":{}}"""), ("an empty query", """{"query":""}"""), ("a blank query", """{"query":"  \n "}"""),
            ("a persisted query alone", """{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}"""),
            ("extensions that are text", """{"query":"{__typename}","extensions":"x"}"""),
            ("extensions that are a list", """{"query":"{__typename}","extensions":[]}"""),
            ("an operationName that is a number", """{"query":"{__typename}","operationName":7}"""),
            ("an operationName that is a list", """{"query":"{__typename}","operationName":[]}"""),
        ];
        foreach (var (name, body) in bodies)
        {
            yield return OfBody("body", name, body);
        }

        yield return OfBody("body", "larger than 64 KB", BodyOf("{ __typename }", $"{{\"a\":\"{OfAnyLength(66_000)}\"}}"), "413");
        yield return OfBody("body", "larger than 64 KB, of blanks", new string(' ', 70_000), "413");
        yield return new("body", "larger than 64 KB, in chunks of unknown number", "413", () =>
        {
            var request = Post(BodyOf("{ __typename }", $"{{\"a\":\"{OfAnyLength(100_000)}\"}}"));
            request.Headers.TransferEncodingChunked = true;
            return request;
        });
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static IEnumerable<MalformedRequest> MediaTypes()
    {
        string[] types =
        [
            "text/plain", "text/json", "application/xml", "application/graphql", "application/graphql+json", "application/x-www-form-urlencoded",
            "application/json; charset=utf-16", "application/json; charset=latin1", "application/octet-stream", "*/*",
            "json", ";", "application/json, text/plain",
        ];
        foreach (var type in types)
        {
            yield return OfBody("media type", $"Content-Type: {type}", Body(BodyOfCheck), "415", type);
        }

        // With a file it would be one; this is none.
        yield return OfBody("media type", "Content-Type: multipart/form-data", Body(BodyOfCheck), "400", "multipart/form-data; boundary=x");
        yield return new("media type", "no Content-Type", "415", () =>
        {
            var request = Post(Body(BodyOfCheck));
            request.Content!.Headers.Remove("Content-Type");
            return request;
        });
        yield return OfQuery(
            "media type", "a subscription without text/event-stream", "subscription { needChanged(campaign: \"hue\") { id } }", expected: "406");
        foreach (var type in new[] { "text/html", "application/xml", "image/*", "application/json; charset=utf-16", "application/json;q=0" })
        {
            yield return new("media type", $"Accept: {type}", "406", () => With(Post(Body(BodyOfCheck)), "Accept", type));
        }

        yield return new("media type", "a document that cannot be parsed, for who accepts application/json alone", "200 BAD_REQUEST", () =>
            With(Post(BodyOf("{ campaigns {")), "Accept", "application/json"));
        yield return new("media type", "a variable of the wrong type, for who accepts application/json alone", "200 BAD_REQUEST", () =>
            With(Post(Body(BodyOfCheck, ("citizenId", "7"))), "Accept", "application/json"));
        yield return new(
            "media type", "a body cut off, for who accepts application/json alone", Bad, () => With(Post("{\"query\":"), "Accept", "application/json"));
    }

    private static IEnumerable<MalformedRequest> Variables()
    {
        foreach (var json in new[] { "[]", "[1]", "\"x\"", "\"{}\"", "7", "true", Quoted(Citizen) })
        {
            yield return OfBody("variables", $"are {json}", $$"""{"query":"{__typename}","variables":{{json}}}""");
        }

        yield return OfQuery("variables", "an input that is a list", DocumentOf(BodyOfCheck), "{\"input\":[]}");
        yield return OfQuery(
            "variables", "an input that is a list of one", DocumentOf(BodyOfCheck),
            $$"""{"input":[{"campaign":"hue","citizenId":"{{Citizen}}","channel":"PROVIDER_APP"}]}""");
        yield return OfQuery("variables", "an input that is text", DocumentOf(BodyOfCheck), "{\"input\":\"046200000001\"}");
        yield return OfQuery("variables", "an input that is a number", DocumentOf(Record), "{\"input\":46200000001}");
        yield return OfQuery("variables", "an input under another name", DocumentOf(Record), "{\"Input\":{}}");
        yield return OfQuery("variables", "one that is not declared", "{ campaign(code: $code) { code } }", "{\"code\":\"hue\"}");
        yield return OfQuery("variables", "one that is not used", "query($code: String) { campaigns { code } }", "{\"code\":\"hue\"}");
        yield return OfQuery(
            "variables", "one declared twice", "query($code: String!, $code: String!) { campaign(code: $code) { code } }", "{\"code\":\"hue\"}");
        yield return OfQuery("variables", "one that may be null where null may not be", "query($code: String) { campaign(code: $code) { code } }");
        yield return OfQuery("variables", "one of an output type", "query($c: Campaign) { campaign(code: $c) { code } }", "{\"c\":{}}");
        yield return OfQuery(
            "variables", "a default of the wrong type", "query($n: Int = \"046200000001\") { issuances(campaign: \"hue\", first: $n) { totalCount } }");
        yield return OfQuery("variables", "a default that is a variable", "query($a: String, $b: String = $a) { campaign(code: $b) { code } }");
        foreach (var json in new[] { "1e999", "-1e999", "2147483648", "99999999999999999999999999", "1.5", "\"1\"" })
        {
            yield return OfQuery("variables", $"an Int that is {json}", ListQuery("$n: Int!", "first: $n"), $"{{\"n\":{json}}}");
        }
    }

    private static IEnumerable<MalformedRequest> Documents()
    {
        (string Name, string Query)[] documents =
        [
            ("no document", "hello"), ("an open brace", "{"), ("a closed brace", "}"), ("empty braces", "{}"), ("braces cut off", "{ campaigns { code "),
            ("text cut off", "{ campaign(code: \"hue"), ("a citizen number", Citizen),
            ("a citizen number without quotes", $"{{ campaign(code: {Citizen}) {{ code }} }}"),
            ("a number without a fraction", "{ issuances(campaign: \"hue\", first: 1.) { totalCount } }"), ("a sign that GraphQL lacks", "{ campaigns; }"),
            ("an emoji", "{ 😀 }"), ("SQL", "select * from registry.citizen_numbers"), ("types", "type Query { a: Int }"),
            ("a fragment alone", "fragment f on Query { campaigns { code } }"),
            ("a comment alone", "# nothing"), ("a fragment that nobody spreads", "{ __typename } fragment f on Query { campaigns { code } }"),
            ("one fragment twice", "{ ...f } fragment f on Query { __typename } fragment f on Query { campaigns { code } }"),
            ("a fragment of itself", "{ ...f } fragment f on Query { ...f }"),
            ("fragments in a circle", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...c } fragment c on Query { ...a }"),
            ("fields that cannot be merged", "{ a: campaign(code: \"hue\") { code } a: campaign(code: \"other\") { code } }"),
            ("a selection of a scalar", "{ campaigns { code { x } } }"),
            ("an argument twice", "{ campaign(code: \"hue\", code: \"hue\") { code } }"),
            ("a directive without its argument", "{ campaigns @include { code } }"),
            ("a directive with text for a Boolean", $"{{ campaigns @skip(if: \"{Citizen}\") {{ code }} }}"),
            ("a directive twice", "{ campaigns @skip(if: false) @skip(if: false) { code } }"),
            ("an input field twice", CheckLiteral("channel: NEED, channel: NEED")), ("a misspelt operation", "mutate { campaigns { code } }"),
            ("a block string cut off", "{ campaign(code: \"\"\"hue\") { code } }"), ("an escape that does not exist", "{ campaign(code: \"\\x41\") { code } }"),
        ];
        return documents.Select(d => OfQuery("document", d.Name, d.Query));
    }

    private static IEnumerable<MalformedRequest> TooMuch()
    {
        yield return OfQuery("too much", "fields 7 deep", "{ issuances(campaign: \"hue\") { edges { node { freePeriod { startsOn { a { b } } } } } } }");
        yield return OfQuery("too much", "fields 60 deep", Repeated("{ a ", 60, "}"));
        yield return OfQuery("too much", "fields 400 deep", Repeated("{ a ", 400, "}"));
        yield return OfQuery("too much", "types 20 deep by introspection", $"{{ __schema {{ types {{ {Repeated("ofType { ", 20, "}", "name ")} }} }} }}");
        yield return OfQuery("too much", "types of types of types by introspection", Introspection("fields { type { ", "} } "));
        yield return OfQuery("too much", "interfaces of types of interfaces by introspection", Introspection("possibleTypes { interfaces { ", "} } "));
        yield return OfQuery(
            "too much", "the same by a fragment",
            "{ __type(name: \"Refusal\") { ...a } } fragment a on __Type { possibleTypes { interfaces { ...b } } } "
            + "fragment b on __Type { possibleTypes { name } }");
        yield return OfQuery("too much", "values 70 deep", $"{{ campaign(code: {new string('[', 70)}{new string(']', 70)}) {{ code }} }}");
        yield return OfQuery("too much", "16 aliases", $"{{ {Many(16, i => $"a{i}: __typename")} }}");
        yield return OfQuery("too much", "checks of 16 citizens at once", $"mutation {{ {Many(16, i => $"c{i}: {CheckField($"0462000000{i:00}")}")} }}");
        yield return OfQuery("too much", "51 directives", $"{{ __typename {Many(51, _ => "@skip(if: false)")} }}");
        yield return OfQuery("too much", "51 directives in several places", $"{{ {Many(51, _ => "... @include(if: true) { __typename }")} }}");
        yield return OfQuery("too much", "1001 tokens", $"{{ {Many(999, _ => "__typename")} }}");
        yield return OfQuery("too much", "16001 characters", "{ __typename } #" + OfAnyLength(16_000));
        yield return OfQuery("too much", "16001 blanks", "{ __typename }" + new string(' ', 16_000));
        yield return OfQuery(
            "too much", "lists that cost more than 5000",
            $"{{ {Many(14, i => $"a{i}: issuances(campaign: \"hue\", first: 100) {{ edges {{ node {{ id status origin }} }} }}")} }}");
        yield return OfQuery("too much", "fragments that double 20 times", Doubling(20, "__typename"));
        yield return OfQuery("too much", "fragments that double 60 times", Doubling(60, "__typename"));
        yield return OfQuery("too much", "fragments that double in a circle", Doubling(60, "...f0"));
        yield return OfQuery("too much", "doubling fragments that nobody spreads", "{ __typename }" + Doubling(60, "__typename")["{ ...f0 }".Length..]);
        yield return OfQuery("too much", "inline fragments 70 deep", $"{{ {Repeated("... { ", 70, "}", "__typename ")} }}");
    }

    private static string Repeated(string open, int times, string close, string within = "") =>
        string.Concat(Enumerable.Repeat(open, times)) + within + string.Concat(Enumerable.Repeat(close, times));

    private static string Many(int times, Func<int, string> part) => string.Join(' ', Enumerable.Range(0, times).Select(part));

    /// <summary>Fragments each of which spreads the next one twice.</summary>
    private static string Doubling(int times, string last) =>
        "{ ...f0 }" + Many(times, i => $"fragment f{i} on Query {{...f{i + 1} ...f{i + 1}}}") + $" fragment f{times} on Query {{{last}}}";

    private static string Introspection(string open, string close) => $"{{ __type(name: \"Refusal\") {{ {Repeated(open, 6, close, "name ")} }} }}";

    private static string CheckField(string citizen) =>
        $"checkCitizen(input: {{campaign: \"hue\", citizenId: \"{citizen}\", channel: PROVIDER_APP}}) {{ __typename }}";

    private static string CheckLiteral(string channel) =>
        $"mutation {{ checkCitizen(input: {{campaign: \"hue\", citizenId: \"{Citizen}\", {channel}}}) {{ __typename }} }}";

    private static string ListQuery(string variables, string arguments) =>
        $"query({variables}) {{ issuances(campaign: \"hue\", {arguments}) {{ totalCount }} }}";

    private static IEnumerable<MalformedRequest> OperationNames()
    {
        const string Two = "query a { campaigns { code } } query b { campaigns { name } }";
        yield return OfQuery("operation name", "two operations and none named", Two);
        yield return OfBody("operation name", "two operations and another named", BodyOf(Two, rest: ",\"operationName\":\"c\""));
        yield return OfBody("operation name", "two operations and an empty name", BodyOf(Two, rest: ",\"operationName\":\"\""));
        yield return OfBody("operation name", "one operation and another named", BodyOf("query a { __typename }", rest: ",\"operationName\":\"b\""));
        yield return OfBody("operation name", "a citizen number", BodyOf("query a { __typename }", rest: $",\"operationName\":\"{Citizen}\""));
        yield return OfBody(
            "operation name", "two operations of one name", BodyOf("query a { __typename } query a { campaigns { code } }", rest: ",\"operationName\":\"a\""));
        yield return OfQuery("operation name", "two operations without names", "{ __typename } { campaigns { code } }");
        yield return OfBody(
            "operation name", "a query beside a mutation that is malformed", BodyOf("query a { __typename } mutation b { nothing }",
            rest: ",\"operationName\":\"a\""));
    }

    private static IEnumerable<MalformedRequest> QueryStrings()
    {
        var check = Uri.EscapeDataString(CheckLiteral("channel: PROVIDER_APP"));
        yield return OfGet("query string", "none", "");
        yield return OfGet("query string", "an empty query", "query=");
        yield return OfGet("query string", "no query", "variables=%7B%7D");
        yield return OfGet("query string", "a mutation", $"query={check}", "405");
        yield return OfGet(
            "query string", "a mutation chosen by name",
            $"query={check.Replace("mutation%20", "query%20a%20%7B__typename%7D%20mutation%20b%20", StringComparison.Ordinal)}&operationName=b", "405");
        foreach (var variables in new[] { "{", "[]", "7", "\"x\"", "{\"a\":}", "{\"a\":\"\\ud800\"}", "{\"\\ud800\":1}", Nested(100), "null null", "'" })
        {
            yield return OfGet(
                "query string", $"variables that are {variables[..Math.Min(variables.Length, 20)]}",
                $"query=%7B__typename%7D&variables={Uri.EscapeDataString(variables)}");
        }

        yield return OfGet("query string", "bytes that are not UTF-8", "query=%7Bcampaign(code:%22%FF%FE%22)%7Bcode%7D%7D%FF");
        yield return OfGet("query string", "percent signs without digits", "query=%zz");
        yield return OfGet("query string", "an operation that is not there", "query=query%20a%7B__typename%7D&operationName=046200000001");
        yield return OfGet("query string", "the query twice, the last one cut off", "query=%7B__typename%7D&query=%7B");
        yield return OfGet("query string", "longer than any", $"query=%7B__typename%7D&x={OfAnyLength(20_000)}", "414");
    }

    private static IEnumerable<MalformedRequest> Methods() =>
        new[] { "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND" }.Select(method => new MalformedRequest("method", method, "405", () =>
        {
            var request = method is "PUT" or "PATCH" or "QUERY" ? Post(Body(BodyOfCheck)) : new(HttpMethod.Get, "/graphql?query=%7B__typename%7D");
            request.Method = new HttpMethod(method);
            return request;
        }));

    private static IEnumerable<MalformedRequest> Lists()
    {
        string[] pages =
        [
            "first: -1", "last: -1", "first: 1, last: 1", "after: \"\"", "after: \"AAAA\"", "before: \"***\"", "after: \"046200000001\"", "first: \"ten\"",
        ];
        foreach (var arguments in pages)
        {
            yield return OfQuery("list", arguments, $"{{ issuances(campaign: \"hue\", {arguments}) {{ totalCount }} }}");
        }

        yield return OfQuery(
            "list", "a cursor of the right length before all time",
            $"{{ issuances(campaign: \"hue\", after: \"{OfAnyLength(32).Replace('a', '_')}\") {{ totalCount }} }}");
        yield return OfQuery("list", "a cursor that holds NUL", ListQuery("$c: String!", "after: $c"), "{\"c\":\"\\u0000\"}");
        yield return OfQuery(
            "list", "a filter by a time without offset", ListQuery("$f: IssuanceFilter!", "filter: $f"), "{\"f\":{\"recordedFrom\":\"2026-01-05T03:04:05\"}}");
        yield return OfQuery("list", "a filter by a citizen", ListQuery("$f: IssuanceFilter!", "filter: $f"), "{\"f\":{\"citizenId\":\"046200000001\"}}");
        yield return OfQuery("list", "a filter by a status of null", ListQuery("$f: IssuanceFilter!", "filter: $f"), "{\"f\":{\"status\":[null]}}");
        yield return OfQuery(
            "list", "a filter by a provider whose name holds NUL", ListQuery("$f: IssuanceFilter!", "filter: $f"), "{\"f\":{\"providerCode\":\"\\u0000\"}}");
        yield return OfQuery("list", "an id that holds NUL", "query($i: ID!) { issuance(id: $i) { id } }", "{\"i\":\"\\u0000\"}");
        yield return OfQuery("list", "an id that is empty", "{ issuance(id: \"\") { id } }");
    }

    private static IEnumerable<MalformedRequest> BearerTokens()
    {
        const string Header = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
        const string Claims = "eyJzdWIiOiJ2bnB0LWNhIiwic2NvcGUiOiJyZWdpc3RyeS5jaGVjayByZWdpc3RyeS5yZWNvcmQiLCJleHAiOjQxMDI0NDQ4MDB9";
        (string Name, string Value)[] headers =
        [
            ("no token", "Bearer"), ("an empty token", "Bearer "), ("garbage", "Bearer garbage"), ("a citizen number", "Bearer 046200000001"),
            ("dots", "Bearer .."),
            ("a token that is not signed", $"Bearer {Header}.{Claims}."), ("a token of a wrong signature", $"Bearer {Header}.{Claims}.AAAA"),
            ("five parts", "Bearer a.b.c.d.e"),
            ("a token of 5000 characters", "Bearer " + OfAnyLength(5_000)), ("another scheme", "Negotiate AAAA"),
            ("Basic", "Basic dm5wdC1jYTp2bnB0LWNhLWRlbW8="),
            ("no scheme", OfAnyLength(40)), ("two tokens", "Bearer a, Bearer b"),
        ];
        return headers.Select(h => new MalformedRequest(
            "bearer token", h.Name, Unauthenticated, () => With(Post(Body(BodyOfCheck)), "Authorization", h.Value), Client: null))
            .Append(new("bearer token", "none", Unauthenticated, () => Post(Body(BodyOfCheck)), Client: null))
            .Append(new("bearer token", "garbage for a public field", Unauthenticated, () =>
                With(Post(BodyOf("{ campaigns { code } }")), "Authorization", "Bearer x"), Client: null))
            .Append(new("bearer token", "in the query string", Unauthenticated, () =>
                WithPath(Post(Body(BodyOfCheck)), "/graphql?access_token=garbage"), Client: null))
            .Append(new("bearer token", "of a client whose scope does not reach", "403", () => Post(Body(BodyOfCheck)), Client: "department"));
    }

    private static HttpRequestMessage WithPath(HttpRequestMessage request, string path)
    {
        request.RequestUri = new Uri(path, UriKind.Relative);
        return request;
    }

    private static IEnumerable<MalformedRequest> TokenRequests()
    {
        const string Grant = "grant_type=client_credentials";
        const string Client = Grant + "&client_id=vnpt-ca&client_secret=vnpt-ca-demo";
        static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

        yield return OfToken("an empty form", "");
        yield return OfToken("no grant type", "client_id=vnpt-ca&client_secret=vnpt-ca-demo");
        yield return OfToken("an empty grant type", "grant_type=&client_id=vnpt-ca&client_secret=vnpt-ca-demo");
        yield return OfToken("a grant type that does not exist", "grant_type=046200000001&client_id=vnpt-ca&client_secret=vnpt-ca-demo");
        yield return OfToken("a grant type that is not allowed", "grant_type=password&username=a&password=b&client_id=vnpt-ca&client_secret=vnpt-ca-demo");
        yield return OfToken("a refresh token", "grant_type=refresh_token&refresh_token=x&client_id=vnpt-ca&client_secret=vnpt-ca-demo");
        yield return OfToken("an authorization code", "grant_type=authorization_code&code=x&client_id=vnpt-ca&client_secret=vnpt-ca-demo");
        yield return OfToken("the grant type twice", Client + "&grant_type=client_credentials");
        yield return OfToken("no client", Grant);
        yield return OfToken("no secret", Grant + "&client_id=vnpt-ca");
        yield return OfToken("an empty secret", Grant + "&client_id=vnpt-ca&client_secret=");
        yield return OfToken("a wrong secret", Grant + "&client_id=vnpt-ca&client_secret=wrong", Unauthenticated);
        yield return OfToken("another client's secret", Grant + "&client_id=vnpt-ca&client_secret=viettel-ca-demo", Unauthenticated);
        yield return OfToken("a client that does not exist", Grant + "&client_id=nobody&client_secret=x", Unauthenticated);
        yield return OfToken("a citizen number for a client", Grant + $"&client_id={Citizen}&client_secret={Citizen}", Unauthenticated);
        yield return OfToken("a client of 30000 characters", Grant + $"&client_id={OfAnyLength(30_000)}&client_secret=x", Unauthenticated);
        yield return OfToken("a secret of 60000 characters", Grant + $"&client_id=vnpt-ca&client_secret={OfAnyLength(60_000)}", Unauthenticated);
        yield return OfToken("NUL in the client", Grant + "&client_id=vnpt%00&client_secret=x");
        yield return OfToken("NUL in the secret", Grant + "&client_id=vnpt-ca&client_secret=%00");
        yield return OfToken("NUL in the scope", Client + "&scope=registry.check%00");
        yield return OfToken("a scope that does not exist", Client + "&scope=everything");
        yield return OfToken("a scope beyond the client", Client + "&scope=department");
        yield return OfToken("a scope beyond the client beside one of its own", Client + "&scope=registry.check%20department");
        yield return OfToken("a citizen number for a scope", Client + $"&scope={Citizen}");
        yield return OfToken("names without end", OfAnyLength(5_000) + "=1");
        yield return OfToken("2000 parameters", string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"a{i}=1")));
        yield return OfToken("percent signs without digits", "grant_type=%zz&client_id=%&client_secret=%4");
        yield return OfToken("JSON", """{"grant_type":"client_credentials"}""", mediaType: "application/json");
        yield return OfToken("JSON that says it is a form", """{"grant_type":"client_credentials","client_id":"vnpt-ca","client_secret":"vnpt-ca-demo"}""");
        yield return OfToken("parts", "--x\r\n\r\n--x--", mediaType: "multipart/form-data; boundary=x");
        yield return OfToken("a charset that nobody reads", Client, mediaType: "application/x-www-form-urlencoded; charset=utf-7");
        yield return OfToken("no media type that is one", Client, mediaType: "form");
        yield return OfToken("a form larger than 64 KB", Client + "&x=" + OfAnyLength(70_000), "413");
        yield return OfToken("Basic with nothing", Grant, authorization: "Basic");
        yield return OfToken("Basic that is no base64", Grant, authorization: "Basic !!!");
        yield return OfToken("Basic without a colon", Grant, authorization: Basic("vnpt-ca"));
        yield return OfToken("Basic without a client", Grant, authorization: Basic(":vnpt-ca-demo"));
        yield return OfToken("Basic with a wrong secret", Grant, Unauthenticated, Basic("vnpt-ca:wrong"));
        yield return OfToken("Basic with NUL", Grant, authorization: Basic("vnpt\0ca:x"));
        yield return OfToken("Basic with NUL behind a percent sign", Grant, authorization: Basic("vnpt-ca:%00"));
        yield return OfToken("Basic and a secret in the form", Client, authorization: Basic("vnpt-ca:vnpt-ca-demo"));
        yield return new("token request", "by GET", Bad, () => new(HttpMethod.Get, "/connect/token?" + Client), Client: null);
        yield return new(
            "token request", "by PUT", Bad, () => WithMethod(Post(Client, "application/x-www-form-urlencoded", "/connect/token"), HttpMethod.Put),
            Client: null);
    }

    private static HttpRequestMessage WithMethod(HttpRequestMessage request, HttpMethod method)
    {
        request.Method = method;
        return request;
    }
}
