using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>There is no such pair.</summary>
internal sealed record SamePersonPairNotFound : Refusal
{
    public override Text Message => new("Không có cặp công dân này. Hãy tải lại danh sách.", "This pair does not exist. Reload the list.");
}

/// <summary>The pair was decided otherwise before, for good.</summary>
internal sealed record SamePersonAlreadyDecided(SamePersonState State) : Refusal
{
    public override Text Message => State == SamePersonState.Linked
        ? new("Cặp này đã được liên kết thành một người.", "These two have already been linked to one person.")
        : new("Cặp này đã được kết luận là hai người khác nhau.", "These two have already been decided to be two persons.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}

/// <summary>Each of the two holds a live certificate: they are not made one while that is so.</summary>
internal sealed record TwoCertificatesHeld : Refusal
{
    public override Text Message => new(
        "Cả hai số đều đang giữ chứng thư còn hiệu lực trong một chiến dịch. Hãy kết thúc một chứng thư trước, rồi liên kết.",
        "Both numbers hold a live certificate in one campaign. End one of them first, then link.");

    public override Clause? Clause => Clause.OneCertificatePerCitizen;
}
