namespace Campaign.Population;

/// <summary>A citizen who does not exist.</summary>
/// <param name="Id">From 0, without gaps, in the order in which they are made.</param>
/// <param name="Number">A CCCD of 12 digits or, of <see cref="Planted.OldIdentityCard"/>, a CMND of 9.</param>
/// <param name="Name">In NFC, but for <see cref="Planted.Decomposed"/>.</param>
/// <param name="IsFemale">As written down, which may be wrong; the number states it rightly.</param>
/// <param name="Phone">10 digits from 0; null for who has told none.</param>
/// <param name="WardCode">Of db/reference/hue-wards.csv; null where none is written down.</param>
/// <param name="Planted">What this row is beside the one that it was made from.</param>
/// <param name="Of">The truth: the citizen of whom it was made; null for one who stands alone.</param>
public sealed record MadeCitizen(
    long Id, string Number, string Name, DateOnly BirthDate, bool IsFemale, string? Phone, string? WardCode, Planted Planted = Planted.Nothing, long? Of = null);
