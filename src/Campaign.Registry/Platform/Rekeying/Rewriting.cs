using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Npgsql;

namespace Campaign.Registry.Platform.Rekeying;

/// <summary>How far a rewriting is: rows done in this run, and all that it found to do.</summary>
public readonly record struct RewritingProgress(long Done, long Total);

/// <summary>
/// Writes under the current key what stands under older ones alone, in batches of 200, each in a transaction of its own, beside live records and checks. Whatever is
/// done is not found again, so it may be cut short at any instant and started again, and a second run changes nothing.
/// <para>
/// NUMBER: each number is decrypted and its hash under the current key added; the older hashes stay. The traces of who asked about it move to the new hash, and
/// so do the phones of needs, of reports and of what is said of persons. ENCRYPTION: numbers, contacts, phones, photographs and the secrets of second factors are decrypted and encrypted
/// again.
/// </para>
/// </summary>
public sealed class Rewriting(JobWork work, KeysInUse keys, TimeProvider time, int batchSize = Rewriting.DefaultBatchSize)
{
    public const int DefaultBatchSize = 200;

    private const int PhotosAtOnce = 8;

    private const string AddKeysSql = """
        insert into registry.number_keys (key_hash, key_id, person_id, linked_from, kind, source, linked_at)
        select r.new_hash, $1, k.person_id, k.linked_from, k.kind, k.source, k.linked_at
        from unnest($2, $3, $4) r (person_id, old_hash, new_hash)
        join registry.number_keys k on k.key_hash = r.old_hash and coalesce(k.linked_from, k.person_id) = r.person_id
        order by r.new_hash
        on conflict do nothing
        """;

    private const string MoveTracesSql = """
        update registry.citizen_asks a set key_id = $1, key_hash = r.new_hash from unnest($2, $3) r (old_hash, new_hash) where a.key_hash = r.old_hash
        """;

    private const string MovePhonesSql = """
        update registry.needs n set phone_key_id = $1, phone_hash = r.hash from unnest($2, $3, $4) r (person_id, id, hash)
        where n.person_id = r.person_id and n.id = r.id and n.phone_key_id <> $1
        """;

    private const string MoveDetailsPhonesSql = """
        update registry.person_details d set phone_key_id = $1, phone_hash = r.hash from unnest($2, $3, $4) r (person_id, was, hash)
        where d.person_id = r.person_id and d.phone_sealed = r.was and d.phone_key_id <> $1
        """;

    private const string SealDetailsPhonesSql = """
        update registry.person_details d set phone_sealed_key_id = $1, phone_sealed = r.now from unnest($2, $3, $4) r (person_id, was, now)
        where d.person_id = r.person_id and d.phone_sealed = r.was
        """;

    private const string SealNumbersSql = """
        update registry.citizen_numbers n set encryption_key_id = $1, ciphertext = r.now from unnest($2, $3, $4) r (person_id, was, now)
        where n.person_id = r.person_id and n.ciphertext = r.was
        """;

    private const string SealContactsSql = """
        update registry.needs n set contact_key_id = $1, contact = r.now from unnest($2, $3, $4, $5) r (person_id, id, was, now)
        where n.person_id = r.person_id and n.id = r.id and n.contact = r.was
        """;

    private const string MoveReportPhonesSql = """
        update registry.reports n set phone_key_id = $1, phone_hash = r.hash from unnest($2, $3) r (id, hash) where n.id = r.id and n.phone_key_id <> $1
        """;

    private const string SealReportPhonesSql = """
        update registry.reports n set phone_sealed_key_id = $1, phone_sealed = r.now from unnest($2, $3, $4) r (id, was, now) where n.id = r.id and n.phone_sealed = r.was
        """;

    // An account may have got another secret meanwhile, under the current key.
    private const string SealSecondFactorsSql = """
        update signin.second_factors f set key_id = $1, secret = r.now from unnest($2, $3, $4) r (account_id, was, now)
        where f.account_id = r.account_id and f.secret = r.was
        """;

    private readonly NumberVault vault = new(keys);
    private readonly ContactSealer contacts = new(keys);
    private readonly PhoneVault phoneVault = new(keys);

