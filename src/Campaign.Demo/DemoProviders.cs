namespace Campaign.Demo;

/// <param name="Source">Where the licence's figures are from; most are made up and say so.</param>
public sealed record DemoLicence(string Number, DateOnly IssuedOn, DateOnly ValidBefore, string Source);

/// <param name="YearlyPrice">Whole đồng; made up, like the policy.</param>
public sealed record DemoOffer(int YearlyPrice, string PolicyVi, string PolicyEn);

/// <param name="Issuer">What its certificates name as issuer.</param>
public sealed record DemoProvider(string Code, string Name, string Issuer, DemoLicence Licence, DemoOffer Offer);

/// <summary>
/// The six providers that the regulation is addressed to. The licences for remote signing of VNPT and Viettel are those that the Đồng Tháp inspection lists (DT-1);
/// the other four are made up.
/// </summary>
public static class DemoProviders
{
    private const string Inspection = "Kết luận kiểm tra, Sở TT&TT Đồng Tháp, 4/2024";
    private const string MadeUp = "made up for the demo";

    public static IReadOnlyList<DemoProvider> All { get; } =
    [
        new("vnpt-ca", "VNPT-CA", "VNPT", new("698/GP-BTTTT", new(2021, 10, 28), new(2031, 10, 28), Inspection),
            new(198000, "Hỗ trợ tại nhà cả thứ bảy. Gọi lại trong 2 giờ.", "Help at home on Saturdays too. Calls back within 2 hours.")),
        new("viettel-ca", "Viettel-CA", "Viettel", new("363/GP-BTTTT", new(2022, 7, 20), new(2032, 7, 20), Inspection),
            new(189000, "Có điểm hỗ trợ ở mọi phường. Đến nhà trong ngày.", "A help point in every ward. Comes the same day.")),
        new("misa-ca", "MISA-CA", "MISA", new("DEMO-1/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp),
            new(165000, "Hướng dẫn qua điện thoại đến 21 giờ.", "Guides by phone until 21:00.")),
        new("bkav-ca", "BKAV-CA", "BKAV", new("DEMO-2/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp),
            new(175000, "Tặng phần mềm ký trên máy tính.", "Signing software for the computer included.")),
        new("fpt-ca", "FPT-CA", "FPT", new("DEMO-3/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp),
            new(180000, "Hỗ trợ người cao tuổi tại nhà, không thu phí đi lại.", "Helps elderly people at home, no charge for the way.")),
        new("ca2", "CA2 (Nacencomm)", "Nacencomm", new("DEMO-4/GP", new(2022, 1, 1), new(2032, 1, 1), MadeUp),
            new(159000, "Đổi thiết bị khi mất điện thoại không thu phí.", "A new device after a lost phone, free of charge.")),
    ];

    public const string Campaign = "hue";
    public const string DepartmentClient = "department";
    public const int StaffPerProvider = 3;

    public static string SecretOf(string clientId) => $"{clientId}-demo";

    public static string StaffOf(string providerCode, int number) => $"{providerCode}-staff-{number}";
}
