using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>The request says too little or too much. Field: which part of the input.</summary>
internal sealed record InvalidDataRequest(string Field, Text What) : FieldRefusal(Field, What)
{
    public override Clause? Clause => Clause.Confidentiality;
}

/// <summary>The registry knows nobody under this number: nothing is held that could be given, corrected or restricted.</summary>
internal sealed record NothingHeld : Refusal
{
    public override Text Message => new(
        "Hệ thống không lưu dữ liệu nào dưới số này, ngoài việc ai đã tra cứu số đó (xem \"lookups\").",
        "The registry stores nothing about this number except who looked it up; see \"lookups\".");

    public override Clause? Clause => Clause.Confidentiality;
}

/// <summary>The citizen has an open request of this kind, or a restriction in force.</summary>
internal sealed record DataRequestAlreadyOpen(DataRequestView Request) : Refusal
{
    public override Text Message => Request.State == DataRequestState.Fulfilled
        ? new("Dữ liệu của công dân đang được hạn chế xử lý. Có thể bỏ hạn chế bất cứ lúc nào.", "The citizen's data is restricted already. The restriction may be lifted at any time.")
        : new(
            $"Công dân đang có một yêu cầu cùng loại, hạn trả lời: {VietnamTime.By(Request.DueAt).Vietnamese}. Hãy chờ yêu cầu đó được trả lời.",
            $"The citizen has an open request of this kind, to be answered {VietnamTime.By(Request.DueAt).English}. Wait until that one is answered.");

    public override Clause? Clause => Clause.Confidentiality;
}

/// <summary>No request bears this id, or it is not the caller's (I8).</summary>
internal sealed record DataRequestNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy yêu cầu này. Hãy kiểm tra lại mã.",
        "No request with this id. Check the id.");
}

/// <summary>The request was decided another way, or is no restriction in force.</summary>
internal sealed record DataRequestNotOpen(DataRequestState State) : Refusal
{
    public override Text Message => new(
        $"Yêu cầu này không ở trạng thái cho phép việc đó ({Said.Vietnamese}). Nếu vẫn cần, hãy lập yêu cầu mới.",
        $"The request is not in a state that allows this ({Said.English}). If it is still needed, open a new one.");

    private Text Said => State switch
    {
        DataRequestState.Fulfilled => new("đã được thực hiện", "it was fulfilled"),
        DataRequestState.Declined => new("đã bị từ chối", "it was declined"),
        DataRequestState.Lifted => new("hạn chế đã được bỏ", "the restriction was lifted"),
        _ => new("đang chờ", "it waits"),
    };
}

/// <summary>What was to be corrected cannot be corrected so. Field: which part of the input.</summary>
internal sealed record InvalidCorrection(string Field, Text What) : FieldRefusal(Field, What)
{
    public override Clause? Clause => Clause.Confidentiality;
}
