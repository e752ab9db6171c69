using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>The flags that come into a case: locked, in the order of their ids, so that two officers who open cases of the same flags wait for each other.</summary>
/// <param name="CaseId">The case that it is in; null for none.</param>
internal sealed record CaseFlag(Guid Id, ViolationKind Kind, int CampaignId, short? ProviderId, Guid? CaseId, string? CaseNumber)
{
    public const int MostAtOnce = 500;

    /// <exception cref="InvalidInputException">They are none, or too many at once.</exception>
    public static void Require(string field, IReadOnlyList<string> ids)
    {
        if (ids.Count is < 1 or > MostAtOnce)
        {
            throw new InvalidInputException(
                field, new($"có từ 1 đến {MostAtOnce} vi phạm.", $"has 1 to {MostAtOnce} flags."), new($"Hãy chọn từ 1 đến {MostAtOnce} vi phạm.", $"Choose 1 to {MostAtOnce} flags."));
        }
    }

    private const string ReadSql = """
        select v.id, v.kind, v.campaign_id, v.provider_id, c.id as case_id, c.year || '/' || lpad(c.number::text, 6, '0') as case_number
        from registry.flags v left join registry.case_violations cv on cv.violation_id = v.id left join registry.cases c on c.id = cv.case_id
        where v.id = any ($1) order by v.id
        """;

    private const string JoinSql = "insert into registry.case_violations (violation_id, case_id, joined_at) select v, $2, $3 from unnest($1) v";

    public static async Task<List<CaseFlag>> LockAsync(Work work, Guid[] ids)
    {
        await FlagLocks.LockAsync(work, ids);
        return
        [
            .. (await work.RowsAsync<Kept>(ReadSql, Sql.Uuids(ids)))
                .Select(f => new CaseFlag(f.Id, Names.Parse<ViolationKind>(f.Kind), f.CampaignId, f.ProviderId, f.CaseId, f.CaseNumber)),
        ];
    }

    /// <summary>Into the case, and so under review.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Join(Guid[] ids, Guid caseId, DateTimeOffset now) =>
    [
        Sql.Statement(JoinSql, Sql.Uuids(ids), Sql.Uuid(caseId), Sql.At(now)),
        ViolationTransitions.TakeUp(ids),
    ];

    /// <summary>The ids, each once; null when one is none.</summary>
    public static Guid[]? Ids(IReadOnlyList<string> texts)
    {
        var ids = texts.Select(t => Guid.TryParseExact(t, "D", out var id) ? id : (Guid?)null).ToList();
        return ids.Contains(null) ? null : [.. ids.Select(id => id!.Value).Distinct().Order()];
    }

    /// <summary>ViolationNotFound, ViolationsDiffer, ViolationInAnotherCase, in this order; null when all may come into this case.</summary>
    public static Refusal? Judge(IReadOnlyCollection<CaseFlag> flags, int asked, (int Campaign, short? Provider)? of, Guid? caseId)
    {
        if (flags.Count < asked)
        {
            return new ViolationNotFound();
        }

        var (campaign, provider) = of ?? (flags.First().CampaignId, flags.First().ProviderId);
        return flags.Any(f => f.CampaignId != campaign || f.ProviderId != provider) ? new ViolationsDiffer()
            : flags.FirstOrDefault(f => f.CaseId is not null && f.CaseId != caseId) is { } taken ? new ViolationInAnotherCase(taken.CaseId!.Value, taken.CaseNumber!)
            : null;
    }

    private sealed record Kept(Guid Id, string Kind, int CampaignId, short? ProviderId, Guid? CaseId, string? CaseNumber);
}
