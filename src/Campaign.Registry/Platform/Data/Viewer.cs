namespace Campaign.Registry.Platform.Data;

/// <summary>
/// For whom a transaction reads and writes. The database is told at its beginning and shows no other rows (row-level security, I8), whatever the code asks for.
/// Untold, it shows none that belong to anybody.
/// </summary>
public readonly record struct Viewer
{
    /// <summary>The setting that the policies read; it lasts for one transaction.</summary>
    public const string Variable = "registry.viewer";

    private readonly string? setting;

    private Viewer(string setting) => this.setting = setting;

    /// <summary>The public: sees what belongs to nobody.</summary>
    public static Viewer Nobody => default;

    /// <summary>Sees everything: officers and the department's systems, each within its permissions.</summary>
    public static Viewer Department => new("department");

    /// <summary>The registry itself, in what it does unasked: jobs, wake-ups, the sign-in's look at who belongs to whom.</summary>
    public static Viewer Registry => new("registry");

    /// <summary>Sees the rows of this provider alone.</summary>
    public static Viewer Provider(short id) => new($"provider:{id}");

    /// <summary>Sees what stands under the citizen's own number.</summary>
    /// <param name="keyHashes">The number's keyed hash under each key in use; one of them leads to the person, once there is one.</param>
    public static Viewer Citizen(IEnumerable<byte[]> keyHashes) => new("citizen:" + string.Join(',', keyHashes.Select(Convert.ToHexStringLower)));

    /// <summary>Digits, letters, colons and commas alone: safe inside a statement.</summary>
    internal string Setting => setting ?? "";

    /// <summary>For a connection that opens its transactions itself.</summary>
    public string SetSql => $"set local {Variable} = '{Setting}'";

    /// <summary>Shows no citizen, not even as a hash.</summary>
    public override string ToString() => Setting.Split(':')[0] is { Length: > 0 } kind ? kind : "nobody";
}
