using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>A file on its way in: its name, and its bytes as they come.</summary>
/// <param name="fileName">As the sender calls it.</param>
/// <param name="content">Read once, to its end; stays the sender's.</param>
public sealed class UploadedContent(string fileName, Stream content)
{
    public string FileName => fileName;

    public Stream Content => content;
}

/// <summary>A file of a multipart request. It is no text, and cannot be written into a document.</summary>
internal sealed class UploadGraphType : ScalarGraphType
{
    public UploadGraphType()
    {
        Name = "Upload";
        Description = "A file, sent beside the operation as the GraphQL multipart request specification says: operations, map, then the one file.";
    }

    public override object? ParseValue(object? value) => value is null or UploadedContent ? value : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => ThrowSerializationError(value);
}
