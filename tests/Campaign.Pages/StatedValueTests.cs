using Campaign.Registry.Citizens.DataRequests;
using Campaign.Web.Department;

namespace Campaign.Pages;

/// <summary>Days, times and yes or no as an officer types them become what the command takes; anything else is passed on.</summary>
public sealed class StatedValueTests
{
    [Theory]
    [InlineData(DossierField.ContractSignedOn, " 30/11/2026 ", "2026-11-30")]
    [InlineData(DossierField.ContractSignedOn, "2026-11-30", "2026-11-30")]
    [InlineData(DossierField.ContractSignedOn, "30/02/2026", "30/02/2026")]
    [InlineData(DossierField.HandedOverAt, "09:05 3/1/2026", "2026-01-03T09:05:00+07:00")]
    [InlineData(DossierField.ConsentGivenAt, "3/1/2026 9:05", "2026-01-03T09:05:00+07:00")]
    [InlineData(DossierField.ReceivedByCitizen, "Có", "true")]
    [InlineData(DossierField.ReceivedByCitizen, "không", "false")]
    [InlineData(DossierField.ReceivedByCitizen, "maybe", "maybe")]
    [InlineData(DossierField.RecipientName, "Có", "Có")]
    public void What_is_typed_becomes_what_the_command_takes(DossierField field, string typed, string value) => StatedValue.Of(field, typed).ShouldBe(value);
}
