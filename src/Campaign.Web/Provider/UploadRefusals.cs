using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Provider;

/// <summary>The form was sent without a file.</summary>
internal sealed record NoFileChosen : Refusal
{
    public override Text Message => new("Hãy chọn tệp rồi bấm tải lên.", "Choose a file, then upload it.");
}

/// <summary>Two files of one provider, or eight of all, are on their way already.</summary>
internal sealed record UploadsUnderWay : Refusal
{
    public override Text Message => new(
        "Đang có tệp khác được tải lên. Hãy chờ tệp đó xong rồi thử lại.", "Other files are on their way. Wait until they have arrived, then try again.");
}
