using System.Runtime.CompilerServices;
using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Some weeks of the campaign, drawn from a seed: frauds and honest habits, each on a day of its own, so that what is flagged is known to belong to it.</summary>
/// <param name="start">09:00 of the first day.</param>
/// <param name="each">How many of each.</param>
internal sealed class DrawnWeeks(ClockFixture clock, int seed, DateTimeOffset start, int each)
{
    private const string Nothing = "";
    private static readonly string[] Providers = ["vnpt-ca", "viettel-ca", "bkav-ca", "fpt-ca", "misa-ca", "ca2"];

    private readonly Random draw = new(seed);
    private readonly Patterns world = new(clock);
    private readonly List<Deed> deeds = [];
    private readonly Dictionary<string, int> played = [];
    private DateTimeOffset day = start;

    public IReadOnlyList<Deed> Deeds => deeds;

    public DateTimeOffset EndsAt => day;

    public async Task PlayAsync()
    {
        Func<Task>[] all =
        [
            GhostPaceAsync, GhostNightAsync, GhostSequenceAsync, OnePhoneAsync, MassEndsAsync, SerialChangesAsync, DeniedAsync, LookByRecordsAsync, SpreadChecksAsync, SteerAsync, BulkChecksAsync,
            RevokeForAnotherAsync, SharedRecipientAsync, EndUnaskedAsync, NoDossierAsync, LeavePendingAsync, IssueHeldAsync,
            VillageDayAsync, LateUploadAsync, LongEveningAsync, SiblingsAsync, HouseholdPhoneAsync, SomeEndsAsync, TwoChangesAsync, DeniedButServedAsync, LostRacesAsync, FruitlessDayAsync, FewReportsAsync,
            ParentReceivesAsync, EndByWishAsync, FaultResolvedAsync,
        ];
        // What takes a hundred citizens is held at its bound by PatternDetectorTests before each landing; the nights play all.
        Func<Task>[] large = [MassEndsAsync, LookByRecordsAsync, SpreadChecksAsync, BulkChecksAsync, LostRacesAsync, FruitlessDayAsync, VillageDayAsync];
        foreach (var act in Enumerable.Range(0, each).SelectMany(_ => Thorough.IsAskedFor ? all : all.Except(large)).OrderBy(_ => draw.Next()).ToList())
        {
            await act();
            day = day.AddDays(1);
        }
    }

    private async Task GhostPaceAsync()
    {
        var careful = Careful();
        var (provider, staff) = (Provider(), Staff());
        await PlantAsync(ViolationKind.GhostIssuance, careful, provider, draw.Next(12, 22), i => world.DoorAsync(provider, staff, day.AddSeconds(i * (careful ? 80 : draw.Next(15, 50)))));
    }

    private async Task GhostNightAsync()
    {
        var careful = Careful();
        var (provider, staff) = (Provider(), Staff());
        await PlantAsync(ViolationKind.GhostIssuance, careful, provider, careful ? 4 : draw.Next(6, 10), i => world.DoorAsync(provider, staff, day.AddHours(14).AddMinutes(i * 25)));
    }

    private async Task GhostSequenceAsync()
    {
        var (provider, staff, numbers) = (Provider(), Staff(), Patterns.Neighbours(draw.Next(5, 9), draw.Next(1, 4)));
        await PlantAsync(ViolationKind.GhostIssuance, false, provider, numbers.Count, i => world.DoorAsync(provider, staff, day.AddMinutes(i * 17), numbers[i]));
    }

    private async Task OnePhoneAsync()
    {
        var careful = Careful();
        var (provider, phone) = (Provider(), Phone());
        await PlantAsync(ViolationKind.OnePhoneManyHolders, careful, provider, careful ? 7 : draw.Next(8, 15), i => world.AppAsync(provider, day.AddMinutes(i * 20), phone: phone));
    }

    private async Task MassEndsAsync()
    {
        var careful = Careful();
        var provider = Provider();
        var made = new List<string>();
        for (var i = 0; i < (careful ? 15 : draw.Next(22, 35)); i++)
        {
            made.Add(await world.AppAsync(provider, day.AddSeconds(i * 30)));
        }

        await PlantAsync(ViolationKind.MassEnds, careful, provider, made.Count, async i =>
        {
            await world.EndAsync(provider, made[i], day.AddHours(6).AddMinutes(i), draw.Next(2) == 0 ? "REVOKED" : "CITIZEN_ASKED");
            return made[i];
        });
    }

