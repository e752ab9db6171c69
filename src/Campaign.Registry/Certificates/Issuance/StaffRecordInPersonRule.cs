using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// Who signed in as a member of a provider's staff records what staff do in person: DOOR_TO_DOOR and NEED. What is issued in the app, without the check that the door asks for, is
/// recorded by the provider's system (HUE-2.1, HUE-3.1).
/// </summary>
internal static class StaffRecordInPersonRule
{
    public static StaffNotAuthorised? Judge(Channel channel) => channel == Channel.ProviderApp ? new(Missing: false, InTheApp: true) : null;
}
