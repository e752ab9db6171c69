using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Accounts;

internal sealed class OpenStaffAccountInputGraph : InputObjectGraphType<OpenStaffAccountInput>
{
    public OpenStaffAccountInputGraph()
    {
        Name = "OpenStaffAccountInput";
        Field<NonNullGraphType<IdGraphType>>("staffId");
        Field<StringGraphType>("userName").Description("Begins with the provider's code and a dash; derived from the reference when it is left out.");
    }
}

internal sealed class OpenAdministratorAccountInputGraph : InputObjectGraphType<OpenAdministratorAccountInput>
{
    public OpenAdministratorAccountInputGraph()
    {
        Name = "OpenAdministratorAccountInput";
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<StringGraphType>>("userName").Description("Begins with the provider's code and a dash.");
    }
}

internal sealed class OpenOfficerAccountInputGraph : InputObjectGraphType<OpenOfficerAccountInput>
{
    public OpenOfficerAccountInputGraph()
    {
        Name = "OpenOfficerAccountInput";
        Field<NonNullGraphType<StringGraphType>>("userName");
        Field<NonNullGraphType<ContractEnum<OfficerRole>>>("role");
    }
}

internal sealed class ChangeOfficerRoleInputGraph : InputObjectGraphType<ChangeOfficerRoleInput>
{
    public ChangeOfficerRoleInputGraph()
    {
        Name = "ChangeOfficerRoleInput";
        Field<NonNullGraphType<IdGraphType>>("accountId");
        Field<NonNullGraphType<ContractEnum<OfficerRole>>>("role");
    }
}

internal sealed class IssueSetupCodeInputGraph : InputObjectGraphType<IssueSetupCodeInput>
{
    public IssueSetupCodeInputGraph()
    {
        Name = "IssueSetupCodeInput";
        Field<NonNullGraphType<IdGraphType>>("accountId");
    }
}

internal sealed class ConfirmSetupCodeInputGraph : InputObjectGraphType<ConfirmSetupCodeInput>
{
    public ConfirmSetupCodeInputGraph()
    {
        Name = "ConfirmSetupCodeInput";
        Field<NonNullGraphType<IdGraphType>>("accountId");
    }
}

internal sealed class EndAccountInputGraph : InputObjectGraphType<EndAccountInput>
{
    public EndAccountInputGraph()
    {
        Name = "EndAccountInput";
        Field<NonNullGraphType<IdGraphType>>("accountId");
    }
}

internal sealed class EndDeviceInputGraph : InputObjectGraphType<EndDeviceInput>
{
    public EndDeviceInputGraph()
    {
        Name = "EndDeviceInput";
        Field<NonNullGraphType<IdGraphType>>("deviceId");
    }
}

internal sealed class BindCitizenPhoneInputGraph : InputObjectGraphType<BindCitizenPhoneInput>
{
    public BindCitizenPhoneInputGraph()
    {
        Name = "BindCitizenPhoneInput";
        Field<NonNullGraphType<StringGraphType>>("citizenId");
        Field<NonNullGraphType<StringGraphType>>("phone").Description("10 digits from 0, or +84 and 9 digits.");
    }
}

internal sealed class AccountGraph : ObjectGraphType<AccountView>
{
    public AccountGraph()
    {
        Name = "Account";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("userName").Resolve(c => c.Source.UserName);
        Field<NonNullGraphType<ContractEnum<AccountKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<StringGraphType>("providerCode").Resolve(c => c.Source.ProviderCode);
        Field<StringGraphType>("staffReference").Resolve(c => c.Source.StaffReference);
        Field<IdGraphType>("staffId").Description("The period of service that it is for.").Resolve(c => c.Source.StaffId);
        Field<ContractEnum<OfficerRole>>("role").Description("An officer's.").Resolve(c => c.Source.Role);
        Field<NonNullGraphType<InstantGraphType>>("activeFrom").Resolve(c => c.Source.ActiveFrom);
        Field<InstantGraphType>("activeTo").Description("From then on it has ended.").Resolve(c => c.Source.ActiveTo);
        Field<NonNullGraphType<BooleanGraphType>>("setUp").Description("Its bearer has chosen a password.").Resolve(c => c.Source.SetUp);
        Field<NonNullGraphType<BooleanGraphType>>("secondFactor").Description("An officer's app is enrolled.").Resolve(c => c.Source.SecondFactor);
        Field<SetupCodeGraph>("setupCode").Description("The one that is still good, or will be once it is confirmed.").Resolve(c => c.Source.SetupCode);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AccountSessionGraph>>>>("sessions").Resolve(c => c.Source.Sessions);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AccountDeviceGraph>>>>("devices").Resolve(c => c.Source.Devices);
    }
}

internal sealed class SetupCodeGraph : ObjectGraphType<SetupCodeView>
{
    public SetupCodeGraph()
    {
        Name = "SetupCode";
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Resolve(c => c.Source.ExpiresAt);
        Field<NonNullGraphType<StringGraphType>>("issuedBy").Resolve(c => c.Source.IssuedBy);
        Field<NonNullGraphType<BooleanGraphType>>("awaitsSecondAdministrator").Resolve(c => c.Source.AwaitsSecondAdministrator);
    }
}

internal sealed class AccountSessionGraph : ObjectGraphType<SessionView>
{
    public AccountSessionGraph()
    {
        Name = "AccountSession";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantGraphType>>("createdAt").Resolve(c => c.Source.CreatedAt);
        Field<NonNullGraphType<InstantGraphType>>("lastSeenAt").Resolve(c => c.Source.LastSeenAt);
        Field<NonNullGraphType<StringGraphType>>("label").Resolve(c => c.Source.Label);
        Field<NonNullGraphType<StringGraphType>>("network").Resolve(c => c.Source.Network);
    }
}

internal sealed class AccountDeviceGraph : ObjectGraphType<DeviceView>
{
    public AccountDeviceGraph()
    {
        Name = "AccountDevice";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("label").Resolve(c => c.Source.Label);
        Field<NonNullGraphType<InstantGraphType>>("registeredAt").Resolve(c => c.Source.RegisteredAt);
    }
}

internal sealed class SignInEventGraph : ObjectGraphType<SignInEvent>
{
    public SignInEventGraph()
    {
        Name = "SignInEvent";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
        Field<NonNullGraphType<ContractEnum<SignInEventKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<IdGraphType>("accountId").Description("Null for a name that is nobody's.").Resolve(c => c.Source.AccountId);
        Field<StringGraphType>("userName").Resolve(c => c.Source.UserName);
        Field<StringGraphType>("actor").Description("Who did it, when that is another.").Resolve(c => c.Source.Actor);
        Field<NonNullGraphType<StringGraphType>>("network").Resolve(c => c.Source.Network);
    }
}
