using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Campaign.Web.Department.Minutes;

/// <summary>Minutes as one page of HTML that needs nothing beside itself: fonts and style are in it.</summary>
internal sealed class MinutesHtml(IServiceProvider services, ILoggerFactory loggers)
{
    private const string Marks = "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+1EA0-1EF9,U+20AB";

    private static readonly Lazy<string> Style = new(() => string.Concat(
        from face in new[] { ("400", "normal", "400"), ("400-italic", "italic", "400"), ("700", "normal", "700") }
        from part in new[] { ("latin", ""), ("vietnamese", $"unicode-range:{Marks};") }
        select $"@font-face{{font-family:Tinos;font-style:{face.Item2};font-weight:{face.Item3};{part.Item2}src:url(data:font/woff2;base64,{Convert.ToBase64String(Read($"tinos-5-{part.Item1}-{face.Item1}.woff2"))})}}\n")
        + Encoding.UTF8.GetString(Read("minutes.css")));

    public async Task<string> WriteAsync(MinutesPaper paper)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MinutesSheet>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MinutesSheet.Paper)] = paper,
            [nameof(MinutesSheet.Style)] = $"{Style.Value}:root{{--foot:{Quoted(paper.Foot)}}}",
        }))).ToHtmlString());
    }

    /// <summary>A string of CSS inside a style element: whatever could end either is written by its number.</summary>
    private static string Quoted(string text) => $"\"{string.Concat(text.Select(c => c is '"' or '\\' or '<' or '>' or '&' || char.IsControl(c) ? $"\\{(int)c:x6}" : $"{c}"))}\"";

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"minutes/{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
