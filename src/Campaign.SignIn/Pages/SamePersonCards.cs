using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.People;
using Campaign.Web.Department;

namespace Campaign.SignIn.Pages;

/// <summary>
/// Two persons who may be one, side by side: what was said of each, how each field compares and what it weighs, what stands under each. Numbers are masked and the phone is
/// not shown (HUE-1.7). On a phone the table becomes blocks, one below the other; roles are said aloud, for a table that is laid out otherwise loses them.
/// </summary>
/// <param name="names">Providers' names by code.</param>
internal sealed class SamePersonCards(Page page, IReadOnlyDictionary<string, string> names)
{
    public const string Keep = "keep";
    public const string Link = "link";
    public const string Apart = "apart";

    /// <summary>Of what was said of a person, the newest; the rest is in the citizen's file.</summary>
    private const int SaidShown = 5;

    private static readonly Text First = new("Người thứ nhất", "First person");
    private static readonly Text Second = new("Người thứ hai", "Second person");

    public Html Of(SamePersonPairView pair, Html decision) => Html.Of($"""
        <li><h2 id="pair-{pair.Id.ToString()}">{NameOf(pair.First)} <span class="and">{page.Say("và", "and")}</span> {NameOf(pair.Second)}</h2>
        <p><strong>{page.Say(new($"{pair.Score} điểm", $"{pair.Score} points"))}</strong> · {page.Say("tìm thấy lúc", "found at")} {PageMenu.Clock(pair.FoundAt)}</p>
        {Decided(pair)}
        <table class="sides" role="table" aria-labelledby="pair-{pair.Id.ToString()}">
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">{page.Say("Mục", "Field")}</th><th role="columnheader" scope="col">{page.Say(First)}</th><th role="columnheader" scope="col">{page.Say(Second)}</th><th role="columnheader" scope="col">{page.Say("So sánh", "Comparison")}</th></tr></thead>
        <tbody role="rowgroup">
        {Row(new("Số giấy tờ", "Number"), Lines(pair.First.Numbers.Select(Plain)), Lines(pair.Second.Numbers.Select(Plain)), Html.Nothing)}
        {Html.Join(pair.Fields.Select(f => Row(SamePersonWords.Of(f.Field), Said(pair.First, f.Field), Said(pair.Second, f.Field), Comparison(f))))}
        {Row(new("Chứng thư còn hiệu lực", "Live certificates"), Issuances(pair.First), Issuances(pair.Second), BothHold(pair)
            ? page.State("waiting", new("Mỗi bên đang giữ một chứng thư", "Each holds a certificate")) : Html.Nothing)}
        {Row(new("Ai khai", "Who said so"), Sources(pair.First), Sources(pair.Second), Html.Nothing)}
        </tbody></table>
        {decision}
        </li>
        """);

    /// <summary>The three acts, one reason; none is chosen beforehand. What was refused stays as it was typed.</summary>
    public Html Form(SamePersonPairView pair, string listed, string after, Tried tried, IReadOnlyList<FormFault> faults)
    {
        var id = pair.Id.ToString();
        var mine = tried.Id == id;
        var wrong = faults.FirstOrDefault(f => !f.Field.StartsWith("reason-", StringComparison.Ordinal));
        var choices = new (string Act, Text Label, Text Does, bool Offered)[]
        {
            (Keep, new("Giữ nguyên", "Keep"), new(
                "Chưa đủ căn cứ. Hai hồ sơ để nguyên; cặp này được hỏi lại khi dữ liệu khai thay đổi.", "Not clear enough. Both stay as they are; the pair is asked again when the facts change."),
                pair.State == SamePersonState.Open),
            (Link, new("Liên kết là một người", "Link as one person"), BothHold(pair)
                ? new("Hai số thành một người, không đổi lại trên trang này. Hãy kết thúc một trong hai chứng thư trước: mỗi người chỉ giữ một.",
                    "Both numbers become one person; not undone on this page. End one of the two certificates first: a person holds one.")
                : new("Hai số thành một người, chung một suất chứng thư. Không đổi lại trên trang này.", "Both numbers become one person with one certificate. It is not undone on this page."), true),
            (Apart, new("Không phải một người", "Not the same person"), new("Ghi nhớ mãi mãi; cặp này không bao giờ được hỏi lại.", "Remembered for good; the pair is never asked again."), true),
        };
        var described = wrong is null ? Html.Nothing : Html.Of($" aria-describedby=\"act-{id}-fault\"");
        return page.Form(SignInPaths.SamePersons, Html.Of($"""
            {Page.Hidden("id", id)}{Page.Hidden("state", listed)}{Page.Hidden("after", after)}
            {page.Summary(faults)}
            <fieldset{described}><legend>{page.Say("Quyết định", "Decision")}</legend>
            {(wrong is null ? Html.Nothing : Html.Of($"""<p class="wrong" id="act-{id}-fault">✖ {page.Say(wrong.Message)}</p>"""))}
            {Html.Join(choices.Where(c => c.Offered).Select(c => Html.Of($"""
                <div class="choice"><input type="radio" id="{c.Act}-{id}" name="act" value="{c.Act}" aria-describedby="{c.Act}-{id}-hint"{(mine && tried.Act == c.Act ? new Html(" checked") : Html.Nothing)}{(
                    wrong?.Field == $"{c.Act}-{id}" ? new Html(" autofocus") : Html.Nothing)}>
                <div><label for="{c.Act}-{id}">{page.Say(c.Label)}</label><p class="hint" id="{c.Act}-{id}-hint">{page.Say(c.Does)}</p></div></div>
                """)))}
            </fieldset>
            {page.Inputs([new("reason", new("Lý do", "Reason"), "textarea", "off", new(
                "Căn cứ của quyết định, để trả lời khi bị hỏi. Không ghi số căn cước.", "What the decision rests on, for whoever asks later. No citizen number."),
                mine ? tried.Form?["reason"].ToString() ?? "" : "") { Id = $"reason-{id}", MaxLength = TypedText.Reason.Most }], faults, wrong is null ? null : "")}
            """), new("Ghi quyết định", "Record the decision"));
    }

