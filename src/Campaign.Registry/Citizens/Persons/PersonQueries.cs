using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.Persons;

/// <summary>A number that a citizen bears, as the registry knows it.</summary>
/// <param name="Number">The last three digits behind dots.</param>
public sealed record KnownNumber(string Number, NumberKind Kind, DateTimeOffset KnownSince);

/// <summary>All numbers of one person, and what holds them together: trusted links, undone ones too, and what callers claim.</summary>
public sealed record PersonNumbers(IReadOnlyList<KnownNumber> Numbers, IReadOnlyList<NumberLink> Links);

/// <summary>A person's numbers, for an officer who says why; the look leaves its trace, which the citizen sees (HUE-1.7).</summary>
public sealed class PersonQueries(UnitOfWork unitOfWork, NumberVault vault)
{
    private const string PersonSql = "select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1";

    private const string NumbersSql = """
        select encryption_key_id, ciphertext, person_id, kind, recorded_at from registry.sealed_numbers
        where person_id = any (registry.persons_of($1)) order by recorded_at, person_id
        """;

    /// <summary>Null when the registry knows nobody under this number.</summary>
    public Task<PersonNumbers?> NumbersOfAsync(Caller caller, string citizenId, string reason, CancellationToken cancel)
    {
        reason = TypedText.ReasonOfALookup.Parse("reason", reason);
        if (CitizenNumber.ParseOrNull(citizenId) is not { } number)
        {
            throw new BadRequestError("citizenId has 12 digits, or 9.");
        }

        var keys = vault.KeysOf(number);
        return unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var found = await work.ValueOrNullAsync<Guid>(PersonSql, Sql.ManyBytes([.. keys.Select(k => k.Hash)])) is { } person ? await NumbersAsync(work, person) : null;
                await using var trace = work.Batch();
                trace.BatchCommands.Add(ReadTrace.OfNumber(caller, LookupAct.Numbers, now, keys, reason));
                await trace.ExecuteNonQueryAsync(work.Cancel);
                return Decision.Keep(found);
            },
            cancel);
    }

    private async Task<PersonNumbers> NumbersAsync(Work work, Guid person)
    {
        var numbers = (await work.RowsAsync<Kept>(NumbersSql, Sql.Uuid(person)))
            .ConvertAll(n => new KnownNumber(NumberLinks.Masked(vault, n.EncryptionKeyId, n.Ciphertext, n.PersonId), Names.Parse<NumberKind>(n.Kind), n.RecordedAt));
        var links = await NumberLinks.OfPersonAsync(work, vault, person);
        var claims = await NumberLinks.ClaimsAsync(work, vault, person);
        return new(numbers, [.. links.Concat(claims).OrderBy(l => l.LinkedAt)]);
    }

    private sealed record Kept(short EncryptionKeyId, byte[] Ciphertext, Guid PersonId, string Kind, DateTimeOffset RecordedAt);
}
