namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// The numbers of one request: the citizen's own, by which place, ticket and record go, and another that is stated beside it. A CCCD is the citizen's own beside a CMND, in whichever of
/// the two fields it stands: a CMND identifies nobody, and by any that is made up one person would get a certificate each time (HUE-1.3).
/// </summary>
/// <param name="OwnField">The field of the request in which the citizen's own number stands.</param>
internal sealed record StatedNumbers(CitizenNumber Own, CitizenNumber? Other, string OwnField, string OtherField)
{
    private const string First = "citizenId", Second = "alsoKnownAs";

    /// <summary>Said twice, a number is one.</summary>
    public static StatedNumbers Of(CitizenNumber number, CitizenNumber? alsoKnownAs) =>
        alsoKnownAs is null || number.IsSameAs(alsoKnownAs) ? new(number, null, First, Second)
        : number.Kind == NumberKind.Cmnd && alsoKnownAs.Kind == NumberKind.Cccd ? new(alsoKnownAs, number, Second, First)
        : new(number, alsoKnownAs, First, Second);

    /// <summary>Whether both could be borne on this day, and whether one of them identifies its bearer.</summary>
    public InvalidCitizenId? Judge(DateOnly today) =>
        !Own.CouldBeBorneOn(today) ? new(OwnField)
        : Other?.CouldBeBorneOn(today) == false ? new(OtherField)
        : null;
}
