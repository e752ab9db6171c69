using static Campaign.Host.Tests.MalformedRequest;

namespace Campaign.Host.Tests;

/// <summary>The malformed requests about needs, switches and flags.</summary>
internal static class MalformedNeeds
{
    private const string Officer = "department";
    private const string NoNumber = "InvalidCitizenId";
    private const string NoContact = "InvalidContact";

    private static readonly string[] WordlessTexts = ["5", "true", "[]", "{}", "\"\\u0000\"", "\"\\ud800\""];

    public static IEnumerable<MalformedRequest> Rows() => [.. Citizens(), .. Contacts(), .. Enumerations(), .. WrongTypes(), .. Missing(), .. Evidence(), .. Lists(), .. Rights()];

    private static IEnumerable<MalformedRequest> Citizens()
    {
        foreach (var (name, text) in new[]
        {
            ("is empty", ""), ("is a word", "citizen"), ("has a letter", "04620000000A"), ("has full-width digits", "０４６２００００００００１"), ("has 13 digits", "0462000000012"),
            ("has a sign", "-046200000001"), ("is of the future", "046999000001"),
        })
        {
            yield return Of("need's citizen", "registerNeed", "citizenId", Quoted(text), NoNumber, name) with { Client = Officer };
            yield return Of("switch's citizen", "consentToSwitch", "citizenId", Quoted(text), NoNumber, name) with { Client = Officer };
            yield return Of("switch's citizen", "switchProvider", "citizenId", Quoted(text), NoNumber, name);
        }

        yield return Of("need's citizen", "registerNeed", "citizenId", null, NoNumber) with { Client = Officer };
        yield return Of("need's citizen", "registerNeed", "citizenId", "null", NoNumber) with { Client = Officer };
        yield return Of("switch's citizen", "consentToSwitch", "citizenId", null, NoNumber) with { Client = Officer };
    }

    private static IEnumerable<MalformedRequest> Contacts()
    {
        foreach (var phone in new[]
        {
            "", "0", "090500011", "09050001112", "9050001112", "+8490500011", "+849050001112", "84905000111", "+85905000111", "0905-000-111", "0905 000 11a", "０９０５０００１１１",
            "(090)5000111", "0905000111;", "..........", "0905  000111",
        })
        {
            yield return Of("phone", "registerNeed", "phone", Quoted(phone), NoContact) with { Client = Officer };
        }

        foreach (var (field, text, name) in new[]
        {
            ("contactName", "", "is empty"), ("contactName", "   ", "is blank"), ("contactName", OfAnyLength(201), "is too long"), ("wardCode", OfAnyLength(21), "is too long"),
            ("address", OfAnyLength(301), "is too long"),
        })
        {
            yield return Of("contact", "registerNeed", field, Quoted(text), NoContact, name) with { Client = Officer };
        }

        yield return OfFields(
            "contact", "at home without a ward", "registerNeed", [("mode", "\"AT_HOME\""), ("wardCode", null), ("address", "\"12 Lê Lợi\"")], NoContact) with
        { Client = Officer };
        yield return OfFields(
            "contact", "at home with a blank address", "registerNeed", [("mode", "\"AT_HOME\""), ("wardCode", "\"19753\""), ("address", "\" \"")], NoContact) with
        { Client = Officer };
    }

    private static IEnumerable<MalformedRequest> Enumerations()
    {
        foreach (var value in new[] { "\"at_home\"", "\"AT HOME\"", "\"\"", "\"PHONE\"", "0", "null", "[\"AT_HOME\"]" })
        {
            // A list of one is coerced to nothing that is no list.
            yield return Of("need's mode", "registerNeed", "mode", value, Bad) with { Client = Officer };
        }

        foreach (var value in new[] { "\"door\"", "\"\"", "1", "null" })
        {
            yield return Of("switch's channel", "switchProvider", "channel", value, Bad);
        }
    }

    private static IEnumerable<MalformedRequest> WrongTypes()
    {
        foreach (var (operation, fields, client) in new[]
        {
            ("registerNeed", new[] { "campaign", "providerCode", "contactName", "phone" }, Officer), ("consentToSwitch", ["campaign", "providerCode"], Officer),
            ("switchProvider", ["campaign", "consentCode"], "vnpt-ca"), ("startNeedSupport", ["staff"], "vnpt-ca"),
        })
        {
            foreach (var field in fields)
            {
                foreach (var json in WordlessTexts)
                {
                    yield return Of("wrong type", operation, field, json, Bad) with { Client = client };
                }
            }
        }

        foreach (var json in new[] { "\"yes\"", "1", "null", "[]" })
        {
            yield return Of("wrong type", "registerNeed", "forSwitch", json, Bad) with { Client = Officer };
        }

        yield return Of("text", "cancelNeed", "reason", Quoted(OfAnyLength(1_001)), Bad, "is too long") with { Client = Officer };
        yield return Of("text", "denyNeedSupport", "reason", Quoted(OfAnyLength(1_001)), Bad, "is too long") with { Client = Officer };
        yield return Of("text", "switchProvider", "consentCode", Quoted(OfAnyLength(101)), Bad, "is too long");
        yield return Of("need's id", "cancelNeed", "needId", "\"nonsense\"", "NeedNotFound") with { Client = Officer };
        yield return Of("need's id", "denyNeedSupport", "needId", "\"nonsense\"", "NeedNotFound") with { Client = Officer };
        yield return Of("need's id", "startNeedSupport", "needId", "\"nonsense\"", "NeedNotFound");
        yield return Of("need's id", "noteCallNotReached", "needId", "\"nonsense\"", "NeedNotFound");
        yield return Of("need's id", "cancelNeed", "needId", "\"\"", Bad) with { Client = Officer };
        yield return Of("need's id", "startNeedSupport", "needId", Quoted(OfAnyLength(256)), Bad, "is too long");
    }

