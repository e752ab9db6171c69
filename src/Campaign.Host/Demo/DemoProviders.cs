namespace Campaign.Host.Demo;

/// <param name="Source">Where the licence's figures are from; most are made up and say so.</param>
internal sealed record DemoLicence(string Number, DateOnly IssuedOn, DateOnly ValidBefore, string Source);

/// <param name="Issuer">What its certificates name as issuer.</param>
internal sealed record DemoProvider(string Code, string Name, string Issuer, DemoLicence Licence);

/// <summary>
/// The six providers that the regulation is addressed to. The licences for remote signing of VNPT and Viettel are those that the Đồng Tháp inspection lists (DT-1);
/// the other four are made up.
/// </summary>
internal static class DemoProviders
{
    private const string Inspection = "Kết luận kiểm tra, Sở TT&TT Đồng Tháp, 4/2024";
    private const string MadeUp = "made up for the demo";

    public static IReadOnlyList<DemoProvider> All { get; } =
    [
        new("vnpt-ca", "VNPT-CA", "VNPT", new("698/GP-BTTTT", new(2021, 10, 28), new(2031, 10, 28), Inspection)),
        new("viettel-ca", "Viettel-CA", "Viettel", new("363/GP-BTTTT", new(2022, 7, 20), new(2032, 7, 20), Inspection)),
        new("misa-ca", "MISA-CA", "MISA", new("DEMO-1/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp)),
        new("bkav-ca", "BKAV-CA", "BKAV", new("DEMO-2/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp)),
        new("fpt-ca", "FPT-CA", "FPT", new("DEMO-3/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp)),
        new("ca2", "CA2 (Nacencomm)", "Nacencomm", new("DEMO-4/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp)),
    ];

    public const string Campaign = "hue";
    public const string DepartmentClient = "department";
    public const int StaffPerProvider = 3;

    public static string SecretOf(string clientId) => $"{clientId}-demo";

    public static string StaffOf(string providerCode, int number) => $"{providerCode}-staff-{number}";
}