    /// <summary>By the name that was said last, else by the masked number.</summary>
    public static string NameOf(SamePersonSide side) => side.Said.FirstOrDefault(s => s.Name is not null)?.Name ?? (side.Numbers is [var number, ..] ? number : "•••");

    private static bool BothHold(SamePersonPairView pair) => pair.First.Issuances.Count > 0 && pair.Second.Issuances.Count > 0;

    private static Html Plain(string text) => Html.Of($"{text}");

    private Html Decided(SamePersonPairView pair) => pair.DecidedAt is not { } at ? Html.Nothing : Html.Of($"""
        <p>{page.State(pair.State switch { SamePersonState.Linked => "good", SamePersonState.NotTheSame => "over", _ => "waiting" }, SamePersonWords.Of(pair.State))}</p>
        <p>{page.Say("Quyết định bởi", "Decided by")} <strong>{DeskWords.NameOf(pair.DecidedBy!)}</strong>, {PageMenu.Clock(at)} · {page.Say("lý do", "why")}: {pair.Reason}</p>
        """);

    private Html Row(Text field, Html first, Html second, Html comparison) => Html.Of($"""
        <tr role="row"><th role="rowheader" scope="row">{page.Say(field)}</th><td role="cell"><span class="side">{page.Say(First)}</span>{first}</td><td role="cell"><span class="side">{page.Say(Second)}</span>{second}</td><td role="cell" class="compared">{comparison}</td></tr>
        """);

    private Html Comparison(FieldExplanation field)
    {
        var (sign, word, kind) = SamePersonWords.Of(field.Comparison);
        return Html.Of($"""
            <span class="mark {kind}"><span aria-hidden="true">{sign}</span> {page.Say(word)}</span> <span class="points">{page.Say(SamePersonWords.Points(field.Points))}</span><br>{page.Say(
                SamePersonWords.Of(field.Field, field.How))}{(field.Bearers is { } bearers ? Html.Of($"; {page.Say(SamePersonWords.Bearers(bearers))}") : Html.Nothing)}
            """);
    }

    /// <summary>What was said of a field, each value once, the newest first.</summary>
    private Html Said(SamePersonSide side, ComparedField field) => field == ComparedField.Phone
        ? Html.Of($"""<span class="unsaid">{page.Say("không hiện số", "not shown")}</span>""")
        : Lines(side.Said.Select(s => field switch
        {
            ComparedField.Name => s.Name,
            ComparedField.BirthDate => s.BirthDate?.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture),
            ComparedField.Sex => s.Sex is { } sex ? sex == Sex.Female ? page.Say("Nữ", "Female") : page.Say("Nam", "Male") : null,
            _ => s.WardCode is { } ward ? page.Say($"mã {ward}", $"code {ward}") : null,
        }).OfType<string>().Distinct().Take(SaidShown).Select(Plain));

    private Html Issuances(SamePersonSide side) => side.Issuances.Count == 0
        ? Html.Of($"""<span class="unsaid">{page.Say("không có", "none")}</span>""")
        : Lines(side.Issuances.Select(i => Html.Of($"<strong>{ProviderOf(i.ProviderCode)}</strong>, {page.Say(SamePersonWords.OfStatus(i.Status))}, {page.Say("ghi nhận lúc", "recorded at")} {PageMenu.Clock(i.RecordedAt)}")));

    private Html Sources(SamePersonSide side) => Lines(side.Said.Take(SaidShown).Select(s => Html.Of(
        $"{(s.ProviderCode is { } code ? ProviderOf(code) : page.Say("Công dân", "The citizen"))}, {page.Say(SamePersonWords.OfSource(s.Source))}, {PageMenu.Clock(s.At)}")));

    private Html Lines(IEnumerable<Html> lines)
    {
        var all = lines.ToList();
        return all.Count == 0
            ? Html.Of($"""<span class="unsaid">{page.Say("chưa khai", "not said")}</span>""")
            : Html.Join(all.Select(line => Html.Of($"""<span class="said">{line}</span>""")));
    }

    private string ProviderOf(string code) => names.GetValueOrDefault(code, code);
}
