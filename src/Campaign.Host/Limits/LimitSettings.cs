namespace Campaign.Host.Limits;

/// <summary>
/// How much one address, one caller and one citizen may ask of a host. Citizens asked about are counted elsewhere, exactly and over all hosts (Checks/Quota.cs);
/// these protect the host itself, each host by itself.
/// </summary>
internal sealed record LimitSettings
{
    /// <summary>Requests of nobody, or with a token that is not known good, per address (IPv6: per /64), in a burst.</summary>
    public int AddressBurst { get; init; } = 120;

    /// <summary>As many come back each second.</summary>
    public int AddressPerSecond { get; init; } = 2;

    /// <summary>Sign-ins per address, in a burst: token requests and the forms of people.</summary>
    public int SignInBurst { get; init; } = 30;

    /// <summary>One comes back every so many seconds.</summary>
    public int SignInSeconds { get; init; } = 2;

    /// <summary>Requests of one caller under way at once. Below what a host takes in all, so that none of the competitors can shut the others out (HUE-1.1).</summary>
    public int AtOncePerCaller { get; init; } = 500;

    /// <summary>Requests of one citizen in a burst.</summary>
    public int CitizenBurst { get; init; } = 60;

    /// <summary>As many come back each second.</summary>
    public int CitizenPerSecond { get; init; } = 1;
}
