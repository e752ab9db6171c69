using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Web.Pages;

namespace Campaign.Web.Department.Minutes;

public enum PaperStyle
{
    Heading,
    Subheading,
    Paragraph,
    Item,
}

public readonly record struct PaperLine(PaperStyle Style, string Text);

/// <summary>
/// The words of a document of minutes, each where Decree 30/2020/ND-CP has it: what lays them out adds none. Everything comes from the data that was hashed; of people's text what no document can carry is left
/// out, and Vietnamese marks are composed (NFC).
/// </summary>
public sealed partial record MinutesPaper(
    string? Superior, string Agency, string Number, string PlaceAndDate, string Title, string Subject, IReadOnlyList<PaperLine> Body, string SignedBy, IReadOnlyList<string> Recipients, string Foot,
    string FileName)
{
    public const string Nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
    public const string Motto = "Độc lập - Tự do - Hạnh phúc";
    public const string SignHere = "(Ký, ghi rõ họ tên)";
    public const string SentTo = "Nơi nhận:";

    public static MinutesPaper Of(MinutesView minutes)
    {
        var data = MinutesData.Read(minutes.Content);
        var provider = NameOf(data.Provider);
        var day = VietnamTime.DateOf(minutes.DrawnUpAt);
        var title = data.Title.Split(' ', 3) is [var one, var two, ..] ? $"{one} {two}" : data.Title;
        return new(
            data.Superior is { } superior ? Upper(superior) : null,
            Upper(data.Agency ?? ""),
            $"Số: {Clean(data.Number)}",
            $"{(data.Seat is { } seat ? $"{Clean(seat)}, " : "")}ngày {day.Day:00} tháng {(day.Month < 3 ? "0" : "")}{day.Month} năm {day.Year}",
            Clean(title),
            Clean($"Về vi phạm của {provider}, hồ sơ số {data.CaseNumber}"),
            [.. BodyOf(data, provider)],
            "NGƯỜI LẬP BIÊN BẢN",
            [$"- {Clean(provider)};", $"- Lưu: VT, hồ sơ {Clean(data.CaseNumber)}."],
            $"Số {Clean(data.Number)}, năm {data.Year}, phiên bản {data.Version}. SHA-256 của dữ liệu: {minutes.Sha256}",
            $"bien-ban-{Unsafe().Replace(data.Number, "-")}-{data.Year}-v{data.Version}");
    }

    private static IEnumerable<PaperLine> BodyOf(MinutesData data, string provider)
    {
        yield return Paragraph($"Lập lúc {data.DrawnUpAt}, tại {data.Place}.");
        if (data.Version > 1)
        {
            yield return Paragraph($"Đây là phiên bản {data.Version} của biên bản số {data.Number}; các phiên bản trước được lưu nguyên văn.");
        }

        yield return Heading("I. Thành phần");
        yield return Paragraph($"Người lập (tài khoản): {ActorWords.Of(data.DrawnUpBy).Vietnamese}.");
        yield return Paragraph(data.Attendees.Count == 0 ? "Không có người tham dự khác." : "Người tham dự:");
        foreach (var attendee in data.Attendees)
        {
            yield return Item($"{attendee};");
        }

        yield return Heading("II. Hồ sơ");
        yield return Paragraph($"Doanh nghiệp: {provider} (mã {data.Provider.Code}). Chương trình: {data.Campaign}. Hồ sơ số {data.CaseNumber}, gồm {data.Flags} vi phạm được phát hiện.");
        yield return Heading("III. Nội dung phát hiện");
        foreach (var (finding, place) in data.Findings.Select((f, i) => (f, i + 1)))
        {
            yield return Subheading($"{place}. {finding.Name} ({finding.Clause})");
            foreach (var piece in finding.Evidence)
            {
                yield return Item(piece.At is { } at ? $"{at}: {ActorWords.Evidence(piece.Summary)}" : ActorWords.Evidence(piece.Summary));
            }
        }

        yield return Heading("IV. Ý kiến của doanh nghiệp");
        if (data.Statements.Count == 0)
        {
            yield return Paragraph("Doanh nghiệp không được hỏi trong hồ sơ này.");
        }

        foreach (var said in data.Statements)
        {
            foreach (var line in Said($"Hỏi {NameOf(said.Provider)} lúc {said.AskedAt}, hạn trả lời {said.AnswerDueAt}: ", said.Question))
            {
                yield return line;
            }

            foreach (var line in said.Answer is { } answer ? Said($"Trả lời lúc {said.AnsweredAt}{(said.Late ? " (sau hạn)" : "")}: ", answer) : [Paragraph("Chưa có trả lời.")])
            {
                yield return line;
            }
        }

        yield return Heading("V. Kết luận");
        foreach (var line in Said($"{data.Conclusion.Decision}. Lý do: ", data.Conclusion.Reason))
        {
            yield return line;
        }

        yield return Paragraph($"Kết luận lúc {data.Conclusion.DecidedAt} (tài khoản: {ActorWords.Of(data.Conclusion.By).Vietnamese}).");
        if (!string.IsNullOrEmpty(data.Remarks))
        {
            yield return Heading("VI. Ghi nhận khác");
            foreach (var line in Said("", data.Remarks))
            {
                yield return line;
            }
        }
    }

    /// <summary>Each line that people wrote is a paragraph.</summary>
    private static IEnumerable<PaperLine> Said(string opening, string text) =>
        (opening + text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Paragraph);

    private static string NameOf(MinutesProvider provider) => provider.Name ?? provider.Code;

    private static PaperLine Heading(string text) => new(PaperStyle.Heading, Clean(text));

    private static PaperLine Subheading(string text) => new(PaperStyle.Subheading, Clean(text));

    private static PaperLine Paragraph(string text) => new(PaperStyle.Paragraph, Clean(text));

    private static PaperLine Item(string text) => new(PaperStyle.Item, $"- {Clean(text)}");

    private static string Upper(string text) => Clean(text).ToUpperInvariant();

    /// <summary>Control characters, half surrogates and marks that turn the writing round are left out: neither HTML nor XML has a place for them, and a signed paper none for the last.</summary>
    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control)
            {
                kept.Append(' ');
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned) && rune != Rune.ReplacementChar
                && (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)))
            {
                kept.Append(rune);
            }
        }

        return LatinLetters.Together(kept.ToString());
    }

    [GeneratedRegex("[^A-Za-z0-9-]+")]
    private static partial Regex Unsafe();
}
