using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Pages;

/// <summary>What kinds of violations are called on pages.</summary>
internal static class ViolationWords
{
    public static Text Of(ViolationKind kind) => kind switch
    {
        ViolationKind.DuplicateAttempt => new("Cấp trùng", "Duplicate attempt"),
        ViolationKind.LateRecord => new("Ghi nhận muộn", "Late record"),
        ViolationKind.RecordWithoutCheck => new("Ghi nhận không tra cứu", "Record without check"),
        ViolationKind.NeedLapsed => new("Để đăng ký hết hiệu lực", "Request lapsed"),
        ViolationKind.SupportNotCompleted => new("Hỗ trợ dở dang", "Support not completed"),
        ViolationKind.NeverActivated => new("Không kích hoạt", "Never activated"),
        ViolationKind.ChecksWithoutIssuance => new("Tra cứu mà không cấp", "Checks without issuance"),
        ViolationKind.ManyNeedsOnePhone => new("Nhiều đăng ký từ một số điện thoại", "Many requests from one phone"),
        ViolationKind.SharedRecipient => new("Một người nhận cho nhiều chủ thể", "One recipient, many holders"),
        ViolationKind.RecipientNotHolder => new("Người nhận không phải chủ thể", "Recipient is not the holder"),
        ViolationKind.ContractNumberReused => new("Dùng lại số hợp đồng", "Contract number reused"),
        ViolationKind.DossierIncomplete => new("Hồ sơ thiếu", "Dossier incomplete"),
        ViolationKind.NotRevokedInTime => new("Không thu hồi đúng hạn", "Not revoked in time"),
        ViolationKind.KeyReused => new("Dùng lại khóa", "Key reused"),
        ViolationKind.UnrecordedCertificate => new("Chứng thư chưa ghi nhận", "Unrecorded certificate"),
        ViolationKind.FreePeriodBreach => new("Gian lận thời gian miễn phí", "Free period breach"),
        ViolationKind.PossibleSamePerson => new("Nghi trùng người", "Possible same person"),
        ViolationKind.ExpiredBadgeShown => new("Đưa mã QR đã hết hạn", "Expired badge shown"),
        ViolationKind.EndNotAskedFor => new("Kết thúc khi công dân không yêu cầu", "End not asked for"),
        ViolationKind.GhostIssuance => new("Nghi cấp không gặp công dân", "Ghost issuance"),
        ViolationKind.OnePhoneManyHolders => new("Một số điện thoại, nhiều chủ thể", "One phone, many holders"),
        ViolationKind.MassEnds => new("Kết thúc hàng loạt", "Mass ends"),
        ViolationKind.SerialChanges => new("Chuyển doanh nghiệp liên tục", "Changes again and again"),
        ViolationKind.StatementsDenied => new("Lời khai bị phủ nhận", "Statements denied"),
        ViolationKind.LookupsSpread => new("Tra cứu hàng loạt chia nhỏ", "Look-ups spread out"),
        ViolationKind.SteeringReported => new("Bị phản ánh ép, lôi kéo", "Steering reported"),
        _ => new("Người dân báo", "Citizen's report"),
    };
}
