using System.Globalization;
using System.Text;
using Campaign.SignIn.People;
using QRCoder;

namespace Campaign.SignIn.Pages;

/// <summary>What an authenticator app takes: the secret as text, and as a picture.</summary>
/// <param name="Key">In fours.</param>
/// <param name="Picture">As one path of an SVG, for the pages' rules allow no inline style and no foreign picture.</param>
/// <param name="Size">Modules on a side.</param>
public sealed record Enrolment(string Key, string Picture, int Size)
{
    private const string Issuer = "Campaign registry";

    public static Enrolment Of(string userName, byte[] secret)
    {
        var text = TimeCode.Base32(secret);
        var uri = $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(userName)}?secret={text}&issuer={Uri.EscapeDataString(Issuer)}&digits=6&period=30";
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules[y].Length; x++)
            {
                if (modules[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new(string.Join(' ', text.Chunk(4).Select(part => new string(part))), path.ToString(), modules.Count);
    }
}
