using System.Runtime.CompilerServices;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Web.Pages;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.Web.Department.Cases;

/// <summary>The queue as a file, in its own order; no citizen is in it.</summary>
internal static class CaseFiles
{
    public static async IAsyncEnumerable<IReadOnlyList<string>> RowsAsync(
        CaseQueries cases, DeskOfficer officer, string campaign, CaseFilter filter, Language language, [EnumeratorCancellation] CancellationToken cancel)
    {
        string Say(string vietnamese, string english) => new Text(vietnamese, english).In(language);
        yield return
        [
            Say("Số", "Number"), Say("Mức độ", "Severity"), Say("Doanh nghiệp", "Provider"), Say("Loại", "Kinds"), Say("Số vi phạm", "Flags"), Say("Tình trạng", "State"),
            Say("Hạn trả lời", "Answer due"), Say("Giao cho", "Given to"), Say("Mở lúc", "Opened at"), Say("Kết luận lúc", "Decided at"), Say("Lý do", "Reason"), Say("Công bố lúc", "Published at"),
        ];
        var page = new ListPage(ListPage.MaxSize, false, null, null);
        for (var rows = 0; rows < DeskFiles.MostRows; rows += page.Size)
        {
            var list = await cases.ListAsync(officer.Caller, campaign, filter, page, withTotal: false, cancel);
            foreach (var c in list.Edges.Select(e => e.Node))
            {
                yield return
                [
                    c.Number, DeskCaseWords.Of(c.Severity).In(language), c.Provider?.Name ?? "", string.Join(" · ", c.Kinds.Select(k => DeskWords.Of(k).In(language))), $"{c.Violations}",
                    DeskCaseWords.Standing(c).In(language), c.AnswerDueAt is { } due ? Clock.By(due).In(language) : "", c.AssignedTo is { } who ? ActorWords.Of(who).In(language) : "", Clock.At(c.OpenedAt), At(c.LastDecision?.At),
                    c.LastDecision?.Reason ?? "", At(c.PublishedAt),
                ];
            }

            if (!list.PageInfo.HasNextPage)
            {
                yield break;
            }

            page = page with { After = Cursor.Parse(list.PageInfo.EndCursor) };
        }

        yield return [Say($"Chỉ gồm {DeskFiles.MostRows} dòng đầu", $"Only the first {DeskFiles.MostRows} rows")];
    }

    private static string At(DateTimeOffset? at) => at is { } known ? Clock.At(known) : "";
}
