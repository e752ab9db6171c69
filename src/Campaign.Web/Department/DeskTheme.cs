using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor;

namespace Campaign.Web.Department;

/// <summary>
/// The library in the registry's look: the colours, distances and type of Design/tokens.css, by day and by night. It is rendered once to a style sheet that the host serves; the component would put a style
/// element into each page, which the Content-Security-Policy does not take.
/// </summary>
internal static partial class DeskTheme
{
    private static readonly string[] Family = ["Be Vietnam Pro", "Noto Sans", "system-ui", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b3d91",
            PrimaryContrastText = "#ffffff",
            Secondary = "#45506a",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#0b3d91",
            Info = "#0b3d91",
            Success = "#0a5c36",
            Warning = "#7a4a00",
            Error = "#a4161a",
            Dark = "#14213d",
            TextPrimary = "#14213d",
            TextSecondary = "#45506a",
            TextDisabled = "#5b6780",
            ActionDefault = "#45506a",
            ActionDisabled = "#5b6780",
            Background = "#eef2f8",
            Surface = "#ffffff",
            AppbarBackground = "#0b3d91",
            AppbarText = "#ffffff",
            DrawerBackground = "#ffffff",
            DrawerText = "#14213d",
            LinesDefault = "#c3cbdb",
            LinesInputs = "#5b6780",
            TableLines = "#c3cbdb",
            Divider = "#c3cbdb",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9dc0ff",
            PrimaryContrastText = "#0c111d",
            Secondary = "#b9c3d6",
            SecondaryContrastText = "#0c111d",
            Tertiary = "#9dc0ff",
            Info = "#9dc0ff",
            Success = "#7fdcaa",
            Warning = "#ffc978",
            Error = "#ff9d9d",
            Dark = "#0c111d",
            TextPrimary = "#eef2f8",
            TextSecondary = "#b9c3d6",
            TextDisabled = "#8a97b1",
            ActionDefault = "#b9c3d6",
            ActionDisabled = "#8a97b1",
            Background = "#0c111d",
            Surface = "#141b2b",
            AppbarBackground = "#2457b8",
            AppbarText = "#ffffff",
            DrawerBackground = "#141b2b",
            DrawerText = "#eef2f8",
            LinesDefault = "#37435c",
            LinesInputs = "#8a97b1",
            TableLines = "#37435c",
            Divider = "#37435c",
        },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Family, FontSize = "1rem", LineHeight = "1.5" }, Button = new ButtonTypography { FontFamily = Family, FontSize = "1rem", FontWeight = "700", TextTransform = "none", LetterSpacing = "normal" } },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };

    public static async Task<string> SheetAsync(IServiceProvider services)
    {
        var sheet = new StringBuilder();
        foreach (var dark in new[] { false, true })
        {
            await using var scope = services.CreateAsyncScope();
            await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
            var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MudThemeProvider>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(MudThemeProvider.Theme)] = Theme,
                [nameof(MudThemeProvider.IsDarkMode)] = dark,
            }))).ToHtmlString());
            var rules = string.Concat(Style().Matches(html).Select(m => m.Groups[1].Value));
            sheet.Append(dark ? $"@media (prefers-color-scheme: dark) {{\n{rules}\n}}\n" : rules);
        }

        return sheet.ToString();
    }

    [GeneratedRegex("<style[^>]*>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
