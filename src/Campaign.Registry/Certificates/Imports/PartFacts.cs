using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;
using Npgsql;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// What the rows of a part are judged by: the persons behind their own numbers, locked in the order of their ids; then the clock; then who holds what. The rows are told apart by their place
/// in the part.
/// </summary>
internal sealed class PartFacts
{
    private const string ProgressSql = "select rows_done from registry.imports where id = $1";

    private readonly Dictionary<int, Guid> byNumber = [];
    private readonly Dictionary<int, Guid?> serialOf = [];
    private readonly HashSet<int> revoked = [];
    private readonly HashSet<int> owed = [];
    private readonly HashSet<int> withPhone = [];
    private readonly Dictionary<Guid, PlaceHolder> holders = [];
    private readonly HashSet<Guid> begun = [];

    private PartFacts()
    {
    }

    /// <summary>False when another run has gone on with this import. Whether it is this part's turn is looked at once more when it is written.</summary>
    public bool InOrder { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public CampaignTerms? Terms { get; private set; }

    public ParticipationHistory Participation { get; private set; } = null!;

    public Guid? PersonOf(int place) => byNumber.TryGetValue(place, out var person) ? person : null;

    public bool SerialIsKnown(int place, out Guid? person) => serialOf.TryGetValue(place, out person) && person is not null;

    public bool SerialIsRevoked(int place) => revoked.Contains(place);

    /// <summary>The certificate was once refused and is to be revoked: recorded after all, it is not.</summary>
    public bool RevocationIsOwed(int place) => owed.Contains(place);

    public PlaceHolder? HolderOf(Guid person) => holders.GetValueOrDefault(person);

    /// <summary>Officers have bound a phone to the number, whether or not the registry knows its bearer.</summary>
    public bool HasPhone(int place) => withPhone.Contains(place);

    public bool HasBegun(Guid person) => begun.Contains(person);

    public static async Task<PartFacts> ReadAsync(Work work, ImportOrder order, ImportPart part)
    {
        var facts = new PartFacts();
        var places = part.Rows.Select((row, place) => (row, place)).Where(r => r.row.Row is not null).ToList();
        var numbers = places.SelectMany(r => r.row.Keys.Select(k => new AskedNumber(r.place, k.Hash))).ToList();
        await using (var batch = work.Batch())
        {
            batch.BatchCommands.Add(Sql.Statement(ProgressSql, Sql.Uuid(order.Id)));
            batch.BatchCommands.Add(PersonsInBulk.Behind(numbers));
            batch.BatchCommands.Add(IssuancesInBulk.Serials([.. places.Select(r => (r.place, r.row.Row!.Certificate.SerialNumber))], order.ProviderId));
            await using var results = await batch.ReadAsync(work.Cancel);
            facts.InOrder = await results.NextValueOrNullAsync<long>() is { } done && done < part.FirstRow;
            await results.NextAsync(facts.PersonsAsync);
            await results.NextAsync(facts.SerialsAsync);
        }

        facts.withPhone.UnionWith(await PhoneBinding.BoundAmongAsync(work, numbers));
        var known = facts.byNumber.Values.Distinct().ToArray();
        await using (var batch = work.Batch())
        {
            if (known.Length > 0)
            {
                batch.BatchCommands.Add(PersonLock.TakeAll(known));
                // Whoever linked two persons held their locks: asked again, now that nobody does.
                batch.BatchCommands.Add(PersonsInBulk.Behind(numbers));
                batch.BatchCommands.Add(IssuancesInBulk.Holders(known, order.CampaignId));
                batch.BatchCommands.Add(IssuancesInBulk.Begun(known, order.CampaignId));
            }

            batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
            batch.BatchCommands.Add(CampaignTimeline.Read(order.CampaignCode));
            batch.BatchCommands.Add(ParticipationHistory.Read(order.CampaignCode, order.ProviderId));
            await using var results = await batch.ReadAsync(work.Cancel);
            if (known.Length > 0)
            {
                await results.NextAsync((_, _) => Task.FromResult(true));
                facts.byNumber.Clear();
                await results.NextAsync(facts.PersonsAsync);
                if (facts.byNumber.Values.Except(known).Any())
                {
                    throw new PersonsChangedException();
                }

                await results.NextAsync(facts.HoldersAsync);
                await results.NextAsync(facts.FreePeriodsAsync);
            }

            facts.Now = await results.NextAsync(RegistryClock.ReadAsync);
            facts.Terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(facts.Now);
            facts.Participation = await results.NextAsync(ParticipationHistory.FromAsync);
        }

        return facts;
    }

    private async Task<bool> PersonsAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        while (await rows.ReadAsync(cancel))
        {
            byNumber[rows.GetInt32(0)] = rows.GetGuid(1);
        }

        return true;
    }

    private async Task<bool> SerialsAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        while (await rows.ReadAsync(cancel))
        {
            var serial = IssuancesInBulk.SerialFrom(rows);
            serialOf[serial.Place] = serial.Person;
            if (serial.Revoked is { } confirmed)
            {
                (confirmed ? revoked : owed).Add(serial.Place);
            }
        }

        return true;
    }

    private async Task<bool> HoldersAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        while (await rows.ReadAsync(cancel))
        {
            var (person, holder) = IssuancesInBulk.HolderFrom(rows);
            holders[person] = holder;
        }

        return true;
    }

    private async Task<bool> FreePeriodsAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        while (await rows.ReadAsync(cancel))
        {
            begun.Add(rows.GetGuid(0));
        }

        return true;
    }
}

/// <summary>Two persons were linked between the look and the lock; the part is judged again.</summary>
internal sealed class PersonsChangedException : Exception;