    private static IEnumerable<MalformedRequest> Missing()
    {
        foreach (var (operation, fields, client) in new[]
        {
            ("registerNeed", new[] { "requestId", "campaign", "providerCode", "mode", "contactName", "phone" }, Officer), ("consentToSwitch", ["campaign", "providerCode"], Officer),
            ("switchProvider", ["requestId", "campaign", "citizenId", "consentCode", "channel", "certificate.serialNumber", "certificate.issuedAt"], "vnpt-ca"),
            ("startNeedSupport", ["needId", "staff"], "vnpt-ca"), ("noteCallNotReached", ["requestId", "needId", "calledAt"], "vnpt-ca"), ("cancelNeed", ["needId"], Officer), ("denyNeedSupport", ["needId"], Officer),
        })
        {
            foreach (var field in fields)
            {
                yield return Of("missing", operation, field, null, Bad) with { Client = client };
            }
        }
    }

    private static IEnumerable<MalformedRequest> Evidence()
    {
        foreach (var instant in new[] { "\"\"", "\"now\"", "\"2026-11-22\"", "\"2026-11-22T09:00:00\"", "1700000000", "\"22/11/2026 09:00\"", "\"2026-13-01T00:00:00Z\"" })
        {
            yield return Of("evidence", "startNeedSupport", "evidence.calledAt", instant, Bad);
            yield return Of("evidence", "startNeedSupport", "evidence.visitAt", instant, Bad);
            yield return Of("call", "noteCallNotReached", "calledAt", instant, Bad);
        }

        yield return Of("evidence", "startNeedSupport", "evidence", "null", Bad);
        yield return Of("evidence", "startNeedSupport", "evidence", "\"called\"", Bad);
        yield return Of("evidence", "startNeedSupport", "evidence.note", Quoted(OfAnyLength(1_001)), Bad, "is too long");
    }

    private static IEnumerable<MalformedRequest> Lists()
    {
        foreach (var (query, client) in new[]
        {
            ("{ needs(campaign: \"hue\", first: -1) { totalCount } }", "vnpt-ca"), ("{ needs(campaign: \"hue\", first: 1, last: 1) { totalCount } }", "vnpt-ca"),
            ("{ needs(campaign: \"hue\", after: \"nonsense\") { totalCount } }", "vnpt-ca"), ("{ needs(campaign: \"hue\", filter: { state: [OPEN] }) { totalCount } }", "vnpt-ca"),
            ("{ needs(campaign: \"hue\", filter: { dueBefore: \"tomorrow\" }) { totalCount } }", "vnpt-ca"), ("{ needs { totalCount } }", "vnpt-ca"),
            ("{ need { id } }", "vnpt-ca"), ("{ violations(campaign: \"hue\", first: -1) { totalCount } }", Officer),
            ("{ violations(campaign: \"hue\", filter: { kind: [BAD_MANNERS] }) { totalCount } }", Officer),
            ("{ violations(campaign: \"hue\", before: \"AAAA\") { totalCount } }", Officer), ("{ violations { totalCount } }", Officer), ("{ staffBadge { valid } }", Officer),
        })
        {
            yield return OfQuery("list", query, query) with { Client = client };
        }
    }

    /// <summary>A field beyond the caller's scope makes the whole request an error without effect.</summary>
    private static IEnumerable<MalformedRequest> Rights()
    {
        foreach (var operation in new[] { "registerNeed", "consentToSwitch", "cancelNeed", "denyNeedSupport" })
        {
            yield return OfFields("right", $"a provider asks for {operation}", operation, [], "403");
        }

        foreach (var operation in new[] { "startNeedSupport", "noteCallNotReached", "switchProvider" })
        {
            yield return OfFields("right", $"the department asks for {operation}", operation, [], "403") with { Client = Officer };
        }

        yield return OfQuery("right", "a provider asks for violations", "{ violations(campaign: \"hue\") { totalCount } }", expected: "403");
        yield return OfQuery("right", "nobody asks for needs", "{ needs(campaign: \"hue\") { totalCount } }", expected: "401") with { Client = null };
    }
}
