namespace Campaign.Registry.Certificates.Imports;

/// <summary>A file that is kept in pieces, read from any place; it holds the few pieces that it was last asked for, for a workbook is read in several places at once.</summary>
/// <param name="read">A piece by its place; it waits for the database.</param>
/// <param name="length">Of the whole, in bytes.</param>
internal sealed class UploadedFile(Func<int, byte[]> read, long length) : Stream
{
    private const int PiecesHeld = 4;

    private readonly LinkedList<(int Place, byte[] Bytes)> held = new();

    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var within = (int)(position % UploadStore.PieceBytes);
        var piece = Piece((int)(position / UploadStore.PieceBytes));
        var count = Math.Min(buffer.Length, piece.Length - within);
        if (count <= 0)
        {
            throw new UnreadableFileException(FileFault.Damaged);
        }

        piece.AsSpan(within, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private byte[] Piece(int place)
    {
        for (var node = held.First; node is not null; node = node.Next)
        {
            if (node.Value.Place == place)
            {
                held.Remove(node);
                held.AddFirst(node);
                return node.Value.Bytes;
            }
        }

        var bytes = read(place);
        held.AddFirst((place, bytes));
        if (held.Count > PiecesHeld)
        {
            held.RemoveLast();
        }

        return bytes;
    }
}
