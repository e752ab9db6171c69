using System.Text;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Platform.Data;
using Microsoft.AspNetCore.DataProtection;

namespace Campaign.SignIn.Citizens;

/// <summary>
/// Citizens' phones under the sign-in's keys: a phone is found and known again by keyed hashes, and sealed so that it can be told that another has taken its place. The hashes cannot be made anew from anything, so
/// what is sealed stands under the same key as they do, and no rotation of the registry's encryption keys touches it.
/// </summary>
internal sealed class CitizenPhones(SignInDatabase database, SignInKeys keys) : ICitizenPhones
{
    private readonly IDataProtector phones = keys.CreateProtector("citizen phone");

    private sealed record Proposed(string Number, string Phone);

    public byte[] HashOf(CitizenNumber number) => keys.HashOf("citizen number", number.InTheClear());

    public byte[] HashOf(string phone) => keys.HashOf("citizen phone", phone);

    public (byte[] Hash, byte[] Sealed) Seal(string phone) => (HashOf(phone), phones.Protect(Encoding.UTF8.GetBytes(phone)));

    public string Open(byte[] sealedPhone) => Encoding.UTF8.GetString(phones.Unprotect(sealedPhone));

    public async Task<string?> FindAsync(IReadOnlyCollection<CitizenNumber> numbers, CancellationToken cancel) => await database.FirstAsync(
        "select phone from signin.citizen_phones where number_hash = any($1) and phone is not null order by bound_at desc limit 1", r => r.GetFieldValue<byte[]>(0), cancel,
        Sql.ManyBytes([.. numbers.Select(HashOf)])) is { } kept ? Open(kept) : null;

    public async Task<bool> HasAnotherAsync(IReadOnlyCollection<CitizenNumber> numbers, string phone, CancellationToken cancel) => await database.FirstAsync(
        "select phone_hash from signin.citizen_phones where number_hash = any($1) and phone_hash <> $2 limit 1", r => r.GetFieldValue<byte[]>(0), cancel,
        Sql.ManyBytes([.. numbers.Select(HashOf)]), Sql.Bytes(HashOf(phone))) is not null;

    public byte[] SealProposed(Guid binding, CitizenNumber number, string phone) =>
        OfProposal(binding).Protect(JsonSerializer.SerializeToUtf8Bytes(new Proposed(number.InTheClear(), phone)));

    public (CitizenNumber Number, string Phone) OpenProposed(Guid binding, byte[] sealedProposal)
    {
        var opened = JsonSerializer.Deserialize<Proposed>(OfProposal(binding).Unprotect(sealedProposal))!;
        return CitizenNumber.TryParse(opened.Number, out var number) ? (number, opened.Phone) : throw new InvalidOperationException("What was sealed was a number.");
    }

    // A key of its own for each: opened as another proposal's, it does not open.
    private IDataProtector OfProposal(Guid binding) => keys.CreateProtector($"citizen phone proposed {binding}");
}
