using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Keys;
using Campaign.SignIn.People;
using Npgsql;
using OpenIddict.Abstractions;

namespace Campaign.SignIn;

/// <summary>The sign-in's tables for what happens without a web server: a start, a seeding, a command.</summary>
internal sealed class SignInStore : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private SignInStore(ServiceProvider services) => this.services = services;

    public Accounts Accounts => services.GetRequiredService<Accounts>();

    public SecondFactors SecondFactors => services.GetRequiredService<SecondFactors>();

    public AccountStore AccountStore => services.GetRequiredService<AccountStore>();

    public SetupCodes SetupCodes => services.GetRequiredService<SetupCodes>();

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
}
