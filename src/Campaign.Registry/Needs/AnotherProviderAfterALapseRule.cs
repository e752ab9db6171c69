namespace Campaign.Registry.Needs;

/// <summary>
/// A provider that let this citizen's need lapse, or its support run out, in this campaign is not chosen again (HUE-4.4), as long as there is another that takes
/// part and has not. A lapse that three
/// calls excuse bars nobody (<see cref="ThreeCallsExcuseALapseRule"/>). For a switch the present holder is no such other: nobody switches to where he or she is.
/// </summary>
internal static class AnotherProviderAfterALapseRule
{
    public static ProviderLetItLapse? Judge(short chosen, IReadOnlySet<short> lapsed, IReadOnlySet<short> participants, short? holder) =>
        lapsed.Contains(chosen) && participants.Any(p => !lapsed.Contains(p) && p != holder) ? new() : null;
}
