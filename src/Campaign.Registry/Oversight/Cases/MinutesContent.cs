using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>What minutes say is gathered from the case as it stands when they are drawn up.</summary>
internal static class MinutesContent
{
    private const int MostEvidence = 200;

    private const string FindingsSql = """
        select v.kind, v.clause, e.at, e.summary_vi as says
        from registry.case_violations cv join registry.flags v on v.id = cv.violation_id left join registry.flag_evidence e on e.violation_id = v.id
        where cv.case_id = $1 order by v.flagged_at, v.id, e.at, e.key limit $2
        """;

    private const string SaidSql = """
        select p.code, n.name, q.at as asked_at, q.text as question, q.due_at, a.at as answered_at, a.text as answer
        from registry.case_events q join registry.provider_codes p on p.id = q.provider_id
        left join registry.provider_titles n on n.provider_id = p.id and n.valid_to is null
        left join registry.case_events a on a.about = q.id and a.kind = 'ANSWERED'
        where q.case_id = $1 and q.kind = 'ASKED' order by q.place
        """;

    // The agency is the province's, and sits in its city (HUE, head of the regulation).
    private const string Superior = "Ủy ban nhân dân thành phố Huế";
    private const string Seat = "Huế";

    private const string AgencySql = "select name_vi from registry.department_names where effective_from <= $1 order by effective_from desc limit 1";

    public static async Task<string> WriteAsync(Work work, CaseRow row, Caller caller, DrawUpMinutesInput input, MinutesNumber number, DateTimeOffset now)
    {
        var agency = await work.TextOrNullAsync(AgencySql, Sql.At(now));
        var findings = await work.RowsAsync<Finding>(FindingsSql, Sql.Uuid(row.Id), Sql.Int(MostEvidence));
        var said = await work.RowsAsync<Said>(SaidSql, Sql.Uuid(row.Id));
        return new MinutesData(
            "BIÊN BẢN VI PHẠM",
            Superior,
            agency,
            Seat,
            number.Name,
            number.Year,
            number.Version,
            Spoken(now)!,
            NumbersInText.Blank(input.Place.Trim())!,
            caller.RequestOwner,
            [.. (input.Attendees ?? []).Select(a => NumbersInText.Blank(a.Trim())!)],
            row.Campaign,
            row.Name,
            new(row.Provider!.Code, row.Provider.Name),
            row.Violations,
            [.. findings.GroupBy(f => (f.Kind, f.Clause)).Select(g => new MinutesFinding(
                g.Key.Kind, MinutesWords.Of(Names.Parse<ViolationKind>(g.Key.Kind)), g.Key.Clause, [.. g.Where(f => f.Says is not null).Select(f => new MinutesEvidence(Spoken(f.At), f.Says!))]))],
            [.. said.Select(s => new MinutesStatement(
                new(s.Code, s.Name), Spoken(s.AskedAt)!, s.Question, Spoken(s.DueAt)!, Spoken(s.AnsweredAt), s.Answer, s.AnsweredAt >= s.DueAt))],
            new("Có vi phạm", row.Decision!.Reason, Spoken(row.Decision.At)!, row.Decision.By),
            NumbersInText.Blank(input.Remarks?.Trim())).Write();
    }

    private sealed record Finding(string Kind, string Clause, DateTimeOffset? At, string? Says);

    private sealed record Said(string Code, string? Name, DateTimeOffset AskedAt, string Question, DateTimeOffset DueAt, DateTimeOffset? AnsweredAt, string? Answer);

    private static string? Spoken(DateTimeOffset? at) => at is { } known ? VietnamTime.Spoken(known) : null;
}

/// <summary>What each kind is called in minutes.</summary>
internal static class MinutesWords
{
    public static string Of(ViolationKind kind) => kind switch
    {
        ViolationKind.DuplicateAttempt => "Cấp chứng thư cho công dân đã có chứng thư",
        ViolationKind.LateRecord => "Cập nhật chứng thư chậm",
        ViolationKind.RecordWithoutCheck => "Cấp chứng thư mà không tra cứu trước",
        ViolationKind.NeedLapsed => "Để quá hạn yêu cầu hỗ trợ của công dân",
        ViolationKind.SupportNotCompleted => "Bắt đầu hỗ trợ nhưng không cấp được chứng thư",
        ViolationKind.NeverActivated => "Không kích hoạt chứng thư trong thời hạn",
        ViolationKind.ChecksWithoutIssuance => "Tra cứu hàng loạt mà không cấp chứng thư",
        ViolationKind.ManyNeedsOnePhone => "Nhiều yêu cầu hỗ trợ cùng một số điện thoại",
        ViolationKind.SharedRecipient => "Một người nhận chứng thư của nhiều công dân",
        ViolationKind.RecipientNotHolder => "Người nhận không phải chủ chứng thư",
        ViolationKind.ContractNumberReused => "Dùng lại số hợp đồng",
        ViolationKind.DossierIncomplete => "Hồ sơ không đầy đủ",
        ViolationKind.NotRevokedInTime => "Không thu hồi chứng thư đúng hạn",
        ViolationKind.KeyReused => "Dùng lại khóa cho nhiều công dân",
        ViolationKind.UnrecordedCertificate => "Chứng thư không được cập nhật",
        ViolationKind.FreePeriodBreach => "Vi phạm về năm miễn phí",
        ViolationKind.PossibleSamePerson => "Hai chứng thư có thể của cùng một công dân",
        ViolationKind.ExpiredBadgeShown => "Dùng mã QR nhân viên đã hết hạn",
        ViolationKind.EndNotAskedFor => "Kết thúc chứng thư khi công dân không yêu cầu",
        ViolationKind.GhostIssuance => "Cấp chứng thư nghi không gặp công dân",
        ViolationKind.OnePhoneManyHolders => "Một số điện thoại cho nhiều chủ chứng thư",
        ViolationKind.MassEnds => "Kết thúc hàng loạt chứng thư không có mã của công dân",
        ViolationKind.SerialChanges => "Công dân bị chuyển doanh nghiệp nhiều lần",
        ViolationKind.StatementsDenied => "Nhiều lời khai bị công dân phủ nhận",
        ViolationKind.LookupsSpread => "Tra cứu hàng loạt chia nhỏ hoặc qua ghi nhận",
        ViolationKind.SteeringReported => "Nhiều người dân phản ánh bị ép, lôi kéo hoặc nói sai",
        _ => "Phản ánh của người dân",
    };
}
