using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Accounts;

internal sealed class AccountsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ConnectionGraph<AccountView, AccountGraph>>>("accounts")
            .Description("Who may sign in, the latest opened first: a provider's administrator sees that provider's staff's, the department's those of officers and of providers' administrators.")
            .Argument<ContractEnum<AccountKind>>("kind")
            .Argument<StringGraphType>("providerCode")
            .Argument<BooleanGraphType>("active")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .Paged((c, page, total) => c.Service<AccountQueries>().ListAsync(
                c.Caller(), c.GetArgument<AccountKind?>("kind"), c.GetArgument<string?>("providerCode"), c.GetArgument<bool?>("active"), page, total,
                c.CancellationToken));
        query.Field<NonNullGraphType<ConnectionGraph<SignInEvent, SignInEventGraph>>>("signInEvents")
            .Description("What happened at the sign-in, newest first, of the accounts that the caller administers; to the department's administrators also tries at names that are nobody's.")
            .Argument<IdGraphType>("accountId")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration)
            .Paged((c, page, total) => c.Service<AccountQueries>().EventsAsync(
                c.Caller(), c.GetArgument<string?>("accountId"), page, total, c.CancellationToken));
    }

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<OpenStaffAccount>()
            .Description("A member of the provider's staff may sign in, once a set-up code has been used. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<OpenAdministratorAccount>()
            .Description("A provider's administrator may sign in, once a set-up code has been used. Needs scope department.admin.")
            .AnyScopeOf(Scopes.DepartmentAdministration);
        mutation.Command<OpenOfficerAccount>()
            .Description("An officer may sign in, once a set-up code has been confirmed and used. Needs scope department.admin.")
            .AnyScopeOf(Scopes.DepartmentAdministration);
        mutation.Command<ChangeOfficerRole>()
            .Description("Another role for another officer, from the next request on. Needs scope department.admin.")
            .AnyScopeOf(Scopes.DepartmentAdministration);
        mutation.Command<IssueSetupCode>()
            .Description("The code by which an account's bearer chooses a password: shown this once, good once and for 72 hours. An officer's is good once another administrator confirms it.")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration);
        mutation.Command<ConfirmSetupCode>()
            .Description("A second administrator confirms the set-up code of an officer's account. Needs scope department.admin.")
            .AnyScopeOf(Scopes.DepartmentAdministration);
        mutation.Command<EndAccount>()
            .Description("An account ends, for good, with its sessions and devices.")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration);
        mutation.Command<EndDevice>()
            .Description("A device is taken from an account, with the sessions on it.")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.DepartmentAdministration);
        mutation.Command<BindCitizenPhone>()
            .Description("At the counter: one-time codes for this number go to this phone from now on. Two officers have seen the card and the citizen: one proposes, the other confirms within 15 minutes.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<ConfirmCitizenPhone>()
            .Description("The second officer confirms a phone that another proposed, and it is bound; the same as approveProposal, for every officer who serves citizens.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
    }
}
