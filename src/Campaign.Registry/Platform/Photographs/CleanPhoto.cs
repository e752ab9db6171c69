using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using SkiaSharp;

namespace Campaign.Registry.Platform.Photographs;

/// <summary>A photograph that was drawn anew: JPEG, upright, with nothing in it but its pixels.</summary>
internal sealed record CleanPhoto(byte[] Jpeg, int Width, int Height);

/// <summary>
/// Takes photographs of anybody and makes them anew. A file is read up to 10 MiB, told by its first bytes and not by its name, and its size in pixels is read from its
/// header before any pixel is: a small file that would unfold to a huge picture is refused there. What is drawn is turned upright, laid on white, scaled, and written as JPEG
/// without metadata: no place, no time, no device, no thumbnail, no colour profile (HUE-1.7). A file that breaks off is refused, for half a picture shows what it likes.
/// </summary>
public static class PhotoCleaning
{
    public const int MaxBytes = 10 << 20;
    public const long MaxPixels = 40_000_000;

    /// <summary>The long side of a photograph that is evidence.</summary>
    public const int LongSide = 1_600;

    public const int PortraitWidth = 480;
    public const int PortraitHeight = 600;

    /// <summary>A portrait is shown at the door, on a bad network.</summary>
    public const int MaxPortraitBytes = 80_000;

    private const int LeastPortraitWidth = 240;
    private const int LeastPortraitHeight = 300;

    private const int EvidenceQuality = 82;

    private static readonly int[] PortraitQualities = [86, 78, 70, 60, 50, 40, 30, 20, 10, 5];

    /// <summary>A picture of 40 million pixels takes 160 MB while it is drawn: one at a time on a host of two cores.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>As evidence: all of it, at most <see cref="LongSide"/> pixels long.</summary>
    internal static Task<Answer<CleanPhoto>> EvidenceAsync(Stream content, CancellationToken cancel) => CleanAsync(content, Evidence, cancel);

    /// <summary>As the portrait of a badge: 480 × 600 from its middle, a little above where it is tall, for there faces are.</summary>
    internal static Task<Answer<CleanPhoto>> PortraitAsync(Stream content, CancellationToken cancel) => CleanAsync(content, Portrait, cancel);

    private static async Task<Answer<CleanPhoto>> CleanAsync(Stream content, Func<Picture, Answer<CleanPhoto>> draw, CancellationToken cancel)
    {
        byte[]? file;
        try
        {
            file = await ReadAsync(content, cancel);
        }
        catch (IOException)
        {
            return new PhotoNotUsable(PhotoFault.Damaged);
        }

        if (file is null)
        {
            return new PhotoNotUsable(PhotoFault.TooLarge);
        }

        await OneAtATime.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Clean(file, draw), cancel);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <returns>Null when it is larger than <see cref="MaxBytes"/>.</returns>
    private static async Task<byte[]?> ReadAsync(Stream content, CancellationToken cancel)
    {
        using var read = new MemoryStream();
        var buffer = new byte[81_920];
        for (int length; (length = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (read.Length + length > MaxBytes)
            {
                return null;
            }

            read.Write(buffer, 0, length);
        }

        return read.ToArray();
    }

    private static Answer<CleanPhoto> Clean(byte[] file, Func<Picture, Answer<CleanPhoto>> draw)
    {
        if (!LooksLikeAPicture(file))
        {
            return new PhotoNotUsable(file.Length == 0 ? PhotoFault.Damaged : PhotoFault.WrongType);
        }

        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return new PhotoNotUsable(PhotoFault.Damaged);
        }

        if (codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp))
        {
            return new PhotoNotUsable(PhotoFault.WrongType);
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width <= 0 || height <= 0)
        {
            return new PhotoNotUsable(PhotoFault.Damaged);
        }

        if ((long)width * height > MaxPixels)
        {
            return new PhotoNotUsable(PhotoFault.TooManyPixels);
        }

        // Decoded to sRGB, whatever profile it brought, so that nothing is lost when the profile goes.
        using var srgb = SKColorSpace.CreateSrgb();
        using var pixels = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul, srgb));
        if (codec.GetPixels(pixels.Info, pixels.GetPixels()) != SKCodecResult.Success)
        {
            return new PhotoNotUsable(PhotoFault.Damaged);
        }

        using var image = SKImage.FromBitmap(pixels);
        return draw(new(image, codec.EncodedOrigin));
    }

    private static bool LooksLikeAPicture(ReadOnlySpan<byte> file) =>
        file.StartsWith<byte>([0xFF, 0xD8, 0xFF]) || file.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || (file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8));

    private static Answer<CleanPhoto> Evidence(Picture picture)
    {
        var scale = Math.Min(1f, (float)LongSide / Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)MathF.Round(picture.Width * scale)), Math.Max(1, (int)MathF.Round(picture.Height * scale)));
        using var drawn = picture.Draw(width, height, new(0, 0, picture.Width, picture.Height));
        return new CleanPhoto(Encode(drawn, EvidenceQuality), width, height);
    }

    private static Answer<CleanPhoto> Portrait(Picture picture)
    {
        if (picture.Width < LeastPortraitWidth || picture.Height < LeastPortraitHeight)
        {
            return new PhotoNotUsable(PhotoFault.TooSmall);
        }

        const float Ratio = (float)PortraitWidth / PortraitHeight;
        var width = Math.Min(picture.Width, picture.Height * Ratio);
        var height = width / Ratio;
        var (left, top) = ((picture.Width - width) / 2, (picture.Height - height) / 3);
        using var drawn = picture.Draw(PortraitWidth, PortraitHeight, new(left, top, left + width, top + height));
        var jpeg = PortraitQualities.Select(quality => Encode(drawn, quality)).First(bytes => bytes.Length <= MaxPortraitBytes);
        return new CleanPhoto(jpeg, PortraitWidth, PortraitHeight);
    }

    private static byte[] Encode(SKBitmap drawn, int quality)
    {
        // Without a colour space the encoder writes no profile.
        using var pixels = drawn.PeekPixels();
        using var bare = pixels.WithColorSpace(null!);
        using var jpeg = bare.Encode(new SKJpegEncoderOptions(quality)) ?? throw new InvalidOperationException("What was drawn can be encoded.");
        return jpeg.ToArray();
    }

    /// <summary>What was decoded, and how it has to be turned.</summary>
    private sealed class Picture(SKImage image, SKEncodedOrigin origin)
    {
        private bool LiesOnItsSide => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

        /// <summary>Upright.</summary>
        public int Width => LiesOnItsSide ? image.Height : image.Width;

        public int Height => LiesOnItsSide ? image.Width : image.Height;

        /// <summary>The part of the upright picture, scaled to this size, on white.</summary>
        public SKBitmap Draw(int width, int height, SKRect part)
        {
            using var srgb = SKColorSpace.CreateSrgb();
            var drawn = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, srgb));
            using var canvas = new SKCanvas(drawn);
            canvas.Clear(SKColors.White);
            canvas.Scale(width / part.Width, height / part.Height);
            canvas.Translate(-part.Left, -part.Top);
            canvas.Concat(Upright());
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            return drawn;
        }

        private SKMatrix Upright()
        {
            var (w, h) = (image.Width, image.Height);
            return origin switch
            {
                SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
                SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
                SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
                SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
                SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, w, 0, 0, 1),
                _ => SKMatrix.Identity,
            };
        }
    }
}
