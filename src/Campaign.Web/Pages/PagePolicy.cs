namespace Campaign.Web.Pages;

/// <summary>What a page needs beyond the rules that hold for every answer of the host; metadata of its endpoint.</summary>
/// <param name="StyleHash">The hash of the one style sheet that stands in the page itself, as the Content-Security-Policy names it; null when there is none.</param>
/// <param name="StaysInItsWindow">The page bears nothing of its reader's, and is shown by the process that asked for it instead of a fresh one (no Cross-Origin-Opener-Policy), which a slow phone takes a tenth of a second to make.</param>
public sealed record PagePolicy(string? StyleHash = null, bool StaysInItsWindow = false);
