namespace Campaign.Population;

/// <summary>What was planted beside a made-up citizen: the same person once more in other writing, or another who looks alike.</summary>
public enum Planted
{
    /// <summary>The citizen as first made; nothing is planted.</summary>
    Nothing,

    /// <summary>The same person under the older identity card number (CMND), all else as it was.</summary>
    OldIdentityCard,

    /// <summary>The same person under a new citizen identity number: the earlier one was cancelled.</summary>
    NewIdentityNumber,

    /// <summary>The name typed without any mark: "Đặng Thị Hường" as "Dang Thi Huong".</summary>
    MarksDropped,

    /// <summary>The name in NFD, each mark a character of its own.</summary>
    Decomposed,

    /// <summary>đ typed as d, the other marks kept.</summary>
    StrokeDropped,

    /// <summary>The given name first, as foreign forms ask for it.</summary>
    GivenNameFirst,

    /// <summary>A middle name left out, or one more written down.</summary>
    MiddleNameMissing,

    /// <summary>Thị or Văn left out, or added.</summary>
    ParticleMissing,

    /// <summary>One typing error in one word of the name.</summary>
    NameMistyped,

    /// <summary>Day and month of birth exchanged.</summary>
    DayAndMonthSwapped,

    /// <summary>Of the birth date the year alone is known, and stands as 1 January.</summary>
    YearOfBirthOnly,

    /// <summary>Another telephone number.</summary>
    PhoneChanged,

    /// <summary>Moved to another ward.</summary>
    WardChanged,

    /// <summary>The sex ticked wrongly.</summary>
    SexMistyped,

    /// <summary>Another person: a twin, of the same birth date, phone and ward, with a given name that is like the other's or not.</summary>
    Twins,

    /// <summary>Another person: father and son, on one telephone in one ward.</summary>
    FatherAndSon,

    /// <summary>Another person of the same common name who was born on the same day, and lives in another ward.</summary>
    CommonNameSameBirthDate,
}

public static class PlantedKinds
{
    public static IReadOnlyList<Planted> Duplicates { get; } =
        [.. Enum.GetValues<Planted>().Where(kind => kind is > Planted.Nothing and < Planted.Twins)];

    public static IReadOnlyList<Planted> LookAlikes { get; } = [.. Enum.GetValues<Planted>().Where(kind => kind >= Planted.Twins)];

    public static bool IsSamePerson(this Planted kind) => kind is > Planted.Nothing and < Planted.Twins;
}
