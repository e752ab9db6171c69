using System.Text;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>What a compound file (MS-CFB) holds, by the names in its directory: both old workbooks and encrypted new ones are such files.</summary>
internal static class CompoundFile
{
    private const int ChunkBytes = 1 << 20;
    private const long MostBytes = 256L << 20;

    public static FileFault Kind(Stream file)
    {
        byte[][] names = [Named("EncryptedPackage"), Named("Workbook"), Named("Book")];
        var found = new bool[names.Length];
        var overlap = names.Max(n => n.Length);
        var chunk = new byte[ChunkBytes + overlap];
        for (var at = 0L; at < Math.Min(file.Length, MostBytes); at += ChunkBytes)
        {
            file.Position = at;
            var read = chunk.AsSpan(0, file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false));
            for (var i = 0; i < names.Length; i++)
            {
                found[i] |= read.IndexOf(names[i]) >= 0;
            }
        }

        return found switch
        {
            [true, ..] => FileFault.EncryptedWorkbook,
            [_, true, _] or [_, _, true] => FileFault.OldWorkbook,
            _ => FileFault.OldOrProtectedWorkbook,
        };
    }

    /// <summary>As the directory has it: in UTF-16, and ended by zeros.</summary>
    private static byte[] Named(string name) => [.. Encoding.Unicode.GetBytes(name), 0, 0];
}
