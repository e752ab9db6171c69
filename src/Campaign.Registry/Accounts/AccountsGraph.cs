using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Accounts;

internal sealed class AccountsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<AccountConnectionGraph>>("accounts")
            .Description("Who may sign in, the latest opened first: a provider's administrator sees the own staff's, the department's those of officers and of providers' administrators.")
            .Argument<ContractEnum<AccountKind>>("kind")
            .Argument<StringGraphType>("providerCode")
            .Argument<BooleanGraphType>("active")
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<AccountQueries>().ListAsync(
                c.Caller(), c.GetArgument<AccountKind?>("kind"), c.GetArgument<string?>("providerCode"), c.GetArgument<bool?>("active"), Page.Of(c), c.AsksForTotal(),
                c.CancellationToken));
        query.Field<NonNullGraphType<SignInEventConnectionGraph>>("signInEvents")
            .Description("What happened at the sign-in, newest first, of the accounts that the caller administers; to the department's administrators also tries at names that are nobody's.")
            .Argument<IdGraphType>("accountId")
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<AccountQueries>().EventsAsync(
                c.Caller(), c.GetArgument<string?>("accountId"), Page.Of(c), c.AsksForTotal(), c.CancellationToken));
    }

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Field<NonNullGraphType<OpenStaffAccountResultGraph>>("openStaffAccount")
            .Description("A member of the own staff may sign in, once a set-up code has been used. Needs scope provider.admin.")
            .Argument<NonNullGraphType<OpenStaffAccountInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<OpenStaffAccount>()
                .HandleAsync(c.Caller(), c.GetArgument<OpenStaffAccountInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<OpenAdministratorAccountResultGraph>>("openAdministratorAccount")
            .Description("A provider's administrator may sign in, once a set-up code has been used. Needs scope department.admin.")
            .Argument<NonNullGraphType<OpenAdministratorAccountInputGraph>>("input")
            .AnyScopeOf(Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<OpenAdministratorAccount>()
                .HandleAsync(c.Caller(), c.GetArgument<OpenAdministratorAccountInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<OpenOfficerAccountResultGraph>>("openOfficerAccount")
            .Description("An officer may sign in, once a set-up code has been confirmed and used. Needs scope department.admin.")
            .Argument<NonNullGraphType<OpenOfficerAccountInputGraph>>("input")
            .AnyScopeOf(Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<OpenOfficerAccount>()
                .HandleAsync(c.Caller(), c.GetArgument<OpenOfficerAccountInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<ChangeOfficerRoleResultGraph>>("changeOfficerRole")
            .Description("Another role for another officer, from the next request on. Needs scope department.admin.")
            .Argument<NonNullGraphType<ChangeOfficerRoleInputGraph>>("input")
            .AnyScopeOf(Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<ChangeOfficerRole>()
                .HandleAsync(c.Caller(), c.GetArgument<ChangeOfficerRoleInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<IssueSetupCodeResultGraph>>("issueSetupCode")
            .Description("The code by which an account's bearer chooses a password: shown this once, good once and for 72 hours. An officer's is good once another administrator confirms it.")
            .Argument<NonNullGraphType<IssueSetupCodeInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<IssueSetupCode>()
                .HandleAsync(c.Caller(), c.GetArgument<IssueSetupCodeInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<ConfirmSetupCodeResultGraph>>("confirmSetupCode")
            .Description("A second administrator confirms the set-up code of an officer's account. Needs scope department.admin.")
            .Argument<NonNullGraphType<ConfirmSetupCodeInputGraph>>("input")
            .AnyScopeOf(Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<ConfirmSetupCode>()
                .HandleAsync(c.Caller(), c.GetArgument<ConfirmSetupCodeInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<EndAccountResultGraph>>("endAccount")
            .Description("An account ends, for good, with its sessions and devices.")
            .Argument<NonNullGraphType<EndAccountInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<EndAccount>()
                .HandleAsync(c.Caller(), c.GetArgument<EndAccountInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<EndDeviceResultGraph>>("endDevice")
            .Description("A device is taken from an account, with the sessions on it.")
            .Argument<NonNullGraphType<EndDeviceInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<EndDevice>()
                .HandleAsync(c.Caller(), c.GetArgument<EndDeviceInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<BindCitizenPhoneResultGraph>>("bindCitizenPhone")
            .Description("At the counter: one-time codes for this number go to this phone from now on. The officer has seen the card and the citizen.")
            .Argument<NonNullGraphType<BindCitizenPhoneInputGraph>>("input")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<BindCitizenPhone>()
                .HandleAsync(c.Caller(), c.GetArgument<BindCitizenPhoneInput>("input"), c.CancellationToken)).Value);
    }
}
