using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Programme.Departments;

/// <summary>The department as everybody may see it.</summary>
/// <param name="Phone">As it is written, to be called; null as long as none was given.</param>
public sealed record DepartmentDetails(Text Name, string? Phone);

/// <summary>
/// Who the department is: its name has changed before (2025-03-01), so it is dated data. What was read may be 30 seconds old; a read that fails leaves what is known, for a page
/// that warns of an impostor must not wait for a name.
/// </summary>
public sealed class DepartmentDirectory(RegistryDatabase database, TimeProvider time)
{
    private const string CurrentSql = """
        select name_vi, name_en, phone from registry.department_details where effective_from <= registry.registry_now() order by effective_from desc limit 1
        """;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>What it is called until its first name is read.</summary>
    private static readonly DepartmentDetails Unread = new(new("Sở Khoa học và Công nghệ", "The Department of Science and Technology"), null);

    private volatile Known? known;

    /// <summary>Without asking the database: for a page that says that it cannot be asked.</summary>
    public DepartmentDetails LastKnown => known?.Details ?? Unread;

    public async ValueTask<DepartmentDetails> CurrentAsync(CancellationToken cancel)
    {
        if (known is { } fresh && time.GetUtcNow() - fresh.ReadAt < MaxAge)
        {
            return fresh.Details;
        }

        try
        {
            var current = (await database.RowsAsync<Current>(CurrentSql, cancel))[0];
            known = new(new(new(current.NameVi, current.NameEn), current.Phone), time.GetUtcNow());
        }
        catch (Exception e) when (Faults.IsUnavailability(e))
        {
            if (known is null)
            {
                throw new RegistryUnavailableException("The database did not serve the request.", e);
            }
        }

        return known.Details;
    }

    private sealed record Current(string NameVi, string NameEn, string? Phone);

    private sealed record Known(DepartmentDetails Details, DateTimeOffset ReadAt);
}
