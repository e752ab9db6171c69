using System.Text;
using Campaign.Registry.Oversight.Reports;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Citizen.Reports;

/// <summary>A report as far as it has been filled in, question by question; in the browser's sealed cookies until it is sent.</summary>
/// <param name="RequestId">Made before the first question, at random, so that a form that is sent twice reports once.</param>
/// <param name="Order">The providers as they were shuffled for this form: the list does not jump while one fills it in.</param>
/// <param name="Provider">Null: none in particular.</param>
/// <param name="Badge">What was scanned; it names its provider by itself.</param>
/// <param name="TextParts">In how many cookies the text is: one of them holds too little.</param>
public sealed record ReportDraft(
    string RequestId, string Campaign, IReadOnlyList<string> Order, ReportKind? Kind = null, string? Provider = null, bool ProviderAsked = false, int TextParts = 0, bool TextAsked = false,
    string? Phone = null, bool PhoneAsked = false, string? Badge = null, string? Issuance = null, string? Lookup = null)
{
    internal static SealedCookie<ReportDraft> Cookie { get; } = new("report", TimeSpan.FromMinutes(60));

    /// <summary>The first question that has no answer yet; the check when all have one.</summary>
    internal string NextStep => this switch
    {
        { Kind: null } => ReportEndpoints.KindStep,
        { ProviderAsked: false, NamesItsProvider: false } => ReportEndpoints.ProviderStep,
        { TextAsked: false } or { Kind: ReportKind.Other, TextParts: 0 } => ReportEndpoints.TextStep,
        { PhoneAsked: false } => ReportEndpoints.PhoneStep,
        _ => ReportEndpoints.CheckStep,
    };

    internal bool NamesItsProvider => Badge is not null || Issuance is not null || Lookup is not null;
}

/// <summary>What was reported, for the pages after it: its number, and nothing of what it says.</summary>
public sealed record SentReport(string Reference, int Photos)
{
    internal static SealedCookie<SentReport> Cookie { get; } = new("reported", TimeSpan.FromMinutes(60));
}

/// <summary>The text of a draft, in as many sealed cookies as it needs: browsers keep 4 kB in one.</summary>
internal static class DraftText
{
    private const int BytesInOne = 1_800;
    private const int MostParts = 4;

    /// <summary>As bytes, for a letter with accents would else be written as six characters.</summary>
    internal sealed record Part(byte[] Utf8);

    private static readonly SealedCookie<Part>[] Cookies = [.. Enumerable.Range(0, MostParts).Select(i => new SealedCookie<Part>($"report-text-{i}", TimeSpan.FromMinutes(60)))];

    /// <summary>In how many cookies it is; at most 2,000 characters have room.</summary>
    public static int Write(HttpContext http, string text)
    {
        var parts = Encoding.UTF8.GetBytes(text).Chunk(BytesInOne).ToList();
        for (var i = 0; i < MostParts; i++)
        {
            if (i < parts.Count)
            {
                Cookies[i].Write(http, new(parts[i]));
            }
            else if (http.Request.Cookies.ContainsKey(Cookies[i].Name))
            {
                Cookies[i].Delete(http);
            }
        }

        return parts.Count;
    }

    /// <summary>Null when there is none, or a part of it is gone.</summary>
    public static string? Read(HttpContext http, int parts)
    {
        var read = Cookies.Take(parts).Select(c => c.Read(http)?.Utf8).ToList();
        return read.Count == 0 || read.Contains(null) ? null : Encoding.UTF8.GetString([.. read.SelectMany(p => p!)]);
    }

    public static void Delete(HttpContext http) => Write(http, "");
}
