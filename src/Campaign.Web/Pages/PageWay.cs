using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Pages;

/// <summary>A page that somebody who is signed in may go to, as the row of pages names it.</summary>
public sealed record PageWay(string Path, Text Words);
