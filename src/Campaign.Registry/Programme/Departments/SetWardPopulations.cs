using System.Collections.Frozen;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Programme.Departments;

/// <param name="WardCode">As in the list of wards and communes: five digits.</param>
/// <param name="Population">People, 1 to 10,000,000.</param>
public sealed record WardPopulationInput(string WardCode, int Population);

/// <param name="AsOf">The day for which they were counted, in Vietnam.</param>
/// <param name="Source">Who counted, e.g. a yearbook; a <see cref="TypedText.PopulationSource"/>, without long runs of digits.</param>
public sealed record SetWardPopulationsInput(DateOnly AsOf, string Source, IReadOnlyList<WardPopulationInput> Populations);

/// <param name="Changed">Of how many wards another number holds now.</param>
public sealed record WardPopulationsSet(int Changed);

/// <summary>The counts cannot be as they are given. Field: which part of the input.</summary>
public sealed record InvalidWardPopulations(string Field, Text What) : Refusal
{
    public override Text Message => new($"{Field}: {What.Vietnamese}", $"{Field}: {What.English}");
}

/// <summary>
/// <para>
/// How many people live in each ward, which the registry cannot know and the department enters from the statistics office: the desk tells coverage against it (docs/adr/0032; no clause asks for it). Wards that are
/// not named keep what they have; earlier counts stay as history, and none is ever rewritten. Asked again with equal input, nothing changes.
/// </para>
/// <para>Of two at the same instant about one ward, one is told BeginsTooEarly.</para>
/// <para>Refusals, in order: InvalidWardPopulations, BeginsTooEarly.</para>
/// </summary>
public sealed class SetWardPopulations(UnitOfWork unitOfWork) : ICommand<SetWardPopulationsInput, WardPopulationsSet>
{
    public const int MostWards = 200;

    private const int MostPeople = 10_000_000;

    private const string InsertSql = """
        insert into registry.ward_populations (ward_code, effective_from, population, as_of, source, decided_by)
        select u.ward_code, $3, u.population, $4, $5, $6 from unnest($1::text[], $2::int[]) u (ward_code, population)
        """;

    private static readonly FrozenSet<string> Wards = ReferenceData.Column("hue-wards.csv", "code").ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidWardPopulations), typeof(BeginsTooEarly)];

    public Task<Answer<WardPopulationsSet>> HandleAsync(Caller caller, SetWardPopulationsInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, (work, _) => SetAsync(work, caller, input with { Source = input.Source.Trim() }), [BeginsTooEarly.Constraint], cancel);

    private static async Task<Decision<Answer<WardPopulationsSet>>> SetAsync(Work work, Caller caller, SetWardPopulationsInput input)
    {
        var known = (await WardPopulations.ReadAsync(work)).ToDictionary(p => p.WardCode);
        var now = await RegistryClock.ReadAsync(work);
        if (Judge(input, now) is { } refused)
        {
            return Decision.Discard<Answer<WardPopulationsSet>>(refused);
        }

        var changed = input.Populations
            .Where(p => !known.TryGetValue(p.WardCode, out var held) || (held.Population, held.AsOf, held.Source) != (p.Population, input.AsOf, input.Source)).ToList();
        if (changed.Count == 0)
        {
            return Decision.Discard<Answer<WardPopulationsSet>>(new WardPopulationsSet(0));
        }

        if (changed.Where(p => known.ContainsKey(p.WardCode)).Select(p => BeginsTooEarly.Judge(null, now, known[p.WardCode].EffectiveFrom)).FirstOrDefault(r => r is not null) is { } early)
        {
            return Decision.Discard<Answer<WardPopulationsSet>>(early);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Texts([.. changed.Select(p => p.WardCode)]), Sql.Ints([.. changed.Select(p => p.Population)]), Sql.At(now), Sql.Day(input.AsOf), Sql.Text(input.Source),
            Sql.Text(caller.RequestOwner)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "WARD_POPULATIONS_SET", null, caller.RequestOwner, JsonSerializer.Serialize(input with { Populations = changed })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<WardPopulationsSet>>(new WardPopulationsSet(changed.Count));
    }

    private static InvalidWardPopulations? Judge(SetWardPopulationsInput input, DateTimeOffset now)
    {
        if (input.AsOf > VietnamTime.DateOf(now))
        {
            return new("asOf", new("là một ngày chưa đến.", "must not be in the future."));
        }

        if (!TypedText.PopulationSource.Fits(input.Source) || NumbersInText.Blank(input.Source) != input.Source)
        {
            return new("source", new(
                $"phải có từ {TypedText.PopulationSource.Least} đến {TypedText.PopulationSource.Most} ký tự, không có dãy số dài.",
                $"must have {TypedText.PopulationSource.Least} to {TypedText.PopulationSource.Most} characters, and no long run of digits."));
        }

        if (input.Populations.Count is 0 or > MostWards)
        {
            return new("populations", new($"phải có từ 1 đến {MostWards} phường, xã.", $"must have 1 to {MostWards} wards."));
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (code, population) in input.Populations)
        {
            if (!Wards.Contains(code))
            {
                return new("populations", new("có một mã phường, xã không có trong danh sách.", "contains a ward code that is not in the list."));
            }

            if (!named.Add(code))
            {
                return new("populations", new($"nêu phường, xã {code} hai lần.", $"names the ward {code} twice."));
            }

            if (population is < 1 or > MostPeople)
            {
                return new("populations", new($"phường, xã {code} phải có từ 1 đến 10.000.000 người.", $"the ward {code} must have 1 to 10,000,000 people."));
            }
        }

        return null;
    }
}
