using Campaign.Registry;
using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.People;
using Npgsql;
using OpenIddict.Abstractions;

namespace Campaign.SignIn;

/// <summary>The sign-in's tables for what happens without a web server: a start, a seeding, a command.</summary>
public sealed class SignInStore : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private SignInStore(ServiceProvider services) => this.services = services;

    internal Accounts Accounts => services.GetRequiredService<Accounts>();

    internal SecondFactors SecondFactors => services.GetRequiredService<SecondFactors>();

    internal AccountStore AccountStore => services.GetRequiredService<AccountStore>();

    internal SetupCodes SetupCodes => services.GetRequiredService<SetupCodes>();

    /// <param name="connectionString">Under the sign-in's own role.</param>
    /// <param name="keys">Those of the registry.</param>
    /// <param name="time">The machine's clock.</param>
    public static SignInStore Open(string connectionString, KeysInUse keys, TimeProvider time) => new(new ServiceCollection()
        .AddLogging()
        .AddSingleton(keys)
        .AddSingleton(time)
        .AddSingleton(_ => new SignInDatabase(NpgsqlDataSource.Create(connectionString)))
        .AddSingleton<SignInKeys>()
        .AddSingleton<Accounts>()
        .AddSingleton<SecondFactors>()
        .AddSingleton<SetupCodes>()
        .AddHttpContextAccessor()
        .AddSingleton<IRequestOrigin, RequestOrigin>()
        .AddSingleton<AccountReads>()
        .AddSingleton<AccountStore>()
        .AddDbContext<SignInDb>(options => SignInDb.Configure(options, connectionString))
        .AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<SignInDb>()).Services
        .BuildServiceProvider());

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>OpenIddict's clients.</summary>
    public async Task WithApplicationsAsync(Func<IOpenIddictApplicationManager, Task> use)
    {
        await using var scope = services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
    }

    /// <summary>Two hosts may start at once: whoever comes second finds the clients there, or is told so by the database and looks again.</summary>
    public async Task EnsureClientsAsync(IReadOnlyList<Uri> addresses, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await WithApplicationsAsync(applications => SignInClients.EnsureAsync(applications, addresses, cancel));
                return;
            }
            catch (Exception e) when (tries < 5 && e is OpenIddictExceptions.ConcurrencyException or OpenIddictExceptions.ValidationException
                or Microsoft.EntityFrameworkCore.DbUpdateException)
            {
                // Another host wrote first.
            }
        }
    }

    /// <summary>Opens an officer's account, or finds the one of that name and role, and makes a set-up code for it: the first officer comes in so, and whoever lost everything comes back.</summary>
    /// <exception cref="StartupException">Nothing was done; the message says why.</exception>
    public async Task<OpenedOfficer> OpenOfficerAsync(string name, OfficerRole role, CancellationToken cancel)
    {
        var account = await OfficerAsync(name, role, cancel);
        return new(account.UserName, account.Role!, await SetupCodes.IssueAsync(account.Id, ActOfStart.CommandLine, cancel));
    }

    /// <summary>Adds an account whose password everybody knows; whoever is there already stays as he or she is.</summary>
    public async Task AddForDemoAsync(DemoAccount account, CancellationToken cancel)
    {
        var opened = await Accounts.OpenAsync(
            account.Name, account.Kind, account.Provider, account.Staff, account.Role?.InDatabase(), cancel, Passwords.HashForDemo(account.Password), demo: true);
        if (opened is not null && account.SecondFactor is { } secret)
        {
            await SecondFactors.KeepAsync(opened.Id, secret, confirmed: true, cancel);
        }
    }

    private async Task<Account> OfficerAsync(string name, OfficerRole role, CancellationToken cancel)
    {
        if (await Accounts.FindAsync(name, cancel) is { } known)
        {
            return known is { Kind: AccountKind.Officer, ActiveTo: null } && known.Role == role.InDatabase()
                ? known
                : throw new StartupException($"The user name {known.UserName} is another account's, or has another role, or has ended.");
        }

        var userName = UserNameIsPlainRule.Normal(name);
        if (UserNameIsPlainRule.Judge(userName, null) is { } invalid)
        {
            throw new StartupException(invalid.Message.English);
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var account = new AccountView(Guid.CreateVersion7(now), userName, AccountKind.Officer, null, null, null, role, now, null, SetUp: false, SecondFactor: false, null);
        return await AccountStore.OpenAsync(account, ActOfStart.Of(now, "ACCOUNT_OPENED", account.Id), cancel) == OpenOutcome.Opened
            && await Accounts.FindAsync(account.Id, cancel) is { } opened
                ? opened
                : throw new StartupException("Somebody else has just opened an account of that name.");
    }
}

/// <summary>An officer who can set up the account.</summary>
/// <param name="SetupCode">Good once and for 72 hours; kept nowhere in the clear.</param>
public sealed record OpenedOfficer(string UserName, string Role, string SetupCode);

/// <summary>An account of the demo.</summary>
/// <param name="Provider">Of staff and administrators.</param>
/// <param name="Staff">The member of staff's reference.</param>
/// <param name="Role">Of officers.</param>
/// <param name="SecondFactor">The secret of an officer's authenticator app.</param>
public sealed record DemoAccount(string Name, AccountKind Kind, string Password, string? Provider = null, string? Staff = null, OfficerRole? Role = null, byte[]? SecondFactor = null);
