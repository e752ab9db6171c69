using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Campaign.Web.Files;

/// <summary>A multipart body is not what its reader asked for; the message says which part.</summary>
public sealed class MalformedPartsException(string message) : Exception(message);

/// <summary>The parts of a multipart/form-data body, one after the other and by name; a file is handed on as a stream, and nothing of it is gathered here.</summary>
public static class MultipartParts
{
    public static bool Is(HttpRequest http) =>
        HttpMethods.IsPost(http.Method) && MediaTypeHeaderValue.TryParse(http.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    public static MultipartReader Of(HttpRequest http)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.ContentType).Boundary).Value;
        return boundary is { Length: > 0 and <= 100 } ? new(boundary, http.Body) { HeadersLengthLimit = 4_096 } : throw Malformed("multipart/form-data needs a boundary.");
    }

    /// <summary>The next part, which must bear this name.</summary>
    public static async Task<(MultipartSection Section, ContentDispositionHeaderValue Disposition)> NextAsync(MultipartReader parts, string name, CancellationToken cancel)
    {
        var section = await parts.ReadNextSectionAsync(cancel);
        return section is not null && ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            && HeaderUtilities.RemoveQuotes(disposition.Name).Value == name
                ? (section, disposition)
                : throw Malformed($"The part {name} is missing here. Send operations, map and the file, in this order.");
    }

    public static async Task<string> TextAsync(MultipartReader parts, string name, int mostBytes, CancellationToken cancel)
    {
        var (section, _) = await NextAsync(parts, name, cancel);
        var buffer = new byte[mostBytes + 1];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length > mostBytes ? throw Malformed($"The part {name} is larger than {mostBytes} bytes.")
            : buffer.AsSpan(0, length).Contains((byte)0) ? throw Malformed($"The part {name} holds NUL.")
            : Encoding.UTF8.GetString(buffer, 0, length);
    }

    public static string FileNameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value is not { } name ? "?"
        : name.Any(char.IsControl) ? throw Malformed("The file's name holds a control character.")
        : name;

    private static MalformedPartsException Malformed(string message) => new(message);
}
