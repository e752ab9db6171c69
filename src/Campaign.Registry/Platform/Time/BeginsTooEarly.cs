using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Platform.Time;

/// <summary>What holds, or held, is not rewritten: what takes its place begins later than now, and later than everything that was decided before.</summary>
/// <param name="After">Exclusive: it may begin after this.</param>
internal sealed record BeginsTooEarly(DateTimeOffset After) : Refusal
{
    /// <summary>The database's own word for it, of whichever table.</summary>
    internal const string Constraint = "what_holds_is_not_rewritten";

    public override Text Message => new(
        $"Nội dung mới phải có hiệu lực sau {VietnamTime.Spoken(After)}: điều đã quyết định không được sửa lại. Hãy chọn thời điểm muộn hơn.",
        $"A new entry must take effect after {VietnamTime.SpokenEnglish(After)}: decisions are not rewritten. Choose a later time.");

    /// <param name="from">When it shall begin; null: with this transaction.</param>
    /// <param name="now">The registry's instant.</param>
    /// <param name="last">When the last that was decided begins.</param>
    internal static BeginsTooEarly? Judge(DateTimeOffset? from, DateTimeOffset now, DateTimeOffset? last) =>
        from <= now ? new(last > now ? last.Value : now) : last >= (from ?? now) ? new(last.Value) : null;
}
