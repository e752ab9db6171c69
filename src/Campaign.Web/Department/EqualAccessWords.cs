using System.Globalization;
using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Department;

/// <summary>What the report on equal access says in plain words, and its tables as rows.</summary>
internal static class EqualAccessWords
{
    /// <summary>p = 0,43; in English p = 0.43. What is smaller than a thousandth is said so.</summary>
    public static Text P(double p) => p < 0.001
        ? new("p < 0,001", "p < 0.001")
        : new($"p = {p.ToString(p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture).Replace('.', ',')}", $"p = {p.ToString(p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture)}");

    public static Text Of(OrderEffect order)
    {
        var place = order.Foremost == 1 ? new Text("vị trí đầu tiên", "the first place") : new($"vị trí thứ {order.Foremost}", $"position {order.Foremost}");
        return order switch
        {
            { Verdict: OrderVerdict.NothingToSay } => new(
                $"Chưa nói được gì: còn quá ít lượt chọn (mỗi vị trí phải có ít nhất {OrderEffect.LeastExpected} lượt theo ngẫu nhiên).",
                $"No result yet: too few choices (the expected count per position must be at least {OrderEffect.LeastExpected})."),
            { Verdict: OrderVerdict.NoVisibleEffect, P: { } p } => new(
                $"Thứ tự hiển thị không có ảnh hưởng thấy được ({P(p).Vietnamese}).", $"The order had no visible effect ({P(p).English})."),
            { Verdict: OrderVerdict.PerhapsAnEffect, P: { } p } => new(
                $"Có thể thứ tự hiển thị có ảnh hưởng: {place.Vietnamese} được chọn hơi nhiều so với ngẫu nhiên ({P(p).Vietnamese}). Hãy xem lại khi có thêm số liệu.",
                $"The order may have an effect: {place.English} was chosen somewhat more often than by chance ({P(p).English}). Check again with more data."),
            { P: { } p } => new(
                $"Thứ tự hiển thị có ảnh hưởng: {place.Vietnamese} được chọn nhiều hơn mức ngẫu nhiên giải thích được ({P(p).Vietnamese}).",
                $"The order has an effect: {place.English} was chosen more often than chance can explain ({P(p).English})."),
            _ => throw new InvalidOperationException($"A verdict of {order.Verdict} has its probability."),
        };
    }

    public static IEnumerable<IReadOnlyList<string>> Rows(EqualAccessView view, Language language)
    {
        string Say(string vietnamese, string english) => new Text(vietnamese, english).In(language);
        yield return [Of(view.Order).In(language)];
        yield return [Say("Vị trí", "Place"), Say("Được chọn", "Chosen"), Say("Theo ngẫu nhiên", "By chance")];
        foreach (var place in view.Order.Places)
        {
            yield return [$"{place.Place}", $"{place.Chosen}", Expected(language, place.Expected)];
        }

        yield return
        [
            Say("Mã", "Code"), Say("Doanh nghiệp", "Provider"), Say("Được chọn", "Chosen"), Say("Biết vị trí", "Place known"), Say("Đứng đầu khi được chọn", "Chosen when first"),
            Say("Đã kết thúc", "Ended"), Say("Đã cấp", "Served"), Say("Để hết hạn", "Lapsed"), Say("Một nửa được trả lời trong (giây)", "Half answered within (s)"),
        ];
        foreach (var p in view.Providers)
        {
            yield return
            [
                p.Provider.Code, p.Provider.Name, $"{p.Chosen}", $"{p.Placed}", $"{p.ChosenFirst}", $"{p.Ended}", $"{p.Served}", $"{p.Lapsed}", $"{p.HalfAnsweredWithinSeconds}",
            ];
        }
    }

    public static string Expected(Language language, double expected)
    {
        var text = expected.ToString("0.0", CultureInfo.InvariantCulture);
        return language == Language.English ? text : text.Replace('.', ',');
    }
}
