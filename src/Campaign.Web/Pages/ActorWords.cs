using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Pages;

/// <summary>Who did something, and what stands in evidence, in words: the journal names actors, and records their ends, by codes that stay for ever. Pages put them into words here and nowhere else.</summary>
public static partial class ActorWords
{
    private static readonly Dictionary<string, string> NoNames = [];

    private static readonly Dictionary<string, Text> Codes = new()
    {
        ["FAULT_NOT_RESOLVED"] = new("lỗi kỹ thuật không khắc phục được", "a technical fault that was not resolved"),
        ["WRONG_CITIZEN"] = new("nhầm công dân", "the wrong citizen"),
        ["REVOKED"] = new("lý do ghi: thu hồi", "reason given: revoked"),
        ["CITIZEN_ASKED"] = new("lý do ghi: công dân yêu cầu", "reason given: the citizen asked"),
        ["OFFICER"] = new("theo cán bộ của Sở", "by an officer"),
        ["IDENTITY_SERVICE"] = new("theo dịch vụ định danh", "by the identity service"),
        ["IMPORT"] = new("theo tệp nhập", "by an import"),
    };

    /// <summary>"officer:lan" is lan, "provider:vnpt-ca" the provider's name, "citizen" the citizen; of the registry's own jobs and of systems, what they are.</summary>
    /// <param name="actor">As history has it.</param>
    /// <param name="providers">Names by code; where one is not known the code itself stands.</param>
    public static Text Of(string actor, IReadOnlyDictionary<string, string>? providers = null)
    {
        var (kind, name) = actor.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (actor[..at], actor[(at + 1)..]) : (actor, "");
        return (kind, name) switch
        {
            ("officer", _) => new(name, name),
            ("provider", _) => (providers ?? NoNames).GetValueOrDefault(name, name) is var called ? new(called, called) : throw new InvalidOperationException(),
            ("citizen", _) => new("Công dân", "The citizen"),
            ("client", "registry") or ("registry", _) => new("Hệ thống", "The registry"),
            ("client", "command-line") => new("Người vận hành", "The operator"),
            ("client", "before-approvals") => new("trước khi có bước duyệt", "before files were approved"),
            ("client", _) => new($"Hệ thống {name}", $"System {name}"),
            _ => new(actor, actor),
        };
    }

    /// <summary>A piece of evidence as it was written, with the codes in it put into words.</summary>
    public static Text Evidence(Text written) => new(Say(written.Vietnamese, Language.Vietnamese), Say(written.English, Language.English));

    /// <inheritdoc cref="Evidence(Text)"/>
    public static string Evidence(string written) => Say(written, Language.Vietnamese);

    private static string Say(string text, Language language) =>
        BracketedCode().Replace(text, found => Codes.TryGetValue(found.Groups[1].Value, out var words) ? $"({words.In(language)})" : found.Value);

    [GeneratedRegex(@"\(([A-Z]+(?:_[A-Z]+)*)\)")]
    private static partial Regex BracketedCode();
}
