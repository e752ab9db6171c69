using System.Text.Encodings.Web;
using System.Text.Json;

namespace Campaign.Host.Graph;

/// <summary>Answers are JSON in UTF-8 with Vietnamese letters as they are. They are never put into HTML, so nothing but JSON's own signs is escaped.</summary>
internal static class ResponseJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
