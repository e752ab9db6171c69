using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>What the walks through the desk share: a registry of its own for each test, for they change what all officers see, and an ear for what the browser complains of.</summary>
public abstract class DeskWalk(TestPostgres postgres, Chromium chromium) : IAsyncLifetime
{
    internal Chromium Browser { get; } = chromium;

    internal TestDatabase Database { get; private set; } = null!;

    internal TestRegistry Registry { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateAsync();
        Registry = await TestRegistry.StartAsync(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the browser complains of on this page from now on, and what is loaded from elsewhere.</summary>
    internal List<string> FaultsOf(IPage page)
    {
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Location.Contains("favicon.ico", StringComparison.Ordinal))
            {
                faults.Add($"{page.Url}: {message.Text} ({message.Location})");
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Registry.Address.ToString(), StringComparison.Ordinal))
            {
                faults.Add($"{page.Url} loads {request.Url}");
            }
        };
        return faults;
    }
}