    private async Task SerialChangesAsync()
    {
        var careful = Careful();
        var citizen = Patterns.Stranger();
        await PlantAsync(ViolationKind.SerialChanges, careful, null, careful ? 3 : draw.Next(4, 6), i => i == 0
            ? world.AppAsync(Providers[0], day, citizen)
            : world.SwitchAsync(Providers[i], citizen, day.AddHours(i * 4)));
    }

    private async Task DeniedAsync()
    {
        var careful = Careful();
        var provider = Provider();
        await PlantAsync(ViolationKind.StatementsDenied, careful, provider, careful ? 4 : draw.Next(6, 9), i => world.DeniedSupportAsync(provider, day.AddMinutes(i * 7), served: false), ViolationKind.NeedLapsed, ViolationKind.SupportNotCompleted);
        day = day.AddDays(3);
        await clock.AtAsync(day);
        await clock.Registry.RunJobAsync("lapse-needs");
        // Four of one month and four of the next would be eight: what one provider does in another month is another deed.
        day = day.AddDays(32);
    }

    private async Task LookByRecordsAsync()
    {
        var careful = Careful();
        var (provider, holder) = Two();
        await PlantAsync(ViolationKind.LookupsSpread, careful, provider, careful ? 15 : draw.Next(22, 35), async i =>
        {
            var citizen = Patterns.Stranger();
            var held = await world.AppAsync(holder, day.AddMinutes(i * 5), citizen);
            await world.LookByRecordAsync(provider, citizen, day.AddMinutes(i * 5).AddSeconds(30));
            return held;
        }, ViolationKind.DuplicateAttempt, ViolationKind.NotRevokedInTime, ViolationKind.RecordWithoutCheck);
    }

    private async Task SpreadChecksAsync()
    {
        var provider = Provider();
        await PlantAsync(ViolationKind.LookupsSpread, false, provider, 1, async _ =>
        {
            await world.ChecksAsync(provider, [1, 2, 3], draw.Next(105, 130), day);
            return Nothing;
        });
        day = day.AddDays(1);
    }

    private async Task BulkChecksAsync()
    {
        var provider = Provider();
        await PlantAsync(ViolationKind.ChecksWithoutIssuance, false, provider, 1, async _ =>
        {
            await world.ChecksAsync(provider, [Staff()], draw.Next(55, 80), day);
            return Nothing;
        });
        day = day.AddDays(1);
    }

    private async Task SteerAsync()
    {
        var careful = Careful();
        var provider = Provider();
        await PlantAsync(ViolationKind.SteeringReported, careful, provider, careful ? 2 : draw.Next(3, 6), async i =>
        {
            await world.ReportAsync(provider, Phone(), day.AddMinutes(i * 50), draw.Next(2) == 0 ? "STEERING" : "FALSE_STATEMENT");
            return Nothing;
        }, ViolationKind.CitizenReport);
        day = day.AddDays(32);
    }

    private async Task RevokeForAnotherAsync()
    {
        var (first, second) = Two();
        var citizen = Patterns.Stranger();
        await PlantAsync(ViolationKind.FreePeriodBreach, false, first, 2, async i =>
        {
            if (i == 1)
            {
                return await world.AppAsync(second, day.AddDays(2), citizen);
            }

            var made = await world.AppAsync(first, day, citizen);
            await world.EndAsync(first, made, day.AddDays(1));
            return made;
        });
        day = day.AddDays(3);
    }

    private async Task SharedRecipientAsync()
    {
        var (provider, staff, recipient) = (Provider(), Staff(), $"Trần Văn {Word()}");
        await PlantAsync(
            ViolationKind.SharedRecipient, false, provider, draw.Next(3, 6), i => world.DoorAsync(provider, staff, day.AddMinutes(i * 30), recipient: recipient), ViolationKind.RecipientNotHolder);
    }

