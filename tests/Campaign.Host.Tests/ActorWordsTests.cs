using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Web.Pages;

namespace Campaign.Host.Tests;

/// <summary>What history keeps as codes, in words, in both languages.</summary>
public sealed class ActorWordsTests
{
    [Theory]
    [InlineData("officer:lan", "lan", "lan")]
    [InlineData("provider:vnpt-ca", "VNPT-CA", "VNPT-CA")]
    [InlineData("provider:unknown", "unknown", "unknown")]
    [InlineData("citizen", "Công dân", "The citizen")]
    [InlineData("registry", "Hệ thống", "The registry")]
    [InlineData("client:registry", "Hệ thống", "The registry")]
    [InlineData("client:command-line", "Người vận hành", "The operator")]
    [InlineData("client:statistics", "Hệ thống statistics", "System statistics")]
    [InlineData("vnpt-ca-nv01", "vnpt-ca-nv01", "vnpt-ca-nv01")]
    public void An_actor_is_named_as_people_know_it(string actor, string vietnamese, string english) =>
        ActorWords.Of(actor, new Dictionary<string, string> { ["vnpt-ca"] = "VNPT-CA" }).ShouldBe(new Text(vietnamese, english));

    [Theory]
    [InlineData("FAULT_NOT_RESOLVED")]
    [InlineData("WRONG_CITIZEN")]
    [InlineData("REVOKED")]
    [InlineData("CITIZEN_ASKED")]
    [InlineData("OFFICER")]
    [InlineData("IDENTITY_SERVICE")]
    [InlineData("IMPORT")]
    public void A_code_in_evidence_is_put_into_words(string code)
    {
        var said = ActorWords.Evidence(new Text($"VNPT-CA kết thúc chứng thư ({code}) lúc 14:05:30.", $"VNPT-CA ended it ({code}) at 14:05:30."));
        said.Vietnamese.ShouldNotContain($"({code})", Case.Sensitive);
        said.English.ShouldNotContain($"({code})", Case.Sensitive);
        ActorWords.Evidence("Chứng thư (CMND) …").ShouldBe("Chứng thư (CMND) …", "other brackets stay");
    }

    [Fact]
    public void The_registrys_own_reasons_are_put_into_words_and_what_an_officer_typed_stays()
    {
        PhoneTraceReasons.Of("phone bound at the counter, as the second officer").Vietnamese.ShouldBe("gắn điện thoại tại quầy, với tư cách cán bộ thứ hai");
        PhoneTraceReasons.Of("phone to be bound at the counter, shown to the second officer").Vietnamese.ShouldNotContain("phone");
        PhoneTraceReasons.Of("Công dân hỏi tại quầy").ShouldBe(new Text("Công dân hỏi tại quầy", "Công dân hỏi tại quầy"));
    }
}
