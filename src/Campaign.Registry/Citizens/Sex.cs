namespace Campaign.Registry.Citizens;

/// <summary>As the card states it.</summary>
public enum Sex
{
    Female,
    Male,
}
