using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Certificates.Places;

/// <summary>
/// The card shows another number, and under that number somebody holds a certificate. The standing says who; this says why: the claim is the
/// caller's, and only a trusted link makes two numbers one person (I2).
/// </summary>
internal static class PossibleSamePersonDoubt
{
    public static IEnumerable<CheckWarning> Of(Place place, StatedPlace stated, DateTimeOffset now)
    {
        if (stated.OtherHolderAt(place, now) is not null)
        {
            yield return new("POSSIBLE_SAME_PERSON", new(
                "Số còn lại trên thẻ đã có chữ ký số nên không được cấp thêm. Nếu công dân nói đó là người khác, hãy mời công dân đến quầy của Sở.",
                "The other number on the card already has a certificate, so no other may be issued. If the citizen says that it is somebody else's, send the citizen to the department's counter."));
        }
    }
}
