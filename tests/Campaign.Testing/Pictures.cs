using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace Campaign.Testing;

/// <summary>Made-up pictures, as phones and as nobody honest makes them.</summary>
internal static class Pictures
{
    /// <summary>What stands in the metadata of <see cref="WithPlace"/>, and must stand nowhere after.</summary>
    public const string Device = "MADE-UP-PHONE-7";

    /// <summary>Red on the left, blue on the right.</summary>
    public static byte[] Make(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, bool noise = false)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Red);
            canvas.DrawRect(width / 2f, 0, width / 2f, height, new SKPaint { Color = SKColors.Blue });
        }

        if (noise)
        {
            var random = new Random(7);
            var pixels = bitmap.GetPixelSpan().ToArray();
            random.NextBytes(pixels);
            for (var i = 3; i < pixels.Length; i += 4)
            {
                pixels[i] = 255;
            }

            System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        }

        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>The JPEG with Exif: how it is to be turned, where it was taken (GPS) and by what.</summary>
    public static byte[] WithPlace(byte[] jpeg, ushort orientation = 1)
    {
        var exif = new List<byte>(Encoding.ASCII.GetBytes("Exif\0\0"));
        var device = Encoding.ASCII.GetBytes(Device + "\0");
        var tiff = new byte[8 + 2 + (3 * 12) + 4 + 2 + (2 * 12) + 4 + 24 + device.Length];
        Encoding.ASCII.GetBytes("MM\0*").CopyTo(tiff, 0);
        BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(8), 3);
        var (gps, rationals) = (50, 80);
        Entry(10, 0x0110, 2, (uint)device.Length, (uint)(rationals + 24));
        Entry(22, 0x0112, 3, 1, (uint)orientation << 16);
        Entry(34, 0x8825, 4, 1, (uint)gps);
        BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(gps), 2);
        Entry(gps + 2, 0x0001, 2, 2, 'N' << 24);
        Entry(gps + 14, 0x0002, 5, 3, (uint)rationals);
        for (var i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(rationals + (8 * i)), (uint)(16 + i));
            BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(rationals + (8 * i) + 4), 1);
        }

        device.CopyTo(tiff, rationals + 24);
        exif.AddRange(tiff);
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Count + 2));
        return [.. jpeg[..2], 0xFF, 0xE1, .. length, .. exif, .. jpeg[2..]];

        void Entry(int at, ushort tag, ushort type, uint count, uint value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(at + 2), type);
            BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(at + 4), count);
            BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(at + 8), value);
        }
    }

    /// <summary>A PNG of a hundred bytes whose header says that it is so large.</summary>
    public static byte[] Bomb(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]), .. Chunk("IEND", [])];
    }

    /// <summary>The markers of a JPEG's segments up to its pixels.</summary>
    public static IReadOnlyList<byte> MarkersOf(byte[] jpeg)
    {
        var found = new List<byte>();
        for (var at = 2; at + 4 < jpeg.Length && jpeg[at] == 0xFF; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))
        {
            found.Add(jpeg[at + 1]);
            if (jpeg[at + 1] == 0xDA)
            {
                break;
            }
        }

        return found;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, crc) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc(typed));
        return [.. length, .. typed, .. crc];
    }

    private static uint Crc(byte[] data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
