using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Platform.Photographs;

/// <summary>Why a file is not taken as a photograph.</summary>
public enum PhotoFault
{
    /// <summary>More than 10 MiB.</summary>
    TooLarge,

    /// <summary>Neither JPEG nor PNG nor WebP, whatever its name says.</summary>
    WrongType,

    /// <summary>More than 40 million pixels.</summary>
    TooManyPixels,

    /// <summary>Smaller than a face can be known by.</summary>
    TooSmall,

    /// <summary>It broke off on its way, or is broken.</summary>
    Damaged,
}

/// <summary>The file cannot be taken as a photograph.</summary>
public sealed record PhotoNotUsable(PhotoFault Fault) : Refusal
{
    public override Text Message => Fault switch
    {
        PhotoFault.TooLarge => new("Ảnh lớn hơn 10 MiB. Hãy chụp lại với độ phân giải thấp hơn.", "The photograph is larger than 10 MiB. Take it again at a lower resolution."),
        PhotoFault.WrongType => new("Tệp này không phải ảnh JPEG, PNG hay WebP. Hãy chọn một ảnh chụp.", "This file is not a JPEG, PNG or WebP image. Choose a photograph."),
        PhotoFault.TooManyPixels => new(
            "Ảnh có hơn 40 triệu điểm ảnh. Hãy chụp lại với độ phân giải thấp hơn.", "The photograph has more than 40 million pixels. Take it again at a lower resolution."),
        PhotoFault.TooSmall => new(
            "Ảnh quá nhỏ để nhận ra khuôn mặt: cần ít nhất 240 × 300 điểm ảnh.", "The photograph is too small to recognise a face: it needs at least 240 × 300 pixels."),
        _ => new("Ảnh bị hỏng hoặc chưa tải lên hết. Hãy thử lại.", "The photograph is damaged or incomplete. Try again."),
    };
}
