using Campaign.Registry.Platform.Answers;
using Campaign.SignIn.People;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;

namespace Campaign.SignIn.Pages;

/// <summary>A fault that a person can mend, at the field that it is about.</summary>
/// <param name="Field">The id of the input; empty when it is about the whole form.</param>
internal sealed record FormFault(string Field, Text Message);

/// <summary>One input of a form.</summary>
/// <param name="Type">As HTML calls it; "select" for a choice, "textarea" for some lines.</param>
/// <param name="Autocomplete">What a browser or password store may fill in.</param>
internal sealed record FormField(string Name, Text Label, string Type, string Autocomplete, Text? Hint = null, string Value = "")
{
    public bool Numeric { get; init; }

    /// <summary>Where one name stands in several forms of a page, each has an id of its own.</summary>
    public string Id { get; init; } = Name;

    /// <summary>What can be chosen: value and words.</summary>
    public IReadOnlyList<(string Value, Text Words)> Options { get; init; } = [];

    public bool Optional { get; init; }

    /// <summary>Of some lines: how many characters they take.</summary>
    public int MaxLength { get; init; } = 2_000;

    /// <summary>Of a file: which ones are offered.</summary>
    public string? Accept { get; init; }
}

/// <summary>
/// The frame of the sign-in's pages: Vietnamese first, English by Accept-Language; no script but the one that shows a password; every field has its label, its hint and its
/// fault tied to it; a page with a fault begins with it, and the first wrong field has the focus.
/// </summary>
internal sealed class Page(HttpContext http)
{
    private readonly Language language = RequestLanguage.Of(http.Request);

    /// <summary>Who is signed in, where the page is for somebody who is: shown with the ways to the other pages.</summary>
    public Session? Own { get; init; }

    /// <summary>A script of this page's own; the page works without it.</summary>
    public string? Script { get; init; }

    public string Say(Text text) => text.In(language);

    public string Say(string vietnamese, string english) => language == Language.English ? english : vietnamese;

