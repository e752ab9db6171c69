using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>
/// What axe finds on a page, asked in the page itself. (The package for Playwright opens a second page for each look, to join what the frames of a page say; no page
/// of the registry has a frame.)
/// </summary>
internal static class Axe
{
    private const string Run = """
        async rules => {
          if (document.querySelector("iframe, frame")) {
            throw new Error("axe was not told to look into frames");
          }
          const found = await axe.run(document, { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) });
          return found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(" ")}`);
        }
        """;

    /// <summary>The language in which a page is looked at by all rules: its structure is the same in the other.</summary>
    internal const string First = "vi-VN";

    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    /// <summary>What a translation can break.</summary>
    private static readonly string[] OfWords =
    [
        .. OfColours, "html-has-lang", "html-lang-valid", "document-title", "label", "link-name", "button-name", "image-alt", "summary-name", "select-name", "aria-input-field-name",
    ];

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>By all of axe's rules, in Vietnamese; in another language, by those that depend on the words.</summary>
    public static Task<string[]> FaultsAsync(IPage page, string language) => RunAsync(page, language == First ? null : OfWords);

    /// <summary>By the rules that look at colours.</summary>
    public static Task<string[]> FaultsOfColoursAsync(IPage page) => RunAsync(page, OfColours);

    private static async Task<string[]> RunAsync(IPage page, string[]? rules)
    {
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(Run, rules);
    }
}
