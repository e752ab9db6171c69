
namespace Campaign.Registry.Providers.Clients;

/// <summary>A key or secret begins now or within a year, and ends after it has begun. A begin in the past is now.</summary>
internal static class ValidityIsPlannedRule
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    public static InvalidValidity? Judge(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now)
    {
        if (from > now + Ahead)
        {
            return new("validFrom", new("không được xa hơn một năm.", "must not be more than a year ahead."));
        }

        var begins = from > now ? from.Value : now;
        return to <= begins ? new("validTo", new("phải sau lúc bắt đầu và sau bây giờ.", "must be after the start, and in the future.")) : null;
    }
}
