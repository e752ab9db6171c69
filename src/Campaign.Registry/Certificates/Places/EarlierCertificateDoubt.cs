using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Certificates.Places;

/// <summary>A file that waits claims an earlier certificate of this number. Naming nobody: whose file it is, is that provider's own (I8).</summary>
internal static class EarlierCertificateDoubt
{
    public static IEnumerable<CheckWarning> Of(bool claimed)
    {
        if (claimed)
        {
            yield return new("EARLIER_CERTIFICATE_CLAIMED", new(
                "Một tệp đang chờ Sở duyệt cho rằng công dân đã được cấp chứng thư trước đây. Hãy hỏi công dân; ai báo với hệ thống trước thì giữ chỗ.",
                "A file that waits for approval claims an earlier certificate of this citizen. Ask the citizen; whoever told the registry first holds the place."));
        }
    }
}
