namespace Campaign.Web.Pages;

/// <summary>Telephone numbers on pages.</summary>
internal static class Phones
{
    /// <summary>One tap calls it.</summary>
    public static string Link(string phone) => $"tel:{new string([.. phone.Where(c => c is '+' or (>= '0' and <= '9'))])}";
}
