using System.Text;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Photographs;
using Campaign.Testing;
using SkiaSharp;

namespace Campaign.Registry.Tests;

/// <summary>What becomes of a photograph that anybody sends: drawn anew, upright, without metadata; what is none is refused (HUE-1.7).</summary>
public sealed class PhotoCleaningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_picture_becomes_a_jpeg_of_1600_pixels_at_most(SKEncodedImageFormat format)
    {
        var small = await CleanAsync(Pictures.Make(1_600, 900, format));
        var large = await CleanAsync(Pictures.Make(3_201, 1_800, format));

        (small.Width, small.Height, large.Width, large.Height).ShouldBe((1_600, 900, 1_600, 900));
        using var read = SKBitmap.Decode(large.Jpeg);
        (read.Width, read.Height).ShouldBe((1_600, 900));
        IsRed(read.GetPixel(200, 450)).ShouldBeTrue();
        IsBlue(read.GetPixel(1_400, 450)).ShouldBeTrue();
    }

    [Fact]
    public async Task Place_device_thumbnail_and_profile_are_gone()
    {
        var taken = Pictures.WithPlace(Pictures.Make(640, 480));
        Encoding.Latin1.GetString(taken).ShouldContain(Pictures.Device);

        var clean = await CleanAsync(taken);

        Encoding.Latin1.GetString(clean.Jpeg).ShouldNotContain(Pictures.Device);
        Encoding.Latin1.GetString(clean.Jpeg).ShouldNotContain("Exif");
        // Tables, frame and pixels; of application segments JFIF's own alone, and no comment.
        Pictures.MarkersOf(clean.Jpeg).Where(m => m is (>= 0xE1 and <= 0xEF) or 0xFE).ShouldBeEmpty();
        var portrait = (await PhotoCleaning.PortraitAsync(new MemoryStream(taken), Cancel)).Success!;
        Pictures.MarkersOf(portrait.Jpeg).Where(m => m is (>= 0xE1 and <= 0xEF) or 0xFE).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, "left")]
    [InlineData(2, "right")]
    [InlineData(3, "right")]
    [InlineData(4, "left")]
    [InlineData(5, "top")]
    [InlineData(6, "top")]
    [InlineData(7, "bottom")]
    [InlineData(8, "bottom")]
    public async Task A_picture_is_turned_upright(int orientation, string red)
    {
        var clean = await CleanAsync(Pictures.WithPlace(Pictures.Make(600, 400), (ushort)orientation));

        (clean.Width, clean.Height).ShouldBe(orientation < 5 ? (600, 400) : (400, 600));
        using var read = SKBitmap.Decode(clean.Jpeg);
        var (x, y) = red switch
        {
            "left" => (50, 200),
            "right" => (550, 200),
            "top" => (200, 50),
            _ => (200, 550),
        };
        IsRed(read.GetPixel(x, y)).ShouldBeTrue();
        IsBlue(read.GetPixel(clean.Width - 1 - x, clean.Height - 1 - y)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_no_whole_picture_is_refused_and_says_why()
    {
        var jpeg = Pictures.Make(800, 600, noise: true);

        (await FaultAsync([])).ShouldBe(PhotoFault.Damaged);
        (await FaultAsync(jpeg[..(jpeg.Length / 2)])).ShouldBe(PhotoFault.Damaged);
        (await FaultAsync(jpeg[..200])).ShouldBe(PhotoFault.Damaged);
        (await FaultAsync(Pictures.Make(800, 600, SKEncodedImageFormat.Png, noise: true)[..5_000])).ShouldBe(PhotoFault.Damaged);
        (await FaultAsync(Pictures.Make(800, 600, SKEncodedImageFormat.Webp, noise: true)[..5_000])).ShouldBe(PhotoFault.Damaged);
        (await FaultAsync([0xFF, 0xD8, 0xFF, .. new byte[1_000]])).ShouldBe(PhotoFault.Damaged);
        (await FaultAsync("GIF89a\u0001\u0000\u0001\u0000"u8.ToArray())).ShouldBe(PhotoFault.WrongType);
        (await FaultAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray())).ShouldBe(PhotoFault.WrongType);
        (await FaultAsync("%PDF-1.7"u8.ToArray())).ShouldBe(PhotoFault.WrongType);
        (await FaultAsync(Pictures.Bomb(100, 100))).ShouldBe(PhotoFault.Damaged);
    }

    [Fact]
    public async Task A_file_has_10_mebibytes_and_not_a_byte_more()
    {
        var jpeg = Pictures.Make(320, 300);
        byte[] Padded(int length) => [.. jpeg, .. new byte[length - jpeg.Length]];

        (await PhotoCleaning.EvidenceAsync(new MemoryStream(Padded(PhotoCleaning.MaxBytes)), Cancel)).Success.ShouldNotBeNull();
        (await FaultAsync(Padded(PhotoCleaning.MaxBytes + 1))).ShouldBe(PhotoFault.TooLarge);
    }

    [Fact]
    public async Task A_picture_has_40_million_pixels_and_is_not_unfolded_to_more()
    {
        (await CleanAsync(Pictures.Make(8_000, 5_000, SKEncodedImageFormat.Png))).Width.ShouldBe(1_600);

        var before = GC.GetTotalAllocatedBytes();
        (await FaultAsync(Pictures.Bomb(8_000, 5_001))).ShouldBe(PhotoFault.TooManyPixels);
        (await FaultAsync(Pictures.Bomb(60_000, 60_000))).ShouldBe(PhotoFault.TooManyPixels);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(1_000_000);
    }

    [Theory]
    [InlineData(480, 600, false)]
    [InlineData(3_000, 2_000, true)]
    [InlineData(1_000, 3_000, true)]
    [InlineData(240, 300, false)]
    public async Task A_portrait_is_480_by_600_and_80_kilobytes_at_most(int width, int height, bool noise)
    {
        var portrait = (await PhotoCleaning.PortraitAsync(new MemoryStream(Pictures.Make(width, height, noise: noise)), Cancel)).Success!;

        (portrait.Width, portrait.Height).ShouldBe((480, 600));
        portrait.Jpeg.Length.ShouldBeLessThanOrEqualTo(PhotoCleaning.MaxPortraitBytes);
    }

    [Theory]
    [InlineData(239, 300)]
    [InlineData(240, 299)]
    public async Task A_portrait_that_is_too_small_to_know_a_face_by_is_refused(int width, int height) =>
        ((await PhotoCleaning.PortraitAsync(new MemoryStream(Pictures.Make(width, height)), Cancel)).Refusal as PhotoNotUsable)?.Fault.ShouldBe(PhotoFault.TooSmall);

    private static async Task<CleanPhoto> CleanAsync(byte[] file) => (await PhotoCleaning.EvidenceAsync(new MemoryStream(file), Cancel)).Success!;

    private static async Task<PhotoFault?> FaultAsync(byte[] file) => ((await PhotoCleaning.EvidenceAsync(new MemoryStream(file), Cancel)).Refusal as PhotoNotUsable)?.Fault;

    private static bool IsRed(SKColor c) => c is { Red: > 200, Blue: < 60 };

    private static bool IsBlue(SKColor c) => c is { Red: < 60, Blue: > 200 };
}
