using System.Text;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Rows of comma, semicolon or tab separated values (RFC 4180), read strictly and row by row: after a quote that is never closed, text behind a closing quote or a row
/// without end, reading goes on at the next line. (A library would end at the first such row, or swallow what follows it; here each row has a verdict of its own.)
/// </summary>
internal sealed class DelimitedTable : ITable
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly Stream file;
    private readonly StreamReader text;
    private readonly char delimiter;
    private readonly bool composes;
    private readonly char[] buffer = new char[4 * TableLimits.RowCharacters];
    private readonly StringBuilder quoted = new();
    private int start;
    private int end;
    private bool ended;
    private long row;

    private DelimitedTable(Stream file, TextEncoding encoding)
    {
        this.file = file;
        composes = encoding.Name != "TCVN3";
        text = new(file, encoding.Encoding, detectEncodingFromByteOrderMarks: encoding.Name.StartsWith("UTF", StringComparison.Ordinal), bufferSize: 64 * 1024, leaveOpen: true);
        Fill();
        delimiter = DelimiterOf(buffer.AsSpan(0, end));
        if (SaidIn(buffer.AsSpan(0, end)) is not null)
        {
            row++;
            SkipLine();
        }
    }

    public long ReadBytes => file.Position;

    public bool Since1904 => false;

    public string? Sheet => null;

    public long HiddenRows => 0;

    public char Delimiter => delimiter;

    public static DelimitedTable Open(Stream file, TextEncoding encoding)
    {
        file.Position = 0;
        return new(file, encoding);
    }

    public void Dispose() => text.Dispose();

    public bool Read(List<Cell> cells, out long number, out RowFault? fault)
    {
        cells.Clear();
        fault = null;
        number = row + 1;
        if (At(0) < 0)
        {
            return false;
        }

        row++;
        var at = 0;
        while (true)
        {
            var (cell, next, wrong) = At(at) == '"' ? Quoted(at) : Plain(at);
            if (wrong is null && cells.Count == TableLimits.Columns)
            {
                wrong = RowFault.TooManyColumns;
            }

            if (wrong is not null)
            {
                // What stands before a cell that is too long stays, so that the office sees which row it is; the cell is left long enough to be told again.
                if (wrong == RowFault.TooLong)
                {
                    cells.Add(new(cell!));
                }
                else
                {
                    cells.Clear();
                }

                fault = wrong;
                SkipLine();
                return true;
            }

            cells.Add(new(composes ? LatinLetters.Together(cell!) : cell!));
            var after = At(next);
            if (after == delimiter)
            {
                at = next + 1;
                continue;
            }

            EndRow(next, after);
            if (cells is [{ Text: "" }])
            {
                cells.Clear();
            }

            return true;
        }
    }

    /// <summary>A cell up to a separator or the end of the line.</summary>
    private (string? Cell, int Next, RowFault? Fault) Plain(int at)
    {
        var from = at;
        while (At(at) is >= 0 and var c && c != delimiter && c is not ('\n' or '\r'))
        {
            at++;
            // A cell that is longer than is read is its column's fault, if the column is read at all; a row that is, is its own.
            if (at > TableLimits.RowCharacters)
            {
                return (new string(buffer, start + from, Math.Min(at - from, TableLimits.CellCharacters + 1)), at, RowFault.TooLong);
            }
        }

        return (new string(buffer, start + from, at - from), at, null);
    }

    /// <summary>A cell in quotes, in which separators and line ends are text, and a quote is written twice.</summary>
    private (string? Cell, int Next, RowFault? Fault) Quoted(int at)
    {
        quoted.Clear();
        at++;
        while (true)
        {
            var c = At(at);
            if (c < 0 || quoted.Length > TableLimits.CellCharacters || at > TableLimits.RowCharacters)
            {
                return (null, at, RowFault.QuoteNotClosed);
            }

            at++;
            if (c != '"')
            {
                quoted.Append((char)c);
            }
            else if (At(at) == '"')
            {
                quoted.Append('"');
                at++;
            }
            else
            {
                break;
            }
        }

        while (At(at) == ' ')
        {
            at++;
        }

        return At(at) is var after && (after < 0 || after == delimiter || after is '\n' or '\r')
            ? (quoted.ToString(), at, null)
            : (null, at, RowFault.TextAfterQuote);
    }

    private void EndRow(int at, int c)
    {
        // Looking at the next character may move the row within the buffer: first its length, then its start.
        var length = c switch
        {
            '\r' when At(at + 1) == '\n' => at + 2,
            '\r' or '\n' => at + 1,
            _ => at,
        };
        start += length;
    }

    /// <summary>To the line after the one on which the row began.</summary>
    private void SkipLine()
    {
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOfAny('\n', '\r');
            if (found >= 0)
            {
                EndRow(found, buffer[start + found]);
                return;
            }

            start = end;
            if (!Fill())
            {
                return;
            }
        }
    }

    /// <summary>The character at this place of the row; -1 at the end of the file.</summary>
    private int At(int index)
    {
        while (start + index >= end)
        {
            if (!Fill())
            {
                return -1;
            }
        }

        return buffer[start + index];
    }

    private bool Fill()
    {
        if (ended)
        {
            return false;
        }

        if (start > 0)
        {
            Array.Copy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        var read = text.Read(buffer, end, buffer.Length - end);
        end += read;
        ended = read == 0;
        return read > 0;
    }

    /// <summary>The separator that the first line names, or has most of.</summary>
    private static char DelimiterOf(ReadOnlySpan<char> head)
    {
        if (SaidIn(head) is { } said)
        {
            return said;
        }

        var text = head.TrimStart(['\r', '\n']);
        var lineEnd = text.IndexOfAny('\r', '\n');
        var line = lineEnd < 0 ? text : text[..lineEnd];
        var best = ',';
        foreach (var candidate in Delimiters)
        {
            best = line.Count(candidate) > line.Count(best) ? candidate : best;
        }

        return best;
    }

    /// <summary>Excel's own first line, "sep=;".</summary>
    private static char? SaidIn(ReadOnlySpan<char> head) =>
        head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 5 && (head[5] is '\r' or '\n') && Delimiters.Contains(head[4]) ? head[4] : null;
}
