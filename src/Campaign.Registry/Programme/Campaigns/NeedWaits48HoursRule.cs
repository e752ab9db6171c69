namespace Campaign.Registry.Programme.Campaigns;

/// <summary>
/// A need waits 48 hours for its provider, exactly and to the instant; then it lapses and the citizen chooses another (HUE-4.4, I5). The law's figure stands here and nowhere else: campaigns take it as
/// their default, each need keeps the instant at which its own window ends, and a campaign with another window is a trial.
/// </summary>
public static class NeedWaits48HoursRule
{
    public const int Hours = 48;

    public static readonly TimeSpan Window = TimeSpan.FromHours(Hours);
}
