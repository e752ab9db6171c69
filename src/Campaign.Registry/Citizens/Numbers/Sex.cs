namespace Campaign.Registry.Citizens.Numbers;

/// <summary>As the card states it.</summary>
public enum Sex
{
    Female,
    Male,
}
