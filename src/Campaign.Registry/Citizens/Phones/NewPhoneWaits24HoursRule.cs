using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Registry.Citizens.Phones;

/// <summary>The citizen's phone replaced another, or the citizen's number became one person's with another, less than 24 hours ago, so what this login says is not yet the citizen's consent.</summary>
/// <param name="ConsentsFrom">From then on it is.</param>
internal sealed record PhoneIsNew(DateTimeOffset ConsentsFrom) : Refusal
{
    public override Text Message => new(
        $"Điện thoại này vừa được gắn thay điện thoại cũ, hoặc số căn cước vừa được liên kết với một số khác, nên chỉ đồng ý thay ông/bà được từ {VietnamTime.Spoken(ConsentsFrom)}. Nếu cần ngay, hãy đến quầy của Sở với thẻ căn cước.",
        $"This phone has just replaced an older one, or your number was just linked with another, so it can give your consent only from {VietnamTime.SpokenEnglish(ConsentsFrom)}. If it is urgent, go to the department's counter with your card.");

    public override Clause? Clause => Clause.CitizenChoosesFreely;
}

/// <summary>
/// A phone that replaced another at the counter consents to nothing in [boundAt, boundAt + 24 h): whoever it was taken from is told, and has a day to object (HUE-1.2, docs/adr/0038). So do the phones of two numbers
/// from the instant on at which these became one person's (docs/adr/0040): registry.viewer_consents_from tells both. It binds the citizen's login
/// under that number, whichever token it has: consent to a switch or an end, a need and its cancelling, the lift of a restriction. Looking, denying, reporting and asking for one's data consent to nothing and wait for
/// nothing; at the counter an officer sees the citizen.
/// </summary>
internal static class NewPhoneWaits24HoursRule
{
    private const string ConsentsFromSql = "select registry.viewer_consents_from()";

    /// <summary>Null for everybody but a citizen whose phone is new.</summary>
    public static async Task<PhoneIsNew?> JudgeAsync(Work work, Caller caller, DateTimeOffset now) =>
        caller.Citizen is not null && await work.ValueOrNullAsync<DateTimeOffset>(ConsentsFromSql) is { } from ? Judge(from, now) : null;

    /// <summary>The statement, for a command that looks at several things at once.</summary>
    public static NpgsqlBatchCommand Read() => Sql.Statement(ConsentsFromSql);

    public static PhoneIsNew? Judge(DateTimeOffset? consentsFrom, DateTimeOffset now) => consentsFrom is { } from && now < from ? new(from) : null;
}
