using static Campaign.Host.Tests.MalformedRequest;
using Sent = Campaign.Testing.RunningOperations;

namespace Campaign.Host.Tests;

/// <summary>The malformed requests about what the department decides while a campaign runs.</summary>
internal static class MalformedDecisions
{
    private static readonly string TooLong = OfAnyLength(2_001);

    public static IEnumerable<MalformedRequest> Rows() =>
    [
        Decision("reinstateProvider", "has no reason", Sent.Reinstate, """{"campaign":"hue","providerCode":"ca2"}"""),
        Decision("reinstateProvider", "has a reason of two characters", Sent.Reinstate, """{"campaign":"hue","providerCode":"ca2","reason":"ok"}"""),
        Decision("reinstateProvider", "has a reason of 2001 characters", Sent.Reinstate, $$"""{"campaign":"hue","providerCode":"ca2","reason":"{{TooLong}}"}"""),
        Decision("reinstateProvider", "has a decision number of 201 characters", Sent.Reinstate, $$"""{"campaign":"hue","providerCode":"ca2","reason":"mended","decisionNumber":"{{OfAnyLength(201)}}"}"""),
        Decision("reinstateProvider", "names a citizen number", Sent.Reinstate, $$"""{"campaign":"hue","providerCode":"{{Citizen}}","reason":"mended"}""", "ProviderNotExcluded"),
        Decision("publishOffer", "has no price", Sent.Publish, """{"campaign":"hue","providerCode":"ca2","policyVietnamese":"a","policyEnglish":"a"}"""),
        Decision("publishOffer", "has a price with a fraction", Sent.Publish, """{"campaign":"hue","providerCode":"ca2","policyVietnamese":"a","policyEnglish":"a","yearlyPrice":1.5}"""),
        Decision("publishOffer", "has a price beyond all numbers", Sent.Publish, """{"campaign":"hue","providerCode":"ca2","policyVietnamese":"a","policyEnglish":"a","yearlyPrice":99999999999}"""),
        Decision("publishOffer", "has a price that is text", Sent.Publish, """{"campaign":"hue","providerCode":"ca2","policyVietnamese":"a","policyEnglish":"a","yearlyPrice":"100000"}"""),
        Decision("publishOffer", "begins on a day", Sent.Publish, """{"campaign":"hue","providerCode":"ca2","policyVietnamese":"a","policyEnglish":"a","yearlyPrice":1,"effectiveFrom":"2030-01-01"}"""),
        Decision("publishOffer", "says 501 characters", Sent.Publish, $$"""{"campaign":"hue","providerCode":"ca2","policyVietnamese":"{{OfAnyLength(501)}}","policyEnglish":"a","yearlyPrice":1}""", "InvalidOffer"),
        Decision("publishOffer", "says a citizen number", Sent.Publish, $$"""{"campaign":"hue","providerCode":"ca2","policyVietnamese":"{{Citizen}}","policyEnglish":"a","yearlyPrice":1}""", "InvalidOffer"),
        Decision("changeCampaignTerms", "begins at no time", Sent.ChangeTerms, """{"campaign":"hue","freeMonths":12}"""),
        Decision("changeCampaignTerms", "has a window of a month", Sent.ChangeTerms, """{"campaign":"hue","effectiveFrom":"2030-01-01T00:00:00Z","needWindow":"P1M"}"""),
        Decision("changeCampaignTerms", "has a window below nothing", Sent.ChangeTerms, """{"campaign":"hue","effectiveFrom":"2030-01-01T00:00:00Z","needWindow":"-PT1H"}"""),
        Decision("changeCampaignTerms", "opens at another time", Sent.ChangeTerms, """{"campaign":"hue","effectiveFrom":"2030-01-01T00:00:00Z","opensAt":"2030-01-01T00:00:00Z"}"""),
        Decision("changeCampaignTerms", "is of no campaign", Sent.ChangeTerms, """{"campaign":"' or 1=1 --","effectiveFrom":"2030-01-01T00:00:00Z"}""", "CampaignNotOpen"),
        Decision("changeCampaignTerms", "is free for no month", Sent.ChangeTerms, """{"campaign":"hue","effectiveFrom":"2030-01-01T00:00:00Z","freeMonths":0}""", "InvalidCampaign"),
        Decision("changeDepartmentDetails", "has a phone that is a number", Sent.ChangeDepartment, """{"phone":1022}"""),
        Decision("changeDepartmentDetails", "has a phone of words", Sent.ChangeDepartment, """{"phone":"call us"}""", "InvalidDepartmentDetails"),
        Decision("changeDepartmentDetails", "is dated back", Sent.ChangeDepartment, """{"phone":"1022","effectiveFrom":"2020-01-01T00:00:00Z"}""", "BeginsTooEarly"),
        Decision("setWardPopulations", "has no day", Sent.SetPopulations, """{"source":"a yearbook","populations":[{"wardCode":"19753","population":1}]}"""),
        Decision("setWardPopulations", "has half a person", Sent.SetPopulations, """{"asOf":"2025-01-01","source":"a yearbook","populations":[{"wardCode":"19753","population":1.5}]}"""),
        Decision("setWardPopulations", "has nobody", Sent.SetPopulations, """{"asOf":"2025-01-01","source":"a yearbook","populations":[{"wardCode":"19753","population":0}]}""", "InvalidWardPopulations"),
        Decision("setWardPopulations", "has no ward", Sent.SetPopulations, """{"asOf":"2025-01-01","source":"a yearbook","populations":[]}""", "InvalidWardPopulations"),
        Decision("setWardPopulations", "names a citizen number as a ward", Sent.SetPopulations, $$"""{"asOf":"2025-01-01","source":"a yearbook","populations":[{"wardCode":"{{Citizen}}","population":1}]}""", "InvalidWardPopulations"),
        Decision("setWardPopulations", "is of tomorrow", Sent.SetPopulations, """{"asOf":"2199-01-01","source":"a yearbook","populations":[{"wardCode":"19753","population":1}]}""", "InvalidWardPopulations"),
    ];

    private static MalformedRequest Decision(string operation, string name, string query, string input, string expected = Bad) =>
        OfQuery("decision", $"{operation} {name}", query, $"{{\"input\":{input}}}", expected) with { Client = "department" };
}
