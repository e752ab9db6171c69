namespace Campaign.Web.Pages;

/// <summary>What a page needs beyond the rules that hold for every answer of the host; metadata of its endpoint.</summary>
/// <param name="StyleHash">The hash of the one style sheet that stands in the page itself, as the Content-Security-Policy names it; null when there is none.</param>
public sealed record PagePolicy(string? StyleHash = null);
