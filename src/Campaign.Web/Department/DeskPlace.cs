using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Department;

/// <summary>In which language one circuit speaks; it has no request to ask.</summary>
public sealed class DeskPlace
{
    public Language Language { get; private set; }

    public string Lang => Language == Language.English ? "en" : "vi";

    public void Speak(string lang) => Language = lang == "en" ? Language.English : Language.Vietnamese;

    public string Say(string vietnamese, string english) => Language == Language.English ? english : vietnamese;
}