    public IResult Answer(Text title, Html body, int status = StatusCodes.Status200OK)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="{Say("vi", "en")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{(status >= StatusCodes.Status400BadRequest ? Say("Lỗi: ", "Error: ") : "")}{Say(title)} · {Say("Sổ đăng ký chữ ký số", "Signature registry")}</title>
            <link rel="icon" href="{Campaign.Web.Pages.WebAssets.Icon}" type="image/svg+xml">
            <link rel="stylesheet" href="{PageAssets.Style}">
            <script src="{Campaign.Web.Pages.WebAssets.ShowPassword}" defer></script>{(Script is null ? Html.Nothing : Html.Of($"""<script src="{Script}" defer></script>"""))}
            </head>
            <body{(Own is null ? Html.Nothing : new Html(" class=\"desk\""))}>
            <a class="skip" href="#content">{Say("Đến nội dung", "Skip to content")}</a>
            <header><p>{Say("Sổ đăng ký chữ ký số", "Signature registry")}</p></header>
            {(Own is null ? Html.Nothing : PageMenu.Of(this, Own, http.Request.Path))}
            <main id="content" tabindex="-1">
            <h1>{Say(title)}</h1>
            {body}
            </main>
            </body>
            </html>
            """);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept-Language, Cookie";
        return Results.Content(page.Markup, "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A form that only this registry's pages can send: it carries an antiforgery token.</summary>
    public Html Form(string action, Html content, Text submit, bool quiet = false, string? encoding = null) => Html.Of($"""
        <form method="post" action="{action}"{(encoding is null ? Html.Nothing : Html.Of($" enctype=\"{encoding}\""))} novalidate>
        {Token()}
        {content}
        <button type="submit"{(quiet ? new Html(" class=\"quiet\"") : Html.Nothing)}>{Say(submit)}</button>
        </form>
        """);

    public static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>What is opened by a press, without script.</summary>
    public Html Fold(Text summary, Html content, bool open = false) => Html.Of($"""
        <details{Attribute(open, " open")}><summary>{Say(summary)}</summary>
        {content}
        </details>
        """);

    /// <summary>A state in a sign, a word and a colour; never by colour alone.</summary>
    /// <param name="kind">good, waiting or over.</param>
    public Html State(string kind, Text words) => Html.Of(
        $"""<span class="state {kind}"><span aria-hidden="true">{kind switch { "good" => "✔", "waiting" => "‖", _ => "✖" }}</span> {Say(words)}</span>""");

    /// <summary>Above a form: what is wrong with it, as a list that leads to each field. It is read out, and has the focus where no field can have it.</summary>
    public Html Summary(IReadOnlyList<FormFault> faults) => faults.Count == 0 ? Html.Nothing : Html.Of($"""
        <div class="fault" role="alert"{Attribute(faults.All(f => f.Field.Length == 0), " tabindex=\"-1\" autofocus")}><ul>{Html.Join(faults.Select(f => f.Field.Length == 0
            ? Html.Of($"<li>{Say(f.Message)}</li>")
            : Html.Of($"""<li><a href="#{f.Field}">{Say(f.Message)}</a></li>""")))}</ul></div>
        """);

    /// <summary>Fields with their faults; above them, what is wrong.</summary>
    public Html Fields(IReadOnlyList<FormField> fields, IReadOnlyList<FormFault> faults) =>
        Html.Of($"{Summary(faults)}{Inputs(fields, faults, faults.Select(f => f.Field).FirstOrDefault(f => f.Length > 0) ?? fields[0].Id)}");

    /// <summary>Fields of one of several forms: none has the focus unless it is the first that is wrong.</summary>
    public Html Inputs(IReadOnlyList<FormField> fields, IReadOnlyList<FormFault> faults, string? focus = null)
    {
        var first = focus ?? (faults is [{ Field: var wrong }, ..] ? wrong : null);
        return Html.Join(fields.Select(field => Input(field, faults.FirstOrDefault(f => f.Field == field.Id), field.Id == first)));
    }

    private Html Input(FormField field, FormFault? fault, bool focus)
    {
        var described = string.Join(' ', new[] { field.Hint is null ? null : $"{field.Id}-hint", fault is null ? null : $"{field.Id}-fault" }.OfType<string>());
        var hint = field.Hint is { } text ? Html.Of($"""<p class="hint" id="{field.Id}-hint">{Say(text)}</p>""") : Html.Nothing;
        var wrong = fault is null ? Html.Nothing : Html.Of($"""<p class="wrong" id="{field.Id}-fault">✖ {Say(fault.Message)}</p>""");
        var attributes = Html.Of($"""{(described.Length > 0 ? Html.Of($" aria-describedby=\"{described}\"") : Html.Nothing)}{Attribute(fault is not null, " aria-invalid=\"true\"")}{Attribute(focus, " autofocus")}""");
        return Html.Of($"""
            <div class="field">
            <label for="{field.Id}">{Say(field.Label)}</label>
            {hint}{wrong}
            {field.Type switch { "select" => Choice(field, attributes), "textarea" => Lines(field, attributes), _ => Box(field, attributes) }}
            </div>
            """);
    }

    private Html Box(FormField field, Html attributes)
    {
        var show = field.Type == "password"
            ? Html.Of($"""<button type="button" class="show" data-shows="{field.Id}" aria-pressed="false" hidden>{Say("Hiện mật khẩu", "Show password")}</button>""")
            : Html.Nothing;
        return Html.Of($"""
            <input id="{field.Id}" name="{field.Name}" type="{field.Type}"{(field.Type == "file" ? Html.Of($" accept=\"{field.Accept}\" required") : Html.Of($""" value="{field.Value}" autocomplete="{field.Autocomplete}"{Attribute(!field.Optional, " required")} maxlength="300" autocapitalize="none" spellcheck="false"{Attribute(field.Numeric, " inputmode=\"numeric\"")}"""))}{attributes}>
            {show}
            """);
    }

    private static Html Lines(FormField field, Html attributes) => Html.Of(
        $"""<textarea id="{field.Id}" name="{field.Name}" rows="3" maxlength="{field.MaxLength.ToString(System.Globalization.CultureInfo.InvariantCulture)}" autocomplete="{field.Autocomplete}"{Attribute(!field.Optional, " required")}{attributes}>{field.Value}</textarea>""");

    private Html Choice(FormField field, Html attributes) => Html.Of($"""
        <select id="{field.Id}" name="{field.Name}"{attributes}>
        {Html.Join(field.Options.Select(o => Html.Of($"""<option value="{o.Value}"{Attribute(o.Value == field.Value, " selected")}>{Say(o.Words)}</option>""")))}
        </select>
        """);

    private static Html Attribute(bool there, string markup) => there ? new(markup) : Html.Nothing;

    private Html Token()
    {
        var token = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return Hidden(token.FormFieldName, token.RequestToken!);
    }
}
