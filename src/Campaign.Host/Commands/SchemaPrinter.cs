using Campaign.Registry;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Keys;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Host.Commands;

/// <summary>The schema as SDL, from the code alone; no database is asked.</summary>
internal static class SchemaPrinter
{
    public static RegistrySchema Make()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddRegistry(_ => throw NoDatabase(), _ => throw NoDatabase(), _ => throw NoDatabase(), Keyring.Demo());
        var schema = services.BuildServiceProvider().GetRequiredService<RegistrySchema>();
        schema.Initialize();
        return schema;
    }

    private static InvalidOperationException NoDatabase() => new("Printing the schema needs no database.");

    public static string Print() => Make().Print().ReplaceLineEndings("\n").TrimEnd() + "\n";
}
