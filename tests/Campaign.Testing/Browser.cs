using System.Net;
using System.Text.RegularExpressions;

namespace Campaign.Testing;

/// <summary>What a browser was answered, without following where it leads.</summary>
internal sealed record PageAnswer(HttpStatusCode Status, string Location, string Body, HttpResponseMessage Response);

/// <summary>
/// A browser of one person: keeps cookies, sends them back (Secure ones too, as browsers do to 127.0.0.1), fills in forms as the page that it got has them, follows nothing
/// by itself.
/// </summary>
internal sealed partial class Browser(Uri address) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public Dictionary<string, string> Cookies { get; } = [];

    public string Language { get; set; } = "en";

    public void Dispose() => http.Dispose();

    public Task<PageAnswer> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    /// <summary>Sends a form without looking at any page first.</summary>
    public Task<PageAnswer> PostAsync(string path, Dictionary<string, string> fields) =>
        SendAsync(new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>Opens a page, fills in the form (the hidden fields are the page's) and sends it to where that form goes.</summary>
    /// <param name="page">Its path.</param>
    /// <param name="fields">What is typed.</param>
    /// <param name="action">Where the form goes; null for the page's own path.</param>
    /// <param name="formFrom">Another page, whose form's token is sent; null for this one.</param>
    public async Task<PageAnswer> SubmitAsync(string page, Dictionary<string, string> fields, string? action = null, string? formFrom = null)
    {
        var opened = await GetAsync(formFrom ?? page);
        if (opened.Status != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{page}: {(int)opened.Status} {opened.Location} {opened.Body}");
        }

        var sent = Hidden().Matches(opened.Body).GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups[2].Value));
        foreach (var (name, value) in fields)
        {
            sent[name] = value;
        }

        return await PostAsync(action ?? page.Split('?')[0], sent);
    }

    public async Task<PageAnswer> SendAsync(HttpRequestMessage request)
    {
        request.Headers.AcceptLanguage.ParseAdd(Language);
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        var response = await http.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie.Split('=')[0], cookie.Split(';')[0].Split('=', 2)[1]);
            if (value.Length == 0)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value;
            }
        }

        return new(response.StatusCode, response.Headers.Location?.OriginalString ?? "", await response.Content.ReadAsStringAsync(), response);
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
