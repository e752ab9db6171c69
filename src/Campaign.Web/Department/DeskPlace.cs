using Campaign.Registry.Platform.Answers;
using Campaign.Web.Pages;

namespace Campaign.Web.Department;

/// <summary>In which language one circuit speaks, and by which names it knows the providers; it has no request to ask.</summary>
public sealed class DeskPlace
{
    private IReadOnlyDictionary<string, string> providers = new Dictionary<string, string>();

    public Language Language { get; private set; }

    public string Lang => Language == Language.English ? "en" : "vi";

    /// <param name="known">Providers' names by code.</param>
    public void Speak(string lang, IReadOnlyDictionary<string, string>? known = null) =>
        (Language, providers) = (lang == "en" ? Language.English : Language.Vietnamese, known ?? providers);

    public string Say(string vietnamese, string english) => Language == Language.English ? english : vietnamese;

    /// <summary>Who did something, as people know them.</summary>
    public string NameOf(string actor) => ActorWords.Of(actor, providers).In(Language);

    /// <summary>A provider by its name; the code where it has none.</summary>
    public string ProviderOf(string? code) => code is null ? "" : providers.GetValueOrDefault(code, code);
}
