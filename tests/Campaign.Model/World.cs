using Campaign.Testing;

namespace Campaign.Model;

/// <summary>One request as it was sent, so that it can be sent again.</summary>
internal sealed record Request(string Client, object Input);

/// <summary>
/// The small world of one script, so that its commands collide: three citizens, four providers, a long campaign by the regulation with another of the same programme beside it, and a short one, a trial, that ends
/// soon, gives a month for free, and leaves the fourth provider out.
/// </summary>
internal sealed class World
{
    public const string Nowhere = "nowhere";

    /// <summary>In place of a citizen's number: somebody who holds a certificate of another provider.</summary>
    public const int HoldsElsewhere = 8;

    /// <summary>In place of a citizen's number: who consented last to come to the provider.</summary>
    public const int ConsentedLast = 9;

    /// <summary>A code that no citizen was given.</summary>
    public const string WrongCode = "00000-00000";

    private static int worlds;

    public World(DateTimeOffset start)
    {
        var number = Interlocked.Increment(ref worlds);
        (Long, Beside, Short) = ($"long-{number}", $"beside-{number}", $"short-{number}");
        var hour = TimeSpan.FromHours(1);
        Model = new(
        [
            new(Long, "hue", start.AddDays(-1), start.AddDays(300), 48 * hour, 72 * hour, hour / 2, 24 * hour, 12, Providers),
            new(Beside, "hue", start.AddHours(-2), start.AddDays(200), 48 * hour, 24 * hour, hour / 3, 12 * hour, 12, Providers),
            new(Short, Short, start.AddHours(-1), start.AddDays(3), 6 * hour, 12 * hour, hour / 6, 4 * hour, 1, Providers[..3]),
        ])
        { Now = start };
        Names = new()
        {
            [Long] = "long",
            [Beside] = "beside",
            [Short] = "short",
        };
        foreach (var citizen in Citizens)
        {
            Names[citizen] = $"citizen-{Names.Count - 3}";
        }
    }

    public static string[] Providers { get; } = ["vnpt-ca", "viettel-ca", "ca2", "fpt-ca"];

    public string Long { get; }

    public string Beside { get; }

    public string Short { get; }

    public string[] Citizens { get; } = [Make.Citizen(), Make.Citizen(), Make.Citizen()];

    public ModelRegistry Model { get; }

    public List<Request> Sent { get; } = [];

    /// <summary>Those of them that did something.</summary>
    public List<Request> Acted { get; } = [];

    public List<string> Serials { get; } = [];

    /// <summary>Readable names for what is random: ids, codes, tickets.</summary>
    public Dictionary<string, string> Names { get; }

    public DateTimeOffset Now => Model.Now;

    public string CampaignAt(int index) => index switch
    {
        0 => Long,
        1 => Short,
        2 => Beside,
        _ => Nowhere,
    };

    /// <summary>The citizen of this number, or one who fits what the provider is about to do.</summary>
    public string CitizenAt(int index, string provider, string campaign) => index switch
    {
        HoldsElsewhere => Citizens.FirstOrDefault(c => Model.HolderOf(c, campaign) is { } holder && holder.Provider != provider) ?? Citizens[0],
        ConsentedLast => Model.Consents.LastOrDefault(c => c.Provider == provider && c.Campaign.Code == campaign)?.Citizen ?? Citizens[0],
        _ => Citizens[index],
    };

    /// <summary>The n-th last; null when there is none.</summary>
    public static T? Back<T>(IReadOnlyList<T> list, int n)
        where T : class => list.Count == 0 ? null : list[^(1 + (n % list.Count))];

    /// <summary>The n-th last of those that fit best, or of all when there are none such or n is larger.</summary>
    public static T? Back<T>(IReadOnlyList<T> list, int n, Func<T, bool> fits)
        where T : class => n < 3 && list.Where(fits).ToList() is { Count: > 0 } fitting ? Back(fitting, n) : Back(list, n);

    public string NewSerial()
    {
        Serials.Add(Make.Serial());
        Names[Serials[^1]] = $"serial-{Serials.Count}";
        return Serials[^1];
    }

    public void NameWhatIsKnown()
    {
        NameAll("issuance", Model.Issuances.Select(i => i.Id));
        NameAll("need", Model.Needs.Select(n => n.Id));
        NameAll("ticket", Model.Tickets.Select(t => t.Text));
        NameAll("code", Model.Consents.Select(c => c.Code));
    }

    private void NameAll(string kind, IEnumerable<string?> ids)
    {
        foreach (var (id, number) in ids.Select((id, index) => (id, index + 1)))
        {
            if (id is not null)
            {
                Names[id] = $"{kind}-{number}";
            }
        }
    }
}
