using System.Globalization;
using Campaign.Registry.Citizens.DataRequests;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Department;

/// <summary>What an officer types for one field of a dossier, as people write days, times and yes or no here; the command takes the program's form.</summary>
internal static class StatedValue
{
    private static readonly string[] Days = ["d/M/yyyy", "yyyy-MM-dd"];
    private static readonly string[] Times = ["H:mm d/M/yyyy", "d/M/yyyy H:mm"];

    /// <summary>How it is typed; null where any words will do.</summary>
    public static Text? HintOf(DossierField field) => field switch
    {
        DossierField.ContractSignedOn => new("Ngày, dạng 30/11/2026.", "A day, as 30/11/2026."),
        DossierField.HandedOverAt or DossierField.ConsentGivenAt => new("Giờ và ngày ở Việt Nam, dạng 09:00 30/11/2026.", "Time and day in Vietnam, as 09:00 30/11/2026."),
        DossierField.ReceivedByCitizen => new("Ghi: có, hoặc: không.", "Write: yes, or: no."),
        _ => null,
    };

    /// <summary>What is not understood is passed on as it was typed, and the command says why.</summary>
    public static string Of(DossierField field, string typed) => (field, typed.Trim().ToLowerInvariant()) switch
    {
        (DossierField.ReceivedByCitizen, "có" or "co" or "yes") => "true",
        (DossierField.ReceivedByCitizen, "không" or "khong" or "no") => "false",
        (DossierField.ContractSignedOn, var text) when DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (DossierField.HandedOverAt or DossierField.ConsentGivenAt, var text) when DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) =>
            at.ToString("yyyy-MM-dd'T'HH:mm:ss'+07:00'", CultureInfo.InvariantCulture),
        _ => typed,
    };
}
