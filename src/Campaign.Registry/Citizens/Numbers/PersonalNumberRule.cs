namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// A CMND is void after 31 December 2024 (Law 26/2023) and its number may be shared, so alone it identifies nobody: neither a check nor a record is made by it, nor a need registered that no record could serve. With the CCCD
/// stated beside it, it may stand. Switch, replacement, import and search take it as before, for certificates that were recorded by it.
/// </summary>
internal static class PersonalNumberRule
{
    public static InvalidCitizenId? Judge(CitizenNumber number, CitizenNumber? alsoKnownAs) =>
        number.Kind == NumberKind.Cmnd && alsoKnownAs?.Kind != NumberKind.Cccd ? new(IsCmndAlone: true) : null;
}