    private async Task EndUnaskedAsync()
    {
        var provider = Provider();
        var citizen = Patterns.Stranger();
        await PlantAsync(ViolationKind.EndNotAskedFor, false, provider, 1, async _ =>
        {
            var made = await world.AppAsync(provider, day, citizen);
            await world.EndAsync(provider, made, day.AddHours(2), "CITIZEN_ASKED");
            await world.DenyEndAsync(citizen, made, day.AddHours(5));
            return made;
        });
    }

    private async Task NoDossierAsync()
    {
        var (provider, staff) = (Provider(), Staff());
        await PlantAsync(ViolationKind.DossierIncomplete, false, provider, 1, _ => world.DoorAsync(provider, staff, day, dossier: false));
    }

    private async Task LeavePendingAsync()
    {
        var (provider, staff) = (Provider(), Staff());
        await PlantAsync(ViolationKind.NeverActivated, false, provider, 1, _ => world.DoorAsync(provider, staff, day, activated: false));
        day = day.AddDays(4);
    }

    private async Task IssueHeldAsync()
    {
        var (provider, holder) = Two();
        var citizen = Patterns.Stranger();
        await PlantAsync(ViolationKind.DuplicateAttempt, false, provider, 1, async _ =>
        {
            var held = await world.AppAsync(holder, day, citizen);
            await world.LookByRecordAsync(provider, citizen, day.AddHours(1));
            return held;
        }, ViolationKind.NotRevokedInTime, ViolationKind.RecordWithoutCheck);
        day = day.AddDays(2);
    }

    /// <summary>A ward's hall, where a visit is over every second minute.</summary>
    private async Task VillageDayAsync()
    {
        var (provider, staff) = (Provider(), Staff());
        await HonestAsync(draw.Next(20, 40), i => world.DoorAsync(provider, staff, day.AddSeconds((i * 110) + draw.Next(40))));
    }

    /// <summary>A day without a network, sent in the evening.</summary>
    private async Task LateUploadAsync()
    {
        var (provider, staff) = (Provider(), Staff());
        await HonestAsync(draw.Next(12, 18), i => world.DoorAsync(provider, staff, day.AddMinutes(i * 25), recordedAfter: TimeSpan.FromHours(9) - TimeSpan.FromMinutes(i * 25)), ViolationKind.LateRecord);
    }

    private async Task LongEveningAsync()
    {
        var (provider, staff) = (Provider(), Staff());
        await HonestAsync(draw.Next(5, 8), i => world.DoorAsync(provider, staff, day.AddHours(11).AddMinutes(i * 25)));
    }

    private async Task SiblingsAsync()
    {
        var (provider, staff, numbers) = (Provider(), Staff(), Patterns.Neighbours(draw.Next(2, 5)));
        await HonestAsync(12, i => world.DoorAsync(provider, staff, day.AddMinutes(i * 30), i < numbers.Count ? numbers[i] : null));
    }

    private async Task HouseholdPhoneAsync()
    {
        var (provider, phone) = (Provider(), Phone());
        await HonestAsync(draw.Next(3, 8), i => world.AppAsync(provider, day.AddMinutes(i * 9), phone: phone));
    }

    private async Task SomeEndsAsync()
    {
        var provider = Provider();
        await HonestAsync(draw.Next(4, 12), async i =>
        {
            var made = await world.AppAsync(provider, day.AddMinutes(i * 4));
            await world.EndAsync(provider, made, day.AddHours(7).AddMinutes(i));
            return made;
        });
    }

    private async Task TwoChangesAsync()
    {
        var citizen = Patterns.Stranger();
        await HonestAsync(3, i => i == 0 ? world.AppAsync(Providers[5], day, citizen) : world.SwitchAsync(Providers[i], citizen, day.AddHours(i)));
    }

    private async Task DeniedButServedAsync()
    {
        var provider = Provider();
        await HonestAsync(draw.Next(5, 9), i => world.DeniedSupportAsync(provider, day.AddMinutes(i * 7), served: true), ViolationKind.DossierIncomplete);
        day = day.AddDays(3);
    }

