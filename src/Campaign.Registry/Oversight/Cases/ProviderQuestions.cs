using System.Text.Json;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>What the department asks of a provider in a case, as that provider sees it: the question, what it rests on, and the provider's own answer.</summary>
/// <param name="AnswerDueAt">Exclusive.</param>
/// <param name="AnswerIsLate">Whether it came at or after that.</param>
public sealed record ProviderQuestion(
    Guid Id, string CaseNumber, string Campaign, string Question, DateTimeOffset AskedAt, DateTimeOffset AnswerDueAt, DateTimeOffset? RemindedAt, string? Answer,
    DateTimeOffset? AnsweredAt, IReadOnlyList<QuestionEvidence> Evidence)
{
    public bool? AnswerIsLate => AnsweredAt >= AnswerDueAt;
}

/// <summary>A piece of what the question rests on, as it was when it was asked.</summary>
public sealed record QuestionEvidence(DateTimeOffset At, Text Summary, Guid? IssuanceId, Guid? NeedId, Guid? CheckId);

/// <summary>What a provider was asked, newest first. It sees its own alone (<c>questions_are_seen_by_who_was_asked</c>), and nothing else of a case; a look leaves a trace (HUE-1.7).</summary>
public sealed class ProviderQuestions(UnitOfWork unitOfWork)
{
    private const string RowsSql = """
        select q.id, q.case_number, (select c.code from registry.campaign_codes c where c.id = q.campaign_id) as campaign, q.text as question, q.at, q.due_at, r.at as reminded_at, a.text as answer,
          a.at as answered_at, q.evidence::text as shown
        from registry.case_events q
        left join registry.case_events a on a.about = q.id and a.kind = 'ANSWERED'
        left join registry.case_events r on r.about = q.id and r.kind = 'REMINDED'
        where q.kind = 'ASKED' and q.provider_id = $1
        """;

    private const string OneSql = RowsSql + " and q.id = $2";

    private const string PersonsSql = """
        select i.person_id from registry.recorded_issuances i where i.id = any ($1)
        union select n.person_id from registry.registered_needs n where n.id = any ($2)
        union select k.person_id from registry.provider_asks a join registry.number_persons k on k.key_hash = a.key_hash where a.id = any ($3)
        """;

    public Task<Connection<ProviderQuestion>> ListAsync(Caller caller, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var own = await work.QueryAsync<Asked>(RowsSql, Sql.Small(caller.Provider?.Id));
            var (asked, more, total) = await page.ReadAsync(own, q => new(q.At, q.Id), withTotal, work.Cancel);
            var rows = asked.ConvertAll(From);
            var list = page.ConnectionOf(rows, q => new(q.AskedAt, q.Id), more, total);
            if (ReadTrace.OfPersons(caller, LookupAct.Violations, now, await PersonsAsync(work, rows)) is not { } trace)
            {
                return Decision.Discard(list);
            }

            await using var write = work.Batch();
            write.BatchCommands.Add(trace);
            await write.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep(list);
        },
        cancel);

    /// <summary>Null when the provider was not asked this.</summary>
    internal static async Task<ProviderQuestion?> ReadAsync(Work work, Guid id, short providerId) =>
        await work.RowOrNullAsync<Asked>(OneSql, Sql.Small(providerId), Sql.Uuid(id)) is { } asked ? From(asked) : null;

    private static async Task<List<Guid>> PersonsAsync(Work work, List<ProviderQuestion> questions)
    {
        var evidence = questions.SelectMany(q => q.Evidence).ToList();
        return await work.ValuesAsync<Guid>(
            PersonsSql, Ids(evidence.Select(e => e.IssuanceId)), Ids(evidence.Select(e => e.NeedId)), Ids(evidence.Select(e => e.CheckId)));
    }

    private static NpgsqlParameter Ids(IEnumerable<Guid?> ids) => Sql.Uuids(ids.OfType<Guid>().Distinct().ToArray());

    private static ProviderQuestion From(Asked row) => new(
        row.Id, row.CaseNumber, row.Campaign, row.Question, row.At, row.DueAt, row.RemindedAt, row.Answer, row.AnsweredAt, EvidenceOf(row.Shown));

    private sealed record Asked(
        Guid Id, string CaseNumber, string Campaign, string Question, DateTimeOffset At, DateTimeOffset DueAt, DateTimeOffset? RemindedAt, string? Answer, DateTimeOffset? AnsweredAt,
        string Shown);

    private static List<QuestionEvidence> EvidenceOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.EnumerateArray().Select(e => new QuestionEvidence(
                e.GetProperty("at").GetDateTimeOffset(), new(e.GetProperty("vi").GetString()!, e.GetProperty("en").GetString()!), IdOf(e, "issuanceId"), IdOf(e, "needId"),
                IdOf(e, "checkId"))),
        ];
    }

    private static Guid? IdOf(JsonElement piece, string name) => piece.GetProperty(name) is { ValueKind: JsonValueKind.String } id ? id.GetGuid() : null;
}
