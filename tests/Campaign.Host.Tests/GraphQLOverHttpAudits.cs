using System.Diagnostics;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>The endpoint against the audits of graphql-http, the reference implementation of GraphQL over HTTP. They are JavaScript, run by Node.js.</summary>
public sealed class GraphQLOverHttpAudits(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Every_MUST_and_SHOULD_of_GraphQL_over_HTTP_holds()
    {
        var audits = await RunAsync();

        audits.Count.ShouldBeGreaterThanOrEqualTo(30);
        audits.Where(a => a.Binds).ShouldContain(a => a.Name.StartsWith("MUST", StringComparison.Ordinal));
        audits.Where(a => a.Binds).ShouldContain(a => a.Name.StartsWith("SHOULD", StringComparison.Ordinal));
        audits.Where(a => a.Binds && a.Status != "ok").Select(a => $"{a.Id} {a.Name}: {a.Status}, {a.Reason}").ShouldBeEmpty();
        audits.Where(a => a.Status == "error").Select(a => a.Name).ShouldBeEmpty();
    }

    private async Task<List<Audit>> RunAsync()
    {
        var directory = Path.Combine(Root(), "tests", "Campaign.Host.Tests", "audits");
        if (!Directory.Exists(Path.Combine(directory, "node_modules", "graphql-http")))
        {
            await RunAsync(directory, "npm", "ci", "--no-audit", "--no-fund");
        }

        var lines = await RunAsync(directory, "node", "audits.mjs", new Uri(fixture.Registry.Address, "/graphql").ToString());
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<Audit>(l, JsonSerializerOptions.Web)!)];
    }

    private static async Task<string> RunAsync(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await error}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The repository, above where the tests were built to.</summary>
    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Campaign.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests were built outside of the repository.");
    }

    private sealed record Audit(string Id, string Name, string Status, string? Reason)
    {
        /// <summary>A MAY binds nobody.</summary>
        public bool Binds => !Name.StartsWith("MAY", StringComparison.Ordinal);
    }
}
