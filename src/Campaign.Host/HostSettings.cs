using System.Net;
using Campaign.SignIn;
using Campaign.SignIn.Issuers;
using IPNetwork = System.Net.IPNetwork;

namespace Campaign.Host;

/// <summary>How this host was started: options of the command line, and the environment.</summary>
internal sealed record HostSettings
{
    public const string DatabaseVariable = "CAMPAIGN_DATABASE";
    public const string RuntimeDatabaseVariable = "CAMPAIGN_DATABASE_RUNTIME";
    public const string KeysVariable = "CAMPAIGN_KEYS";
    public const string KeysJsonVariable = "CAMPAIGN_KEYS_JSON";
    public const string KeyVariablePrefix = "CAMPAIGN_KEY_";
    public const string KmsVariable = "CAMPAIGN_KEYS_KMS";
    public const string KmsTokenVariable = "CAMPAIGN_KEYS_KMS_TOKEN";
    public const string DataVariable = "CAMPAIGN_DATA";
    public const string PublicAddressVariable = "CAMPAIGN_PUBLIC_ADDRESS";
    public const string MetricsTokenVariable = "CAMPAIGN_METRICS_TOKEN";
    public const string ChromiumVariable = "CAMPAIGN_CHROMIUM";

    public const int DefaultPort = 8080;

    public const string DocumentsVariable = "CAMPAIGN_DOCUMENTS";
    public const string IntrospectionVariable = "CAMPAIGN_INTROSPECTION";
    public const string ProxiesVariable = "CAMPAIGN_PROXIES";
    public const string IssuersVariable = IssuersFile.Variable;

    public required IPAddress Address { get; init; }

    /// <summary>0 lets the system choose.</summary>
    public required int Port { get; init; }

    /// <summary>The home of the private PostgreSQL and of keys.json.</summary>
    public required string DataDirectory { get; init; }

    public bool Demo { get; init; }

    public bool NoDemo { get; init; }

    public bool Simulation { get; init; }

    /// <summary>Whether this host runs the registry's jobs; a test that runs them itself says no.</summary>
    public bool RunsJobs { get; init; } = true;

    /// <summary>A PostgreSQL kept by somebody else, by a login that may migrate; null for the private one, or for a host that only serves.</summary>
    public string? Database { get; init; }

    /// <summary>
    /// A login that is a member of the runtime, sign-in, jobs and retention roles alone; null to use <see cref="Database"/> for all. Alone, without <see cref="Database"/>, it
    /// makes a host that serves and never migrates: whoever takes it over has no more than that.
    /// </summary>
    public string? RuntimeDatabase { get; init; }

    /// <summary>A key file, or a directory of them; null for the environment, the demo's keys, or the private PostgreSQL's own.</summary>
    public string? KeysFile { get; init; }

    /// <summary>The text of a key file.</summary>
    public string? KeysJson { get; init; }

    /// <summary>Keys one by one, by the name that follows the prefix.</summary>
    public IReadOnlyDictionary<string, string> KeyVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>The outside service that unwraps the keys; null when they are plain.</summary>
    public Uri? Kms { get; init; }

    public string? KmsToken { get; init; }

    /// <summary>Under which address browsers reach this registry (https://…); null on a machine of one's own, where it is the loopback's.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>Where the registry's own clients may be led back to after a sign-in.</summary>
    public IReadOnlyList<Uri> Addresses => PublicAddress is { } reached
        ? [reached]
        : [new($"http://127.0.0.1:{(Port == 0 ? DefaultPort : Port)}"), new($"http://localhost:{(Port == 0 ? DefaultPort : Port)}")];

    /// <summary>What /metrics asks for outside the demo; null closes it there.</summary>
    public string? MetricsToken { get; init; }

    /// <summary>The program that prints minutes as PDF: a path, or a name that is looked for in PATH.</summary>
    public string Chromium { get; init; } = "chromium";

    /// <summary>A folder of the documents that providers and the public may send; null: they may send any.</summary>
    public string? DocumentsFolder { get; init; }

    /// <summary>Who may ask what the schema is.</summary>
    public Introspection Introspection { get; init; } = Introspection.Everyone;

    /// <summary>Whose word is taken for where a request comes from; nobody's when empty.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Outside OIDC issuers whose access tokens are taken beside the registry's own.</summary>
    public IReadOnlyList<OutsideIssuer> Issuers { get; init; } = [];

    /// <summary>What the sign-in is told of them.</summary>
    public SignInSettings SignIn => new(SeedsDemo, IsLoopback, PublicAddress, Issuers);

    /// <summary>Further settings of the private PostgreSQL; tests alone give some.</summary>
    public IReadOnlyList<string> PostgresSettings { get; init; } = [];

    /// <summary>Settings hold secrets, and are not for logs.</summary>
    public override string ToString() => "host settings";

    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>
    /// Whether this registry holds the demo's made-up data. By default only on a private PostgreSQL and a loopback address; elsewhere by name alone.
    /// </summary>
    public bool SeedsDemo => Demo || (!NoDemo && IsPrivate && IsLoopback);

    /// <summary>Whether this host starts a PostgreSQL of its own.</summary>
    public bool IsPrivate => Database is null && RuntimeDatabase is null;
}

/// <summary>Who may ask what the schema is. It is no secret; a registry may spare itself the work.</summary>
internal enum Introspection
{
    /// <summary>As the contract says.</summary>
    Everyone,

    /// <summary>Whoever is signed in.</summary>
    Callers,

    Nobody,
}
