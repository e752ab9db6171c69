using Campaign.Web.Citizen.Badge;
using Microsoft.AspNetCore.Http;

namespace Campaign.Host.Tests;

/// <summary>What fetches a badge's address unasked leaves no trace of a person who was shown it (HUE-3.1).</summary>
public sealed class FetchedByItselfTests
{
    [Theory]
    [InlineData("Sec-Purpose", "prefetch;prerender", true)]
    [InlineData("Purpose", "prefetch", true)]
    [InlineData("X-Purpose", "preview", true)]
    [InlineData("User-Agent", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", true)]
    [InlineData("User-Agent", "WhatsApp/2.23.20.0", true)]
    [InlineData("User-Agent", "TelegramBot (like TwitterBot)", true)]
    [InlineData("User-Agent", "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", false)]
    [InlineData("User-Agent", "Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android/12100726", false)]
    [InlineData("Sec-Purpose", "", false)]
    public void A_preview_or_a_prefetch_is_told_from_a_person(string header, string value, bool byItself)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[header] = value;

        FetchedByItself.Is(http).ShouldBe(byItself);
    }

    [Fact]
    public void Whoever_asks_for_the_head_alone_has_not_opened_it()
    {
        var http = new DefaultHttpContext();
        FetchedByItself.MarkHead(http);

        FetchedByItself.Is(http).ShouldBeTrue();
    }
}
