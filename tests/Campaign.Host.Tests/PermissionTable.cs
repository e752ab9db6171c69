using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>What a role may do with an operation, as docs/reference/permissions.md says.</summary>
internal enum Permission
{
    /// <summary>Nothing: 401 without sign-in, 403 with.</summary>
    None,

    /// <summary>Only its own rows; others are reported as absent.</summary>
    Own,

    /// <summary>All.</summary>
    All,

    /// <summary>It proposes, and another officer carries out.</summary>
    Proposes,
}

/// <summary>docs/reference/permissions.md, read: who may do what. The first column names an operation, the others are roles.</summary>
internal sealed class PermissionTable
{
    private readonly Dictionary<(string Operation, string Role), Permission> cells = [];

    private PermissionTable(IReadOnlyList<string> roles, IReadOnlyList<string> operations)
    {
        Roles = roles;
        Operations = operations;
    }

    public IReadOnlyList<string> Roles { get; }

    public IReadOnlyList<string> Operations { get; }

    public Permission this[string operation, string role] => cells[(operation, role)];

    /// <summary>The rows of the table whose first column is called so, its head first.</summary>
    public static List<string[]> Rows(string firstColumn) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "reference", "permissions.md"))
            .SkipWhile(l => !l.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .TakeWhile(l => l.StartsWith('|'))
            .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(c => !c[0].StartsWith("---", StringComparison.Ordinal)),
    ];

    public static PermissionTable Read()
    {
        var rows = Rows("operation");
        var roles = rows[0][1..];
        var table = new PermissionTable(roles, [.. rows.Skip(1).Select(r => r[0].Trim('`'))]);
        foreach (var row in rows.Skip(1))
        {
            row.Length.ShouldBe(rows[0].Length, $"the row {row[0]}");
            for (var i = 0; i < roles.Length; i++)
            {
                table.cells.Add((row[0].Trim('`'), roles[i]), row[i + 1] switch
                {
                    "–" => Permission.None,
                    "own" => Permission.Own,
                    "all" => Permission.All,
                    "proposes" => Permission.Proposes,
                    var other => throw new InvalidDataException($"{row[0]}, {roles[i]}: {other}"),
                });
            }
        }

        return table;
    }
}
