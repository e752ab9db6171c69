using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.SignIn.People;
using Campaign.Web.Demo;
using Npgsql;

namespace Campaign.SignIn.Citizens;

/// <summary>
/// One-time codes of 8 digits for citizens: good for 5 minutes, once, with 5 tries. A code proves that its bearer holds a phone and not who he or she is (ADR 0014): it is
/// sent only to the phone that was bound to the number at the counter; in the demo, whose citizens are made up, the first phone that answers a code is bound. Whoever
/// asks is answered alike, whether a code was sent or not. Asking is slowed by number, by phone and by address.
/// </summary>
internal sealed class CitizenCodes(
    SignInDatabase database, SignInKeys keys, CitizenPhones phones, KeysInUse ring, SignInAttempts attempts, ICodeGateway gateway, SignInSettings settings, TimeProvider time)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);
    private const int MaxTries = 5;
    private const int Digits = 8;

    private sealed record Taken(byte[] NumberHash, byte[] PhoneHash, byte[]? CodeHash, short KeyId, byte[] Number, byte[]? Phone);

    /// <summary>The ticket under which the code is entered, or how long to wait before one can be asked for.</summary>
    public async Task<(Guid Ticket, TimeSpan? Wait)> SendAsync(CitizenNumber number, string phone, string network, bool countsNetwork, CancellationToken cancel)
    {
        if (await attempts.CountAsync(SignInAttempts.ForCitizenCode(number.InTheClear(), phone, countsNetwork ? network : null), cancel) is { } wait)
        {
            return (Guid.Empty, wait);
        }

        var now = time.GetUtcNow();
        var ticket = Guid.NewGuid();
        var (numberHash, phoneHash) = (phones.HashOf(number), phones.HashOf(phone));
        var code = RandomNumberGenerator.GetString("0123456789", Digits);
        var sends = await MaySendAsync(numberHash, phoneHash, cancel);
        var key = ring.Now.EncryptionKeys[^1];
        await database.ExecuteAsync(
            """
            insert into signin.citizen_codes (id, number_hash, phone_hash, code_hash, key_id, number, made_at, expires_at, phone, code) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            cancel, Sql.Uuid(ticket), Sql.Bytes(numberHash), Sql.Bytes(phoneHash), Sql.Bytes(sends ? CodeHashOf(ticket, code) : null), Sql.Small(key.Id),
            Sql.Bytes(SealedBytes.Seal(key, Encoding.ASCII.GetBytes(number.InTheClear()), ticket.ToByteArray())), Sql.At(now), Sql.At(now + GoodFor),
            Sql.Bytes(settings.IsDemo ? phones.Seal(phone).Sealed : null), Sql.Bytes(settings.IsDemo && sends ? phones.Seal(code).Sealed : null));
        if (sends)
        {
            await gateway.SendAsync(phone, code, cancel);
        }

        return (ticket, null);
    }

    /// <summary>The codes that went out on a demo registry, the newest first; elsewhere none is kept.</summary>
    public async Task<List<SentCode>> SentAsync((DateTimeOffset At, Guid Id)? before, int most, CancellationToken cancel) => (await database.ListAsync(
        """
        select id, made_at, phone, code from signin.citizen_codes
        where code is not null and phone is not null and ($1::timestamptz is null or (made_at, id) < ($1, $2)) order by made_at desc, id desc limit $3
        """,
        r => (Id: r.GetGuid(0), At: r.GetFieldValue<DateTimeOffset>(1), Phone: r.GetFieldValue<byte[]>(2), Code: r.GetFieldValue<byte[]>(3)), cancel,
        Sql.At(before?.At), Sql.Uuid(before?.Id), Sql.Int(most))).ConvertAll(c => new SentCode(c.Id, c.At, phones.Open(c.Phone), phones.Open(c.Code)));

    /// <summary>Uses a code up: the digits of the number, or null when it is wrong, too old, used, guessed at too often, or the phone is not the number's.</summary>
    public async Task<string?> UseAsync(Guid ticket, string code, CancellationToken cancel)
    {
        // Counted before it is compared, so that many at once win nothing.
        var taken = await database.FirstAsync(
            $"""
            update signin.citizen_codes set tries = tries + 1 where id = $1 and used_at is null and $2 < expires_at and tries < {MaxTries}
            returning number_hash, phone_hash, code_hash, key_id, number, phone
            """,
            Read, cancel, Sql.Uuid(ticket), Sql.At(time.GetUtcNow()));
        if (taken?.CodeHash is not { } hash || !CryptographicOperations.FixedTimeEquals(hash, CodeHashOf(ticket, code)))
        {
            return null;
        }

        var first = await database.ExecuteAsync(
            "update signin.citizen_codes set used_at = $2 where id = $1 and used_at is null", cancel, Sql.Uuid(ticket), Sql.At(time.GetUtcNow())) == 1;
        if (!first || !await IsThePhoneAsync(taken, cancel))
        {
            return null;
        }

        var key = ring.Now.EncryptionKeys.FirstOrDefault(k => k.Id == taken.KeyId) ?? throw new CryptographicException($"Encryption key {taken.KeyId} is not at hand.");
        return Encoding.ASCII.GetString(SealedBytes.Open(key, taken.Number, ticket.ToByteArray()));
    }

    private async Task<bool> MaySendAsync(byte[] numberHash, byte[] phoneHash, CancellationToken cancel) =>
        await BoundAsync(numberHash, cancel) is { } bound ? bound.SequenceEqual(phoneHash) : settings.IsDemo;

    private async Task<bool> IsThePhoneAsync(Taken taken, CancellationToken cancel)
    {
        if (settings.IsDemo)
        {
            await database.ExecuteAsync(
                "insert into signin.citizen_phones (number_hash, phone_hash, bound_at, bound_by, phone) values ($1, $2, $3, 'FIRST_SEEN', $4) on conflict do nothing",
                cancel, Sql.Bytes(taken.NumberHash), Sql.Bytes(taken.PhoneHash), Sql.At(time.GetUtcNow()), Sql.Bytes(taken.Phone));
        }

        return await BoundAsync(taken.NumberHash, cancel) is { } bound && bound.SequenceEqual(taken.PhoneHash);
    }

    private Task<byte[]?> BoundAsync(byte[] numberHash, CancellationToken cancel) => database.FirstAsync(
        "select phone_hash from signin.citizen_phones where number_hash = $1", r => r.GetFieldValue<byte[]>(0), cancel, Sql.Bytes(numberHash));

    private byte[] CodeHashOf(Guid ticket, string code) => keys.HashOf("citizen code", $"{ticket} {code}");

    private static Taken Read(NpgsqlDataReader r) => new(
        r.GetFieldValue<byte[]>(0), r.GetFieldValue<byte[]>(1), r.IsDBNull(2) ? null : r.GetFieldValue<byte[]>(2), r.GetInt16(3), r.GetFieldValue<byte[]>(4),
        r.IsDBNull(5) ? null : r.GetFieldValue<byte[]>(5));
}
