using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Campaign.Demo;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Microsoft.AspNetCore.WebUtilities;

namespace Campaign.Testing;

/// <summary>What the token endpoint answered.</summary>
internal sealed record TokenAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string Access => Body.Text("access_token");

    public string? Refresh => Body.TryGetProperty("refresh_token", out var token) ? token.GetString() : null;

    public string? Error => Body.TryGetProperty("error", out var error) ? error.GetString() : null;
}

/// <summary>A person with a browser, who signs in as the pages want it and gets tokens as a client would. The clock for codes is the host's.</summary>
internal sealed class Person(TestRegistry registry, string name, string client, TimeProvider? time = null) : IDisposable
{
    /// <summary>As registered at the start of a host without a port of its own.</summary>
    public string RedirectUri { get; init; } = $"http://127.0.0.1:8080/{(client == SignInClients.Tablet ? "tablet" : "desk")}/signed-in";

    public string Password { get; set; } = DemoPeople.PasswordOf(name);

    public byte[] Secret { get; set; } = DemoPeople.OfficersSecret;

    public Browser Browser { get; } = new(registry.Address);

    public string Verifier { get; } = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public DateTimeOffset Now => (time ?? TimeProvider.System).GetUtcNow();

    public static string ChallengeOf(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public void Dispose() => Browser.Dispose();

    public Task<PageAnswer> GivePasswordAsync(string? password = null, string page = SignInPaths.SignIn) =>
        Browser.SubmitAsync(page, new() { ["user_name"] = name, ["password"] = password ?? Password });

    public Task<PageAnswer> GiveCodeAsync(string code) => Browser.SubmitAsync(SignInPaths.SecondFactor, new() { ["code"] = code });

    /// <summary>The code of a step from now: 0 for this one.</summary>
    public string CodeAt(int steps) => TimeCode.At(Secret, TimeCode.StepAt(Now) + steps);

    /// <summary>Password, then the code where it is asked for; the last answer. A code that was used in this half minute is followed by the next.</summary>
    public async Task<PageAnswer> SignInAsync()
    {
        var answer = await GivePasswordAsync();
        if (answer.Location.StartsWith(SignInPaths.SecondFactor, StringComparison.Ordinal))
        {
            answer = await GiveCodeAsync(CodeAt(0));
            answer = answer.Status == HttpStatusCode.UnprocessableEntity ? await GiveCodeAsync(CodeAt(1)) : answer;
        }

        return answer;
    }

    public string AuthorizeUrl(Dictionary<string, string?>? changed = null)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = client,
            ["response_type"] = "code",
            ["redirect_uri"] = RedirectUri,
            ["scope"] = "openid offline_access",
            ["state"] = "s1",
            ["code_challenge"] = ChallengeOf(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (key, value) in changed ?? [])
        {
            parameters[key] = value;
        }

        return QueryHelpers.AddQueryString("/connect/authorize", parameters.Where(p => p.Value is not null));
    }

    /// <summary>A code, for somebody who has signed in.</summary>
    public async Task<string> CodeAsync(Dictionary<string, string?>? changed = null)
    {
        var answer = await Browser.GetAsync(AuthorizeUrl(changed));
        return answer.Location is { Length: > 0 } location && QueryHelpers.ParseQuery(new Uri(location).Query).TryGetValue("code", out var code)
            ? code.ToString()
            : throw new InvalidOperationException($"{(int)answer.Status} {answer.Location} {answer.Body}");
    }

    public async Task<TokenAnswer> RedeemAsync(string code, string? verifier = null, ECDsa? device = null, Dictionary<string, string>? changed = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = verifier ?? Verifier,
        };
        if (device is not null)
        {
            form["device_key"] = WebEncoders.Base64UrlEncode(device.ExportSubjectPublicKeyInfo());
            form["device_label"] = "tablet 7";
            await ProveAsync(form, device, code);
        }

        return await TokenAsync(form, changed);
    }

    public async Task<TokenAnswer> RefreshAsync(string refreshToken, ECDsa? device = null, Dictionary<string, string>? changed = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["client_id"] = client, ["refresh_token"] = refreshToken };
        if (device is not null)
        {
            await ProveAsync(form, device, refreshToken);
        }

        return await TokenAsync(form, changed);
    }

    public async Task<TokenAnswer> SignInForTokensAsync(ECDsa? device = null)
    {
        await SignInAsync();
        return await RedeemAsync(await CodeAsync(), device: device);
    }

    private async Task ProveAsync(Dictionary<string, string> form, ECDsa device, string token)
    {
        using var response = await registry.Http.PostAsync(PeopleGrants.ChallengePath, null);
        var challenge = (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("challenge");
        form["device_challenge"] = challenge;
        form["device_proof"] = WebEncoders.Base64UrlEncode(device.SignData(Devices.SignedText(challenge, token), HashAlgorithmName.SHA256));
    }

    private async Task<TokenAnswer> TokenAsync(Dictionary<string, string> form, Dictionary<string, string>? changed)
    {
        foreach (var (key, value) in changed ?? [])
        {
            form[key] = value;
        }

        using var response = await TestRegistry.UntilServedAsync(() => registry.Http.PostAsync("/connect/token", new FormUrlEncodedContent(form)));
        return new(response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
