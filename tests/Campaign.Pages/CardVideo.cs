using System.Text;
using QRCoder;

namespace Campaign.Pages;

/// <summary>What a camera sees that is held over a QR code: a film in raw YUV (y4m), which Chromium takes in the place of a camera.</summary>
internal static class CardVideo
{
    private const int Width = 640;
    private const int Height = 480;
    private const int Frames = 4;

    /// <summary>Chromium's arguments for a camera that sees this text as a QR code.</summary>
    public static string[] CameraThatSees(string folder, string text)
    {
        var file = Path.Combine(folder, "camera.y4m");
        File.WriteAllBytes(file, Film(text));
        return ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-video-capture={file}"];
    }

    private static byte[] Film(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var modules = code.ModuleMatrix;
        var side = Height * 3 / 4 / modules.Count;
        var (left, top) = ((Width - (side * modules.Count)) / 2, (Height - (side * modules.Count)) / 2);
        var luma = new byte[Width * Height];
        Array.Fill(luma, (byte)235);
        for (var y = 0; y < side * modules.Count; y++)
        {
            for (var x = 0; x < side * modules.Count; x++)
            {
                if (modules[y / side][x / side])
                {
                    luma[((top + y) * Width) + left + x] = 16;
                }
            }
        }

        var grey = new byte[Width * Height / 2];
        Array.Fill(grey, (byte)128);
        using var film = new MemoryStream();
        film.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F10:1 Ip A1:1 C420mpeg2\n"));
        for (var frame = 0; frame < Frames; frame++)
        {
            film.Write("FRAME\n"u8);
            film.Write(luma);
            film.Write(grey);
        }

        return film.ToArray();
    }
}
