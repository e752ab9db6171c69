using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Platform.Messages;

/// <summary>A message that went out.</summary>
/// <param name="ProviderId">Of one to a provider.</param>
/// <param name="To">Of one to a citizen: the phone, where the registry knows one, else the end of the number.</param>
/// <param name="Details">A JSON object of facts for the text.</param>
public sealed record SentMessage(Guid Id, DateTimeOffset SentAt, Recipient Recipient, short? ProviderId, string? To, string Kind, string Details);

/// <summary>
/// What went out, with whom it went to, for the demo alone: there every citizen is made up, and no gateway takes a message anywhere. Nothing else in the registry leads from a message to a phone.
/// </summary>
public sealed class SentMessages(UnitOfWork unitOfWork, NumberVault vault, PhoneVault statedPhones, ICitizenPhones phones)
{
    private const string ListSql = """
        select m.id, m.sent_at, m.recipient, m.person_id, m.provider_id, m.kind, m.subject_id, m.occasion, m.details::text from registry.messages m
        where m.sent_at is not null and ($1::timestamptz is null or (m.sent_at, m.id) < ($1, $2)) order by m.sent_at desc, m.id desc limit $3
        """;

    private const string NumbersSql = """
        select n.encryption_key_id, n.ciphertext, n.person_id from registry.sealed_numbers n where n.person_id = any (registry.persons_of($1)) order by n.recorded_at
        """;

    private const string StatedPhoneSql = """
        select d.phone_sealed, d.phone_sealed_key_id, d.person_id from registry.stated_details d
        where d.person_id = any (registry.persons_of($1)) and d.phone_sealed is not null order by d.recorded_at desc limit 1
        """;

    /// <summary>The newest first.</summary>
    /// <param name="before">Where the page before ended.</param>
    public Task<List<SentMessage>> ListAsync((DateTimeOffset At, Guid Id)? before, int most, CancellationToken cancel) => unitOfWork.RunAsync(
        Viewer.Department,
        async work =>
        {
            var rows = await work.RowsAsync<Row>(ListSql, Sql.At(before?.At), Sql.Uuid(before?.Id), Sql.Int(most));
            var sent = new List<SentMessage>(rows.Count);
            foreach (var row in rows)
            {
                sent.Add(new(
                    row.Id, row.SentAt, Names.Parse<Recipient>(row.Recipient), row.ProviderId,
                    row.Kind == Message.PhoneReplaced ? await ReplacedAsync(work, row) : row.PersonId is { } person ? await OfPersonAsync(work, person, row.Kind == Message.NumbersLinked) : null, row.Kind, row.Details));
            }

            return Decision.Discard(sent);
        },
        cancel);

    private async Task<string?> ReplacedAsync(Work work, Row row) =>
        await PhoneBinding.ReplacedAsync(work, row.SubjectId, int.Parse(row.Occasion, System.Globalization.CultureInfo.InvariantCulture)) is { } kept ? phones.Open(kept) : null;

    /// <param name="apart">Of two numbers that were linked each phone is told.</param>
    private async Task<string?> OfPersonAsync(Work work, Guid person, bool apart)
    {
        var numbers = (await work.RowsAsync<SealedNumber>(NumbersSql, Sql.Uuid(person))).Where(n => !apart || n.PersonId == person)
            .Select(n => CitizenNumber.ParseOrNull(vault.Decrypt(n.EncryptionKeyId, n.Ciphertext, n.PersonId))).OfType<CitizenNumber>().ToList();
        return await phones.FindAsync(numbers, work.Cancel)
            ?? (await work.RowOrNullAsync<StatedPhone>(StatedPhoneSql, Sql.Uuid(person)) is { } stated ? statedPhones.Open(stated.PhoneSealedKeyId, stated.PhoneSealed, stated.PersonId) : null)
            ?? numbers.FirstOrDefault()?.Masked;
    }

    private sealed record Row(
        Guid Id, DateTimeOffset SentAt, string Recipient, Guid? PersonId, short? ProviderId, string Kind, Guid SubjectId, string Occasion, string Details);

    private sealed record SealedNumber(short EncryptionKeyId, byte[] Ciphertext, Guid PersonId);

    private sealed record StatedPhone(byte[] PhoneSealed, short PhoneSealedKeyId, Guid PersonId);
}
