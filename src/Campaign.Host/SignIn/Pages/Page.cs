using Campaign.Host.Graph;
using Campaign.Registry.Kernel;
using Microsoft.AspNetCore.Antiforgery;

namespace Campaign.Host.SignIn.Pages;

/// <summary>A fault that a person can mend, at the field that it is about.</summary>
/// <param name="Field">The name of the input; empty when it is about the whole form.</param>
internal sealed record FormFault(string Field, Text Message);

/// <summary>One input of a form.</summary>
/// <param name="Type">As HTML calls it.</param>
/// <param name="Autocomplete">What a browser or password store may fill in.</param>
internal sealed record FormField(string Name, Text Label, string Type, string Autocomplete, Text? Hint = null, string Value = "")
{
    public bool Numeric { get; init; }
}

/// <summary>
/// The frame of the sign-in's pages: Vietnamese first, English by Accept-Language; no script but the one that shows a password; every field has its label, its hint and its
/// fault tied to it; a page with a fault begins with it, and the first wrong field has the focus.
/// </summary>
internal sealed class Page(HttpContext http)
{
    private readonly Language language = AnswerForm.LanguageOf(http.Request);

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
            <title>{Say(title)} · {Say("Sổ đăng ký chữ ký số", "Signature registry")}</title>
            <link rel="stylesheet" href="{PageAssets.Style}">
            <script src="{PageAssets.Script}" defer></script>
            </head>
            <body>
            <header><p>{Say("Sổ đăng ký chữ ký số", "Signature registry")}</p></header>
            <main>
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
    public Html Form(string action, Html content, Text submit, bool quiet = false) => Html.Of($"""
        <form method="post" action="{action}" novalidate>
        {Token()}
        {content}
        <button type="submit"{(quiet ? new Html(" class=\"quiet\"") : Html.Nothing)}>{Say(submit)}</button>
        </form>
        """);

    public static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>Fields with their faults; above them, what is wrong, as a list that leads to each field.</summary>
    public Html Fields(IReadOnlyList<FormField> fields, IReadOnlyList<FormFault> faults)
    {
        var summary = faults.Count == 0 ? Html.Nothing : Html.Of($"""
            <div class="fault" role="alert"><p>{Html.Join(faults.Select(f => f.Field.Length == 0
                ? Html.Of($"{Say(f.Message)} ")
                : Html.Of($"""<a href="#{f.Field}">{Say(f.Message)}</a> """)))}</p></div>
            """);
        var focus = faults.Select(f => f.Field).FirstOrDefault(f => f.Length > 0) ?? fields[0].Name;
        return Html.Join([summary, .. fields.Select(field => Input(field, faults.FirstOrDefault(f => f.Field == field.Name), field.Name == focus))]);
    }

    private Html Input(FormField field, FormFault? fault, bool focus)
    {
        var described = string.Join(' ', new[] { field.Hint is null ? null : $"{field.Name}-hint", fault is null ? null : $"{field.Name}-fault" }.OfType<string>());
        var hint = field.Hint is { } text ? Html.Of($"""<p class="hint" id="{field.Name}-hint">{Say(text)}</p>""") : Html.Nothing;
        var wrong = fault is null ? Html.Nothing : Html.Of($"""<p class="wrong" id="{field.Name}-fault">✖ {Say(fault.Message)}</p>""");
        var show = field.Type == "password"
            ? Html.Of($"""<button type="button" class="show" data-shows="{field.Name}" aria-pressed="false" hidden>{Say("Hiện mật khẩu", "Show password")}</button>""")
            : Html.Nothing;
        return Html.Of($"""
            <div class="field">
            <label for="{field.Name}">{Say(field.Label)}</label>
            {hint}{wrong}
            <input id="{field.Name}" name="{field.Name}" type="{field.Type}" value="{field.Value}" autocomplete="{field.Autocomplete}" required maxlength="300"
              autocapitalize="none" spellcheck="false"{Attribute(field.Numeric, " inputmode=\"numeric\"")}{(described.Length > 0 ? Html.Of($" aria-describedby=\"{described}\"") : Html.Nothing)}{Attribute(fault is not null, " aria-invalid=\"true\"")}{Attribute(focus, " autofocus")}>
            {show}
            </div>
            """);
    }

    private static Html Attribute(bool there, string markup) => there ? new(markup) : Html.Nothing;

    private Html Token()
    {
        var token = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return Hidden(token.FormFieldName, token.RequestToken!);
    }
}