    private async Task LostRacesAsync()
    {
        var (provider, holder) = Two();
        await HonestAsync(draw.Next(20, 30), async i =>
        {
            var citizen = Patterns.Stranger();
            await clock.AtAsync(day.AddMinutes(i * 5));
            await clock.Registry.CheckAsync(provider, citizen);
            var held = await world.AppAsync(holder, day.AddMinutes(i * 5).AddSeconds(20), citizen);
            await world.LookByRecordAsync(provider, citizen, day.AddMinutes(i * 5).AddSeconds(40));
            return held;
        }, ViolationKind.NotRevokedInTime);
        day = day.AddDays(2);
    }

    /// <summary>Nobody is at home, but for one in four.</summary>
    private async Task FruitlessDayAsync()
    {
        var provider = Provider();
        await HonestAsync(1, async _ =>
        {
            await world.ChecksAsync(provider, [1, 2, 3], draw.Next(105, 140), day, issuedOf: draw.Next(3, 5));
            return Nothing;
        });
        day = day.AddDays(1);
    }

    private async Task FewReportsAsync()
    {
        var (provider, phone) = (Provider(), Phone());
        await HonestAsync(draw.Next(2, 5), async i =>
        {
            await world.ReportAsync(provider, i % 2 == 0 ? phone : null, day.AddMinutes(i * 20));
            return Nothing;
        }, ViolationKind.CitizenReport);
        day = day.AddDays(32);
    }

    private async Task ParentReceivesAsync()
    {
        var (provider, staff, parent) = (Provider(), Staff(), $"Lê Thị {Word()}");
        await HonestAsync(2, i => world.DoorAsync(provider, staff, day.AddMinutes(i * 10), recipient: parent), ViolationKind.RecipientNotHolder);
    }

    private async Task EndByWishAsync()
    {
        var (first, second) = Two();
        var citizen = Patterns.Stranger();
        await HonestAsync(2, async i =>
        {
            if (i == 1)
            {
                return await world.AppAsync(second, day.AddHours(9), citizen);
            }

            var made = await world.AppAsync(first, day, citizen);
            await world.EndAsync(first, made, day.AddHours(5), "CITIZEN_ASKED");
            return made;
        });
    }

    private async Task FaultResolvedAsync()
    {
        var (provider, staff) = (Provider(), Staff());
        await HonestAsync(1, async _ =>
        {
            var made = await world.DoorAsync(provider, staff, day, activated: false);
            await clock.AtAsync(day.AddHours(60));
            (await clock.Registry.ActivateAsync(provider, made, day.AddHours(60))).TypeName().ShouldBe("IssuanceActivated");
            return made;
        });
        day = day.AddDays(3);
    }

    private Task PlantAsync(ViolationKind kind, bool careful, string? provider, int acts, Func<int, Task<string>> act, params ViolationKind[] also) =>
        DoAsync(kind, careful, provider, acts, act, also);

    /// <param name="may">Kinds of no high severity that an honest hand may earn by it, and does: they are no error.</param>
    private Task HonestAsync(int acts, Func<int, Task<string>> act, params ViolationKind[] may) => DoAsync(null, false, null, acts, act, may);

    private async Task DoAsync(ViolationKind? kind, bool careful, string? provider, int acts, Func<int, Task<string>> act, ViolationKind[] also)
    {
        var about = new List<string>();
        var from = day;
        for (var i = 0; i < acts; i++)
        {
            if (await act(i) is { Length: > 0 } id)
            {
                about.Add(id);
            }
        }

        deeds.Add(new(kind, careful, provider, about, from, day.AddDays(1).AddTicks(-1)) { Also = also });
    }

    /// <summary>One in eight of each fraud, neither more nor fewer by chance: those are what a bound must miss.</summary>
    private bool Careful([CallerMemberName] string fraud = "") => (played[fraud] = played.GetValueOrDefault(fraud) + 1) - 1 == seed % 8;

    private string Provider() => Providers[draw.Next(Providers.Length)];

    private (string One, string Other) Two()
    {
        var one = draw.Next(Providers.Length);
        return (Providers[one], Providers[(one + 1 + draw.Next(Providers.Length - 1)) % Providers.Length]);
    }

    private int Staff() => draw.Next(1, 4);

    private string Phone() => $"09{draw.Next(10_000_000, 99_999_999)}";

    private string Word() => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('a' + draw.Next(26))));
}
