using Microsoft.AspNetCore.Components;

namespace Campaign.Web.Pages;

/// <summary>A page, or a part of one: static, without script; it is told all that it shows.</summary>
public abstract class WebPage : ComponentBase
{
    [Parameter, EditorRequired]
    public required PageContext On { get; set; }

    protected string Say(string vietnamese, string english) => On.Say(vietnamese, english);

    protected string Say(Registry.Platform.Answers.Text text) => On.Say(text);
}
