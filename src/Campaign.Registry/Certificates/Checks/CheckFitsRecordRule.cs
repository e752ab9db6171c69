using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Checks;

/// <summary>Why a record's ticket is none, or does not fit. The names are the contract's <c>reason</c>, SCREAMING_SNAKE_CASE.</summary>
internal enum TicketFault
{
    Missing,
    Unreadable,
    OtherProvider,
    OtherCampaign,
    OtherCitizen,
    OtherChannel,
    CertificateBeforeCheck,
    CertificateAfterTicket,
    Stale,
}

/// <summary>
/// A record at the door or for a need cites a check that was made before its certificate, by the same provider, in the same campaign, of the same citizen and in
/// the same channel (HUE-1.3, HUE-3.2). The window, both ends inclusive: checkedAt − 1 minute ≤ issuedAt ≤ ticketExpiresAt; the minute is for clocks that differ.
/// The record itself may come until ticketExpiresAt + 24 hours, inclusive, so that a tablet without network loses nothing.
/// </summary>
internal static class CheckFitsRecordRule
{
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan CitableFor = TimeSpan.FromHours(24);

    public static TicketFault? Judge(
        Ticket? ticket, bool ticketGiven, short providerId, int campaignId, NumberKey[] citizen, Channel channel, DateTimeOffset issuedAt, DateTimeOffset now)
    {
        if (!ticketGiven)
        {
            return TicketFault.Missing;
        }

        return ticket switch
        {
            null => TicketFault.Unreadable,
            _ when ticket.ProviderId != providerId => TicketFault.OtherProvider,
            _ when ticket.CampaignId != campaignId => TicketFault.OtherCampaign,
            _ when !citizen.Any(k => k.KeyId == ticket.NumberKey.KeyId && k.Hash.AsSpan().SequenceEqual(ticket.NumberKey.Hash)) => TicketFault.OtherCitizen,
            _ when ticket.Channel != channel => TicketFault.OtherChannel,
            _ when issuedAt < ticket.CheckedAt - ClockTolerance => TicketFault.CertificateBeforeCheck,
            _ when issuedAt > ticket.ExpiresAt => TicketFault.CertificateAfterTicket,
            _ when now > ticket.ExpiresAt + CitableFor => TicketFault.Stale,
            _ => null,
        };
    }
}

/// <summary>No ticket, or one that does not fit. RevokeBy: by when the certificate must be revoked, if it was made.</summary>
internal sealed record CheckRequired(TicketFault Fault, DateTimeOffset? RevokeBy) : Refusal
{
    public string Reason => Fault.InDatabase();

    public override Text Message
    {
        get
        {
            var (why, whyEnglish) = Fault switch
            {
                TicketFault.Missing => ("Chưa có phiếu tra cứu", "There is no ticket of a check"),
                TicketFault.Unreadable => ("Phiếu tra cứu không phải do hệ thống này cấp", "The ticket was not given by this registry"),
                TicketFault.OtherProvider => ("Phiếu tra cứu là của doanh nghiệp khác", "The ticket is another provider's"),
                TicketFault.OtherCampaign => ("Phiếu tra cứu thuộc chiến dịch khác", "The ticket is of another campaign"),
                TicketFault.OtherCitizen => ("Phiếu tra cứu là của công dân khác", "The ticket is about another citizen"),
                TicketFault.OtherChannel => ("Phiếu tra cứu thuộc hình thức cấp khác", "The ticket is for another channel"),
                TicketFault.CertificateBeforeCheck => ("Chứng thư được tạo trước khi tra cứu", "The certificate was made before the check"),
                TicketFault.CertificateAfterTicket => ("Chứng thư được tạo sau khi phiếu tra cứu hết hạn", "The certificate was made after the ticket had expired"),
                TicketFault.Stale => ("Phiếu tra cứu đã quá 24 giờ sau khi hết hạn", "The ticket expired more than 24 hours ago"),
                _ => throw new InvalidOperationException($"Unknown fault {Fault}."),
            };
            return new(
                $"{why}: phải tra cứu trước khi cấp. Nếu chứng thư đã tạo thì phải thu hồi{Deadline(VietnamTime.Spoken, " trước ")}; hãy tra cứu lại rồi tạo chứng thư mới.",
                $"{whyEnglish}: a check comes before the issuance. If the certificate was made, revoke it{Deadline(VietnamTime.SpokenEnglish, " before ")}; check again, then make a new one.");
        }
    }

    public override Clause? Clause => Clause.CheckBeforeIssuing;

    private string Deadline(Func<DateTimeOffset, string> spoken, string before) => RevokeBy is { } by ? before + spoken(by) : "";
}
