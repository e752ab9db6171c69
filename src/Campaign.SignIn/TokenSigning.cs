using System.Security.Cryptography;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Campaign.SignIn;

/// <summary>
/// Access tokens are signed with the current token key and accepted under every one at hand; /.well-known/jwks publishes them all. When the keys change, OpenIddict's
/// settings are made anew from those of then.
/// </summary>
public static class TokenSigning
{
    internal static void AddTokenKeys(this OpenIddictServerBuilder server, KeysInUse keys) => server.Configure(options =>
    {
        var ring = keys.Held;
        options.EncryptionCredentials.Add(new(new SymmetricSecurityKey(ring.TokenEncryptionKey), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        // The first one signs.
        foreach (var key in ring.TokenSigningKeys.Reverse())
        {
            var signing = ECDsa.Create();
            signing.ImportFromPem(key.Pem);
            options.SigningCredentials.Add(new(new ECDsaSecurityKey(signing), SecurityAlgorithms.EcdsaSha256));
        }
    });

    /// <summary>Tokens are signed and accepted under the keys of now, whenever they change.</summary>
    public static void FollowTokenKeys(this WebApplication app, KeysInUse keys)
    {
        var server = app.Services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>();
        var validation = app.Services.GetRequiredService<IOptionsMonitorCache<OpenIddictValidationOptions>>();
        keys.Changed += () =>
        {
            server.TryRemove(Options.DefaultName);
            validation.TryRemove(Options.DefaultName);
        };
    }
}
