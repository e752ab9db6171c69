using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Accounts;

internal sealed class StaffAccountOpenedGraph : ObjectGraphType<StaffAccountOpened>
{
    public StaffAccountOpenedGraph()
    {
        Name = "StaffAccountOpened";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class AdministratorAccountOpenedGraph : ObjectGraphType<AdministratorAccountOpened>
{
    public AdministratorAccountOpenedGraph()
    {
        Name = "AdministratorAccountOpened";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class OfficerAccountOpenedGraph : ObjectGraphType<OfficerAccountOpened>
{
    public OfficerAccountOpenedGraph()
    {
        Name = "OfficerAccountOpened";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class OfficerRoleChangedGraph : ObjectGraphType<OfficerRoleChanged>
{
    public OfficerRoleChangedGraph()
    {
        Name = "OfficerRoleChanged";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class SetupCodeIssuedGraph : ObjectGraphType<SetupCodeIssued>
{
    public SetupCodeIssuedGraph()
    {
        Name = "SetupCodeIssued";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
        Field<NonNullGraphType<StringGraphType>>("code").Description("Shown this once.").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Resolve(c => c.Source.ExpiresAt);
        Field<NonNullGraphType<BooleanGraphType>>("awaitsSecondAdministrator").Description("It opens nothing until another administrator has confirmed it.")
            .Resolve(c => c.Source.AwaitsSecondAdministrator);
    }
}

internal sealed class SetupCodeConfirmedGraph : ObjectGraphType<SetupCodeConfirmed>
{
    public SetupCodeConfirmedGraph()
    {
        Name = "SetupCodeConfirmed";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class AccountEndedGraph : ObjectGraphType<AccountEnded>
{
    public AccountEndedGraph()
    {
        Name = "AccountEnded";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class DeviceEndedGraph : ObjectGraphType<DeviceEnded>
{
    public DeviceEndedGraph()
    {
        Name = "DeviceEnded";
        Field<NonNullGraphType<AccountGraph>>("account").Resolve(c => c.Source.Account);
    }
}

internal sealed class CitizenPhoneBoundGraph : ObjectGraphType<CitizenPhoneBound>
{
    public CitizenPhoneBoundGraph()
    {
        Name = "CitizenPhoneBound";
        Field<NonNullGraphType<InstantGraphType>>("boundAt").Resolve(c => c.Source.BoundAt);
    }
}

internal sealed class AccountHasEndedGraph : RefusalGraph<AccountHasEnded>
{
    public AccountHasEndedGraph() => Field<NonNullGraphType<InstantGraphType>>("endedAt").Resolve(c => c.Source.EndedAt);
}

internal sealed class StaffHasAccountGraph : RefusalGraph<StaffHasAccount>
{
    public StaffHasAccountGraph() => Field<NonNullGraphType<StringGraphType>>("userName").Resolve(c => c.Source.UserName);
}

internal sealed class SecondAdministratorNeededGraph : RefusalGraph<SecondAdministratorNeeded>
{
    public SecondAdministratorNeededGraph() => Field<NonNullGraphType<StringGraphType>>("issuedBy").Resolve(c => c.Source.IssuedBy);
}
