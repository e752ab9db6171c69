using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Campaign.Demo;
using static Campaign.Bench.Hostile.Requests;

namespace Campaign.Bench.Hostile;

/// <summary>
/// The ways in that are tried: with tokens that do not hold; beyond a token's scope; with tickets, ids, codes and request ids that are a competitor's; by guessing; by
/// asking for too much; and by asking one citizen after the other.
/// </summary>
internal sealed class Attacks(Uri address, Target target, ECDsa signingKey)
{
    private const string Campaigns = "{ campaigns { code } }";
    private const string Issuances = """{ issuances(campaign: "hue") { totalCount } }""";

    private static readonly string[] Unauthenticated = ["401 UNAUTHENTICATED"];
    private static readonly string[] Forbidden = ["403 FORBIDDEN"];

    public IEnumerable<Attack> All() => [.. WithTokensThatDoNotHold(), .. BeyondTheScope(), .. WithWhatIsACompetitors(), .. ByGuessing(), .. ByAskingTooMuch(), Enumeration()];

    private IEnumerable<Attack> WithTokensThatDoNotHold()
    {
        var token = ForgedToken.From(target.OwnersToken);
        var hourAgo = DateTimeOffset.UnixEpoch.AddSeconds(1_000_000_000).ToUnixTimeSeconds();
        Attack With(string name, Func<int, string?> make) => Attack.Of(name, n => Graph(address, make(n), Issuances, null), Unauthenticated);
        yield return With("no token", _ => null);
        yield return With("signature with one bit turned over", n => ForgedToken.WithWrongSignature(target.OwnersToken, n));
        yield return With("signed by another key", n => OfAnotherKey(token.Claim("jti", $"{n}")));
        yield return With("expired, rightly signed", n => token.Claim("exp", hourAgo + n).Claim("iat", hourAgo).Claim("nbf", hourAgo).SignedBy(signingKey));
        yield return With("not valid yet, rightly signed", n => token.Claim("nbf", 32_503_680_000 + n).Claim("exp", 32_503_690_000 + n).SignedBy(signingKey));
        yield return With("of another issuer, rightly signed", n => token.Claim("iss", $"https://issuer-{n}.example/").SignedBy(signingKey));
        yield return With("for another audience, rightly signed", n => token.Claim("aud", $"https://audience-{n}.example/").SignedBy(signingKey));
        yield return With("another kind of token, rightly signed", n => token.Claim("jti", $"{n}").Header("typ", n % 2 == 0 ? "JWT" : "rt+jwt").SignedBy(signingKey));
        yield return With("unsigned (alg none)", n => token.Claim("jti", $"{n}").Unsigned());
        yield return With("signed by the public key (HS256)", n => token.Claim("jti", $"{n}").SignedByItsPublicKey(signingKey));
        yield return With("rubbish", n => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(8 + (n % 500))));
    }

    private IEnumerable<Attack> BeyondTheScope()
    {
        yield return Attack.Of("a provider reads the department's queue", _ => Graph(address, target.AttackersToken, """{ violations(campaign: "hue") { totalCount } }""", null), Forbidden);
        yield return Attack.Of("a provider excludes a competitor", n => Graph(address, target.AttackersToken, Documents.Exclude, new
        {
            campaign = DemoProviders.Campaign,
            providerCode = Target.Owner,
            reason = $"{n}",
        }), Forbidden);
        yield return Attack.Of("a provider registers a need for a citizen", n => Graph(address, target.AttackersToken, Documents.RegisterNeed, new
        {
            requestId = $"{n}",
            campaign = DemoProviders.Campaign,
            citizenId = target.FreeCitizen,
            providerCode = Target.Attacker,
            mode = "BY_PHONE",
            contactName = "Thử",
            phone = "0912345678",
        }), Forbidden);
        yield return Attack.Of("a provider consents for a citizen", _ => Graph(address, target.AttackersToken, Documents.Consent, new
        {
            campaign = DemoProviders.Campaign,
            citizenId = target.HeldCitizen,
            providerCode = Target.Attacker,
        }), Forbidden);
        yield return Attack.Of("a forbidden field hidden behind allowed ones", _ => Graph(
            address, target.AttackersToken, """query { a: campaigns { code } ... on Query { b: violations(campaign: "hue") { totalCount } } }""", null), Forbidden);
        yield return Attack.Of("the department's client records", n => Graph(address, target.DepartmentsToken, Documents.Record, Record($"{n}", target.FreeCitizen)), Forbidden);
    }

    private IEnumerable<Attack> WithWhatIsACompetitors()
    {
        var evidence = new { note = "called" };
        var certificate = Certificate(1);
        yield return Attack.Of("a competitor's ticket", n => Graph(address, target.AttackersToken, Documents.Record, Record($"t{n}", target.FreeCitizen, target.Ticket, n)), "CheckRequired");
        yield return Attack.Of("an own ticket altered", n => Graph(address, target.OwnersToken, Documents.Record, Record($"a{n}", target.FreeCitizen, Altered(target.Ticket, n), n, Target.Owner)), "CheckRequired");
        yield return Attack.Of("a ticket of another channel", n => Graph(address, target.OwnersToken, Documents.Record, Record($"c{n}", target.FreeCitizen, target.AppTicket, n, Target.Owner)), "CheckRequired");
        yield return Attack.Of("a ticket of another citizen", n => Graph(address, target.OwnersToken, Documents.Record, Record($"o{n}", Citizen(n), target.Ticket, n, Target.Owner)), "CheckRequired");
        yield return Attack.Of("a competitor's issuance read", _ => Graph(address, target.AttackersToken, $$"""{ issuance(id: "{{target.IssuanceId}}") { id } }""", null), "null");
        yield return Attack.Of("a competitor's list", _ => Graph(address, target.AttackersToken, $$"""{ issuances(campaign: "hue", filter: { providerCode: "{{Target.Owner}}" }) { totalCount } }""", null), "0 rows");
        yield return Attack.Of("a competitor's issuance ended", n => Graph(address, target.AttackersToken, Documents.End, new
        {
            requestId = $"e{n}",
            issuanceId = target.IssuanceId,
            reason = "REVOKED",
            effectiveAt = target.IssuedAt,
        }), "IssuanceNotFound");
        yield return Attack.Of("a competitor's issuance activated", _ => Graph(address, target.AttackersToken, Documents.Activate, new
        {
            issuanceId = target.IssuanceId,
            activatedAt = target.IssuedAt,
        }), "IssuanceNotFound");
        yield return Attack.Of("a competitor's certificate replaced", n => Graph(address, target.AttackersToken, Documents.Replace, new
        {
            requestId = $"r{n}",
            issuanceId = target.IssuanceId,
            reason = "KEY_LOST",
            certificate,
        }), "IssuanceNotFound");
        yield return Attack.Of("a competitor's need read", _ => Graph(address, target.AttackersToken, $$"""{ need(id: "{{target.NeedId}}") { id contact { phone } } }""", null), "null");
        yield return Attack.Of("a competitor's need supported", _ => Graph(address, target.AttackersToken, Documents.StartSupport, new
        {
            needId = target.NeedId,
            staff = DemoProviders.StaffOf(Target.Attacker, 1),
            evidence,
        }), "NeedNotFound");
        yield return Attack.Of("the owner's request sent again", _ => GraphBody(address, target.OwnersToken, Encoding.UTF8.GetBytes(target.RecordBody)), "replayed");
        yield return Attack.Of("the owner's request id with other content", n => Graph(address, target.OwnersToken, Documents.Record, Record(target.RequestId, Citizen(n), null, n, Target.Owner, "PROVIDER_APP")), "RequestIdReused");
        yield return Attack.Of("a second certificate for a citizen who has one", n => Graph(address, target.AttackersToken, Documents.Record, Record($"s{n}", target.HeldCitizen, null, 5_000_000, channel: "PROVIDER_APP")), "AlreadyIssued");
    }

    private IEnumerable<Attack> ByGuessing()
    {
        yield return Attack.Of("client secrets", n => Token(address, Target.Owner, $"{Target.Owner}-{n}"), "401 invalid_client");
        yield return Attack.Of("clients", n => Token(address, $"client-{n}", "secret"), "401 invalid_client");
        yield return Attack.Of("consent codes", n => Graph(address, target.AttackersToken, Documents.Switch, new
        {
            requestId = $"g{n}",
            campaign = DemoProviders.Campaign,
            citizenId = target.HeldCitizen,
            consentCode = Guessed(n),
            channel = "PROVIDER_APP",
            certificate = Certificate(6_000_000),
        }), "ConsentNotProven");
        yield return Attack.Of("ids of issuances", _ => Graph(address, target.AttackersToken, $$"""{ issuance(id: "{{Guid.NewGuid()}}") { id } }""", null), "null");
        yield return Attack.Of("staff badges", n => Graph(address, null, $$"""{ staffBadge(token: "{{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(60 + (n % 30)))}}") { valid } }""", null), "not valid");
        yield return Attack.Of("one's own staff with a competitor's reference", _ => Graph(address, target.AttackersToken, Documents.Check, new
        {
            campaign = DemoProviders.Campaign,
            citizenId = target.FreeCitizen,
            channel = "DOOR_TO_DOOR",
            staff = DemoProviders.StaffOf(Target.Owner, 1),
        }), "StaffNotAuthorised");
    }

    private IEnumerable<Attack> ByAskingTooMuch()
    {
        var aliases = "{" + string.Concat(Enumerable.Range(0, 200).Select(n => $" a{n}: campaigns {{ code }}")) + " }";
        var deep = "{ __schema { types " + string.Concat(Enumerable.Repeat("{ fields { type ", 12)) + "{ name }" + string.Concat(Enumerable.Repeat(" } }", 12)) + " } }";
        yield return Attack.Of("200 aliases", _ => Graph(address, target.AttackersToken, aliases, null), "400 BAD_REQUEST");
        yield return Attack.Of("a document 40 levels deep", _ => Graph(address, target.AttackersToken, deep, null), "400 BAD_REQUEST");
        yield return Attack.Of("several requests in one", _ => GraphBody(address, target.AttackersToken, JsonSerializer.SerializeToUtf8Bytes(new[] { new { query = Campaigns }, new { query = Campaigns } })), "400 BAD_REQUEST");
        yield return Attack.Of("a body of 100 kB", _ => GraphBody(address, target.AttackersToken, Encoding.UTF8.GetBytes($$"""{"query":"{{new string(' ', 100_000)}}"}""")), "413 BAD_REQUEST");
    }

    /// <summary>A member of staff asks one number after the other: 120 an hour by the regulation's quota, and not one more.</summary>
    private Attack Enumeration() => new(
        "one citizen after the other (quota 120 an hour)",
        n => Graph(address, target.AttackersToken, Documents.Check, new
        {
            campaign = Target.NarrowCampaign,
            citizenId = Citizen(n),
            channel = "PROVIDER_APP",
            staff = DemoProviders.StaffOf(Target.Attacker, 2),
        }),
        new HashSet<string> { "QuotaExceeded" },
        In: "CitizenCheck",
        MayPass: 120);

    private object Record(string requestId, string citizen, string? ticket = null, int n = 0, string provider = Target.Attacker, string channel = "DOOR_TO_DOOR") => new
    {
        requestId,
        campaign = DemoProviders.Campaign,
        citizenId = citizen,
        channel,
        staff = DemoProviders.StaffOf(provider, 1),
        ticket,
        certificate = Certificate(n),
    };

    private object Certificate(int n) => new { serialNumber = $"{0xBAD0000000000 + n:X}", issuedAt = target.IssuedAt };

    private static string Citizen(int n) => $"0462{4 + (n / 1_000_000 % 4):00}{n % 1_000_000:000000}";

    private static string Altered(string ticket, int n)
    {
        var bytes = Base64Url.DecodeFromChars(ticket);
        bytes[n % bytes.Length] ^= (byte)(1 << (n / bytes.Length % 8));
        return Base64Url.EncodeToString(bytes);
    }

    private static string Guessed(int n) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"{n}"))).Replace('0', '2').Replace('1', '3')[..9];

    private static string OfAnotherKey(ForgedToken token)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return token.SignedBy(key);
    }
}
