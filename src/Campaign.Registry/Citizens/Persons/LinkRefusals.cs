using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Citizens.Persons;

/// <summary>The two numbers are one person's already; nothing was done.</summary>
internal sealed record AlreadyOnePerson : Refusal
{
    public override Text Message => new(
        "Hai số này đã là của cùng một người trong sổ. Không cần làm gì thêm.",
        "These two numbers already belong to one person in the registry. Nothing more to do.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}

/// <summary>The two numbers are one person's by a link: what parts them is its undoing.</summary>
internal sealed record NumbersAreLinked : Refusal
{
    public override Text Message => new(
        "Hai số này đang được liên kết là một người. Hãy gỡ liên kết (unlinkNumbers) thay vì tách.",
        "These two numbers are linked as one person's. Undo the link (unlinkNumbers) instead.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}

/// <summary>Each of the two persons holds a live certificate, so neither is merged into the other; a case is open.</summary>
/// <param name="Issuances">The two that hold a place each.</param>
internal sealed record BothHoldCertificates(IReadOnlyList<IssuanceView> Issuances) : Refusal
{
    public override Text Message => new(
        "Mỗi số đang có một chứng thư còn hiệu lực. Một hồ sơ xem xét đã được mở; hãy kết thúc một trong hai chứng thư (endIssuance), rồi liên kết lại.",
        "Each number holds a live certificate. A case has been opened; end one of the two certificates (endIssuance), then link the numbers again.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}

/// <summary>There is no link with this id.</summary>
internal sealed record NumberLinkNotFound : Refusal
{
    public override Text Message => new(
        "Không có liên kết nào mang mã này. Hãy xem lại danh sách liên kết của công dân (personNumbers).",
        "No link has this id. Check the citizen's links (personNumbers).");
}

/// <summary>The link was undone before, by another decision.</summary>
internal sealed record NumberLinkNotInForce : Refusal
{
    public override Text Message => new(
        "Liên kết này đã được gỡ bằng một quyết định trước. Không cần làm gì thêm.",
        "This link was undone by an earlier decision. Nothing more to do.");
}

/// <summary>Since the link the two have acted as one person: what was recorded may be either's, so they are not parted.</summary>
internal sealed record NumberLinkUsedSince : Refusal
{
    public override Text Message => new(
        "Từ khi liên kết đã có ghi nhận mới (chứng thư, nhu cầu, yêu cầu hoặc liên kết khác) cho người này, nên không thể gỡ. Hãy kết thúc chứng thư ghi nhầm với lý do nhầm công dân và "
        + "lập hồ sơ xem xét.",
        "Since the link something was recorded for this person (a certificate, a need, a request or another link), so it cannot be undone. End a certificate that was recorded "
        + "for the wrong citizen with that reason, and look into the matter.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}
