using System.Security.Cryptography;
using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Programme.Departments;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Campaign.Web.Citizen.Public;

/// <summary>
/// What was published as an Atom feed (RFC 4287), in Vietnamese, the same for everybody. Entries and the feed keep their ids; of a publication that was withdrawn the entry stays and says that alone, for
/// whoever has a copy is to learn of it (docs/adr/0029).
/// </summary>
internal static class ViolationsFeed
{
    public static async Task<IResult> ReadAsync(HttpContext http)
    {
        if (await OwnEndpoints.CampaignAsync(http) is not { } campaign)
        {
            return Results.NotFound();
        }

        var services = http.RequestServices;
        var cases = await services.GetRequiredService<PublishedCases>().OfAsync(campaign.Code, http.RequestAborted);
        var department = await services.GetRequiredService<DepartmentDirectory>().CurrentAsync(http.RequestAborted);
        var feed = Write(campaign, cases, department.Name.Vietnamese);
        http.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(
            feed, "application/atom+xml; charset=utf-8", lastModified: UpdatedAt(campaign, cases), entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(feed))[..32]}\""));
    }

    private static byte[] Write(CampaignView campaign, IReadOnlyList<PublishedCase> cases, string department)
    {
        var feed = new SyndicationFeed(cases.Select(EntryOf))
        {
            Id = IdOf(campaign),
            Title = new(Writable($"Vi phạm đã công bố – {campaign.Name}")),
            LastUpdatedTime = UpdatedAt(campaign, cases),
            Language = "vi",
        };
        feed.Links.Add(LinkTo("self", PublicEndpoints.Feed));
        feed.Links.Add(LinkTo("alternate", PublicEndpoints.Home));
        feed.Authors.Add(new() { Name = Writable(department) });
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            feed.SaveAsAtom10(xml);
        }

        return bytes.ToArray();
    }

    private static SyndicationItem EntryOf(PublishedCase one)
    {
        var entry = new SyndicationItem { Id = $"urn:uuid:{one.Id}", LastUpdatedTime = one.UpdatedAt };
        entry.Links.Add(LinkTo("alternate", PublicEndpoints.Home));
        if (one.Provider is { } provider)
        {
            var kinds = one.Kinds.Select(k => $"{ViolationWords.Of(k.Kind).Vietnamese} ({k.Clause})");
            entry.Title = new(Writable($"{provider.Name}: hồ sơ số {one.Number}"));
            entry.Summary = new($"{string.Join("; ", kinds)}.{(one.DecidedAt is { } decided ? $" Kết luận {Clock.At(decided)}," : "")} công bố {Clock.At(one.UpdatedAt)}.");
        }
        else
        {
            entry.Title = new($"Đã rút công bố: hồ sơ số {one.Number}");
            entry.Summary = new($"Công bố của hồ sơ này đã được rút lúc {Clock.At(one.UpdatedAt)}. Bản đã lưu không còn giá trị.");
        }

        return entry;
    }

    /// <summary>XML has no control characters; names from before they were refused may hold one.</summary>
    private static string Writable(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));

    private static SyndicationLink LinkTo(string relation, string address) => new() { RelationshipType = relation, Uri = new(address, UriKind.Relative) };

    private static DateTimeOffset UpdatedAt(CampaignView campaign, IReadOnlyList<PublishedCase> cases) => cases.Count > 0 ? cases[0].UpdatedAt : campaign.OpensAt;

    /// <summary>The campaign's, at whatever address the registry is reached.</summary>
    private static string IdOf(CampaignView campaign) => $"urn:uuid:{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"campaign-registry/violations/{campaign.Code}")).AsSpan(0, 16))}";
}
