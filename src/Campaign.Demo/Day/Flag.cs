using System.Text.Json;

namespace Campaign.Demo.Day;

/// <param name="About">Ids of the issuances and needs concerned.</param>
/// <param name="Why">The last of its evidence, which decided.</param>
/// <param name="Provider">Null when it concerns several.</param>
internal sealed record Flag(string Id, string Kind, string Clause, string? Provider, DateTimeOffset FlaggedAt, IReadOnlyList<string> About, string Why)
{
    public static Flag Of(JsonElement node)
    {
        var evidence = node.GetProperty("evidence").EnumerateArray().ToList();
        return new(
            node.GetProperty("id").GetString()!,
            node.GetProperty("kind").GetString()!,
            node.GetProperty("clause").GetString()!,
            node.GetProperty("provider") is { ValueKind: JsonValueKind.Object } provider ? provider.GetProperty("code").GetString() : null,
            node.GetProperty("flaggedAt").GetDateTimeOffset(),
            [.. evidence.SelectMany(e => new[] { e.GetProperty("issuanceId").GetString(), e.GetProperty("needId").GetString() }).OfType<string>()],
            evidence.Count == 0 ? "" : evidence[^1].GetProperty("summary").GetString()!);
    }
}

/// <summary>What a kind of flag is called in Vietnamese.</summary>
internal static class FlagNames
{
    private static readonly Dictionary<string, string> Vietnamese = new()
    {
        ["DUPLICATE_ATTEMPT"] = "cố cấp trùng",
        ["LATE_RECORD"] = "ghi nhận trễ",
        ["RECORD_WITHOUT_CHECK"] = "ghi nhận không tra cứu",
        ["NEED_LAPSED"] = "để nhu cầu hết hạn",
        ["SUPPORT_NOT_COMPLETED"] = "hỗ trợ không hoàn thành",
        ["NEVER_ACTIVATED"] = "lỗi kỹ thuật bị bỏ quên",
        ["CHECKS_WITHOUT_ISSUANCE"] = "tra cứu hàng loạt, không cấp",
        ["MANY_NEEDS_ONE_PHONE"] = "nhiều nhu cầu, một số điện thoại",
        ["SHARED_RECIPIENT"] = "một người nhận thay nhiều người",
        ["RECIPIENT_NOT_HOLDER"] = "người nhận không phải chủ thể",
        ["CONTRACT_NUMBER_REUSED"] = "trùng số hợp đồng",
        ["DOSSIER_INCOMPLETE"] = "hồ sơ thiếu",
        ["NOT_REVOKED_IN_TIME"] = "không thu hồi đúng hạn",
        ["KEY_REUSED"] = "dùng lại khóa",
        ["FREE_PERIOD_BREACH"] = "lách thời gian miễn phí",
        ["GHOST_ISSUANCE"] = "nghi cấp không gặp công dân",
        ["ONE_PHONE_MANY_HOLDERS"] = "một số điện thoại, nhiều chủ thể",
        ["MASS_ENDS"] = "kết thúc hàng loạt",
        ["SERIAL_CHANGES"] = "chuyển doanh nghiệp liên tục",
        ["STATEMENTS_DENIED"] = "lời khai bị phủ nhận",
        ["LOOKUPS_SPREAD"] = "tra cứu hàng loạt chia nhỏ",
        ["STEERING_REPORTED"] = "bị phản ánh ép, lôi kéo",
    };

    public static string Of(string kind) => Vietnamese.GetValueOrDefault(kind, kind);
}
