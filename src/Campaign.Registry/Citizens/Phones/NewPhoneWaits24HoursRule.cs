using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Registry.Citizens.Phones;

/// <summary>The citizen's phone replaced another less than 24 hours ago, so what this login says is not yet the citizen's consent.</summary>
/// <param name="ConsentsFrom">From then on it is.</param>
internal sealed record PhoneIsNew(DateTimeOffset ConsentsFrom) : Refusal
{
    public override Text Message => new(
        $"Điện thoại này vừa được gắn thay điện thoại cũ, nên chỉ đồng ý thay ông/bà được từ {VietnamTime.Spoken(ConsentsFrom)}. Nếu cần ngay, hãy đến quầy của Sở với thẻ căn cước.",
        $"This phone has just replaced an older one, so it can give your consent only from {VietnamTime.SpokenEnglish(ConsentsFrom)}. If it is urgent, go to the department's counter with your card.");

    public override Clause? Clause => Clause.CitizenChoosesFreely;
}

/// <summary>
/// A phone that replaced another at the counter consents to nothing in [boundAt, boundAt + 24 h): whoever it was taken from is told, and has a day to object (HUE-1.2, docs/adr/0038). It binds the citizen's login
/// under that number, whichever token it has: consent to a switch or an end, a need and its cancelling, the lift of a restriction. Looking, denying, reporting and asking for one's data consent to nothing and wait for
/// nothing; at the counter an officer sees the citizen.
/// </summary>
internal static class NewPhoneWaits24HoursRule
{
    private const string ConsentsFromSql = "select max(b.consents_from) from registry.phone_bindings b where b.number_hash = any (registry.viewer_key_hashes())";

    /// <summary>Null for everybody but a citizen whose phone is new.</summary>
    public static async Task<PhoneIsNew?> JudgeAsync(Work work, Caller caller, DateTimeOffset now) =>
        caller.Citizen is not null && await work.ValueOrNullAsync<DateTimeOffset>(ConsentsFromSql) is { } from ? Judge(from, now) : null;

    /// <summary>The statement, for a command that looks at several things at once.</summary>
    public static NpgsqlBatchCommand Read() => Sql.Statement(ConsentsFromSql);

    public static PhoneIsNew? Judge(DateTimeOffset? consentsFrom, DateTimeOffset now) => consentsFrom is { } from && now < from ? new(from) : null;
}
