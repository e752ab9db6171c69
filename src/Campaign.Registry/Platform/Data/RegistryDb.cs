using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace Campaign.Registry.Platform.Data;

/// <summary>
/// The registry's tables as Entity Framework sees them, for everything but the two hot operations. It maps and never migrates; each slice adds its own mappings.
/// Made per use by a factory, never shared by parallel resolvers.
/// </summary>
public sealed class RegistryDb(DbContextOptions<RegistryDb> options) : DbContext(options)
{
    public const string Schema = "registry";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RegistryDb).Assembly);
        modelBuilder.HasDbFunction(typeof(RegistryDb).GetMethod(nameof(RegistryNow))!).HasName("registry_now").HasSchema(Schema);
        modelBuilder.HasDbFunction(typeof(RegistryDb).GetMethod(nameof(FreePeriodOf))!).HasName("free_period_of").HasSchema(Schema);
        modelBuilder.HasDbFunction(typeof(RegistryDb).GetMethod(nameof(NeedState))!).HasName("need_state").HasSchema(Schema);
    }

    /// <summary>The registry's clock, inside a query.</summary>
    public static DateTimeOffset RegistryNow() => throw new InvalidOperationException("Only inside a query.");

    /// <summary>The days of a citizen's free period in the programme of a campaign, inside a query; half-open. Null when there is none, or it is not the viewer's to see.</summary>
    public static NpgsqlRange<DateOnly>? FreePeriodOf(Guid personId, int campaignId) => throw new InvalidOperationException("Only inside a query.");

    /// <summary>What a need is at an instant, inside a query.</summary>
    public static string NeedState(string written, DateTimeOffset? endedAt, DateTimeOffset dueAt, DateTimeOffset? releasedAt, DateTimeOffset now) =>
        throw new InvalidOperationException("Only inside a query.");
}