    /// <param name="rate">Rows a second at most; null for no bound.</param>
    /// <param name="told">After each batch.</param>
    public async Task NumbersAsync(int? rate, Action<RewritingProgress> told, CancellationToken cancel)
    {
        var current = keys.Now.NumberKeys[^1].Id;
        var open = $"registry.persons p where ({KeyNeeds.LackingSql} or {KeyNeeds.TracedSql})";
        var persons = new Pass(
            $"select count(*) from {open}",
            $"""
            select p.id as person, n.kind, n.encryption_key_id as key_id, n.ciphertext as sealed, p.id as cursor from (select id from {open} and p.id > $2 order by p.id limit {batchSize}) p
            join registry.citizen_numbers n on n.person_id = p.id order by p.id
            """,
            rows => NumbersOf(rows, current));
        var phones = new Pass(
            "select count(*) from registry.needs where phone_key_id <> $1",
            $"select person_id as person, '' as kind, contact_key_id as key_id, contact as sealed, id as cursor from registry.needs where phone_key_id <> $1 and id > $2 order by id limit {batchSize}",
            rows => PhonesOf(rows, current));
        var details = DetailsPass("phone_key_id <> $1 and phone_sealed is not null", rows => [Sql.Statement(
            MoveDetailsPhonesSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Person)]), Sql.ManyBytes([.. rows.Select(r => r.Sealed)]),
            Sql.ManyBytes([.. rows.Select(r => PhoneVault.HashOf(keys.Now, phoneVault.Open(r.KeyId, r.Sealed, r.Person)).Hash)]))]);
        var reports = new Pass(
            "select count(*) from registry.reports where phone_key_id <> $1",
            $"select id as person, '' as kind, phone_sealed_key_id as key_id, phone_sealed as sealed, id as cursor from registry.reports where phone_key_id <> $1 and id > $2 order by id limit {batchSize}",
            rows => [Sql.Statement(
                MoveReportPhonesSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Cursor)]),
                Sql.ManyBytes([.. rows.Select(r => PhoneVault.HashOf(keys.Now, phoneVault.Open(r.KeyId, r.Sealed, r.Cursor)).Hash)]))]);
        await RunAsync(current, [persons, phones, details, reports], rate, told, cancel);
    }

    /// <inheritdoc cref="NumbersAsync"/>
    public async Task EncryptionAsync(int? rate, Action<RewritingProgress> told, CancellationToken cancel)
    {
        var current = keys.Now.EncryptionKeys[^1].Id;
        var numbers = new Pass(
            "select count(*) from registry.citizen_numbers where encryption_key_id <> $1",
            $"""
            select n.person_id as person, n.kind, n.encryption_key_id as key_id, n.ciphertext as sealed, n.person_id as cursor
            from (select distinct person_id from registry.citizen_numbers where encryption_key_id <> $1 and person_id > $2 order by person_id limit {batchSize}) p
            join registry.citizen_numbers n on n.person_id = p.person_id where n.encryption_key_id <> $1 order by n.person_id
            """,
            rows => [Sql.Statement(
                SealNumbersSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Person)]), Sql.ManyBytes([.. rows.Select(r => r.Sealed)]),
                Sql.ManyBytes([.. rows.Select(r => vault.Encrypt(NumberOf(r), r.Person).Sealed)]))]);
        var needs = new Pass(
            "select count(*) from registry.needs where contact_key_id <> $1",
            $"select person_id as person, '' as kind, contact_key_id as key_id, contact as sealed, id as cursor from registry.needs where contact_key_id <> $1 and id > $2 order by id limit {batchSize}",
            rows => [Sql.Statement(
                SealContactsSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Person)]), Sql.Uuids([.. rows.Select(r => r.Cursor)]),
                Sql.ManyBytes([.. rows.Select(r => r.Sealed)]),
                Sql.ManyBytes([.. rows.Select(r => contacts.Seal(contacts.Open(r.KeyId, r.Sealed, r.Cursor), r.Cursor).Sealed)]))]);
        var secondFactors = new Pass(
            "select count(*) from signin.second_factors where key_id <> $1",
            $"select account_id as person, '' as kind, key_id, secret as sealed, account_id as cursor from signin.second_factors where key_id <> $1 and account_id > $2 order by account_id limit {batchSize}",
            rows => [Sql.Statement(
                SealSecondFactorsSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Person)]), Sql.ManyBytes([.. rows.Select(r => r.Sealed)]),
                Sql.ManyBytes([.. rows.Select(SealedAgain)]))]);
        var details = DetailsPass("phone_sealed_key_id <> $1", rows => [Sql.Statement(
            SealDetailsPhonesSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Person)]), Sql.ManyBytes([.. rows.Select(r => r.Sealed)]),
            Sql.ManyBytes([.. rows.Select(r => phoneVault.Keep(phoneVault.Open(r.KeyId, r.Sealed, r.Person), r.Person).Sealed)]))]);
        var reports = new Pass(
            "select count(*) from registry.reports where phone_sealed_key_id <> $1",
            $"select id as person, '' as kind, phone_sealed_key_id as key_id, phone_sealed as sealed, id as cursor from registry.reports where phone_sealed_key_id <> $1 and id > $2 order by id limit {batchSize}",
            rows => [SealedAgain(SealReportPhonesSql, rows, current)]);
        await RunAsync(
            current, [numbers, needs, secondFactors, details, reports, PhotosPass("registry.report_photos", current), PhotosPass("registry.staff_photos", current)], rate, told, cancel);
    }

    /// <summary>Photographs, of some hundred kilobytes each, a few at a time.</summary>
    private Pass PhotosPass(string table, short current) => new(
        $"select count(*) from {table} where encryption_key_id <> $1",
        $"select id as person, '' as kind, encryption_key_id as key_id, sealed, id as cursor from {table} where encryption_key_id <> $1 and id > $2 order by id limit {Math.Min(batchSize, PhotosAtOnce)}",
        rows => [SealedAgain(
            $"update {table} p set encryption_key_id = $1, sealed = r.now from unnest($2, $3, $4) r (id, was, now) where p.id = r.id and p.sealed = r.was", rows, current)]);

    private NpgsqlBatchCommand SealedAgain(string sql, List<KeptRow> rows, short current) => Sql.Statement(
        sql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Cursor)]), Sql.ManyBytes([.. rows.Select(r => r.Sealed)]), Sql.ManyBytes([.. rows.Select(SealedAgain)]));

    /// <summary>Phones of details, person by person.</summary>
    private Pass DetailsPass(string open, Func<List<KeptRow>, IEnumerable<NpgsqlBatchCommand>> write) => new(
        $"select count(distinct person_id) from registry.person_details where {open}",
        $"""
        select d.person_id as person, '' as kind, d.phone_sealed_key_id as key_id, d.phone_sealed as sealed, d.person_id as cursor
        from (select distinct person_id from registry.person_details where {open} and person_id > $2 order by person_id limit {batchSize}) p
        join registry.person_details d on d.person_id = p.person_id where {open.Replace("phone_", "d.phone_", StringComparison.Ordinal)} order by d.person_id
        """,
        write);

    private async Task RunAsync(short current, Pass[] passes, int? rate, Action<RewritingProgress> told, CancellationToken cancel)
    {
        var total = await work.RunAsync(
            async w =>
            {
                var sum = 0L;
                foreach (var pass in passes)
                {
                    sum += await KeyRotation.CountAsync(w, pass.CountSql, Sql.Small(current));
                }

                return Decision.Discard(sum);
            },
            cancel);
        var done = 0L;
        var started = time.GetTimestamp();
        told(new(0, total));
        foreach (var pass in passes)
        {
            for (Guid? after = Guid.Empty; after is { } from;)
            {
                (var rows, after) = await work.RunAsync(w => BatchAsync(w, pass, current, from), cancel);
                done += rows;
                told(new(done, Math.Max(done, total)));
                if (rate is { } bound && TimeSpan.FromSeconds((double)done / bound) - time.GetElapsedTime(started) is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, time, cancel);
                }
            }
        }
    }

    private static async Task<Decision<(int Rows, Guid? After)>> BatchAsync(Work w, Pass pass, short current, Guid after)
    {
        var rows = await w.RowsAsync<KeptRow>(pass.SelectSql, Sql.Small(current), Sql.Uuid(after));
        if (rows.Count == 0)
        {
            return Decision.Discard<(int, Guid?)>((0, null));
        }

        await using var batch = w.Batch();
        batch.Add(pass.Write(rows));
        await batch.ExecuteNonQueryAsync(w.Cancel);
        return Decision.Keep<(int, Guid?)>((rows.Select(r => r.Cursor).Distinct().Count(), rows[^1].Cursor));
    }

    private IEnumerable<NpgsqlBatchCommand> NumbersOf(List<KeptRow> rows, short current)
    {
        var moved = rows.SelectMany(row =>
        {
            var all = vault.KeysOf(NumberOf(row));
            var hash = all.Single(k => k.KeyId == current).Hash;
            return all.Where(k => k.KeyId != current).Select(old => (row.Person, Old: old.Hash, New: hash));
        }).ToList();
        var (old, now) = (Sql.ManyBytes([.. moved.Select(m => m.Old)]), Sql.ManyBytes([.. moved.Select(m => m.New)]));
        return
        [
            Sql.Statement(AddKeysSql, Sql.Small(current), Sql.Uuids([.. moved.Select(m => m.Person)]), old, now),
            Sql.Statement(MoveTracesSql, Sql.Small(current), old.Clone(), now.Clone()),
        ];
    }

    private IEnumerable<NpgsqlBatchCommand> PhonesOf(List<KeptRow> rows, short current) =>
    [
        Sql.Statement(
            MovePhonesSql, Sql.Small(current), Sql.Uuids([.. rows.Select(r => r.Person)]), Sql.Uuids([.. rows.Select(r => r.Cursor)]),
            Sql.ManyBytes([.. rows.Select(r => contacts.HashPhone(contacts.Open(r.KeyId, r.Sealed, r.Cursor).Phone).Hash)])),
    ];

    private byte[] SealedAgain(KeptRow row)
    {
        var ring = keys.Now.EncryptionKeys;
        var key = ring.FirstOrDefault(k => k.Id == row.KeyId) ?? throw new InvalidKeyringException($"ENCRYPTION key {row.KeyId} is not at hand.");
        return SealedBytes.Seal(ring[^1], SealedBytes.Open(key, row.Sealed, row.Cursor.ToByteArray()), row.Cursor.ToByteArray());
    }

    private CitizenNumber NumberOf(KeptRow row) => CitizenNumber.ParseOrNull(vault.Decrypt(row.KeyId, row.Sealed, row.Person))!;

    /// <param name="Person">Whose row it is; an account's own.</param>
    /// <param name="Cursor">Rows are taken in the order of this.</param>
    private sealed record KeptRow(Guid Person, string Kind, short KeyId, byte[] Sealed, Guid Cursor);

    private sealed record Pass(string CountSql, string SelectSql, Func<List<KeptRow>, IEnumerable<NpgsqlBatchCommand>> Write);
}
