using Campaign.Registry.Platform.Answers;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Campaign.Web.Department;

/// <summary>What the library's components say by themselves, in the officer's language.</summary>
internal sealed class LibraryWords(DeskPlace place) : MudLocalizer
{
    /// <summary>By the library's keys: those of the components that the desk uses, and of all that may come up in a form or a list.</summary>
    public static IReadOnlyDictionary<string, Text> All { get; } = new Dictionary<string, Text>
    {
        ["MudTable_Loading"] = new("Đang tải…", "Loading…"),
        ["MudTable_SelectAllRows"] = new("Chọn tất cả các dòng", "Select all rows"),
        ["MudTable_SelectRow"] = new("Chọn dòng", "Select the row"),
        ["MudTable_SelectGroup"] = new("Chọn nhóm", "Select the group"),
        ["MudTable_ExpandGroup"] = new("Mở nhóm", "Expand the group"),
        ["MudTable_CollapseGroup"] = new("Thu nhóm", "Collapse the group"),
        ["MudTable_EditRow"] = new("Sửa dòng", "Edit the row"),
        ["MudTable_CommitRow"] = new("Lưu dòng", "Save the row"),
        ["MudTable_CancelEditRow"] = new("Bỏ sửa", "Cancel the change"),
        ["MudTablePager_FirstPage"] = new("Trang đầu", "First page"),
        ["MudTablePager_PreviousPage"] = new("Trang trước", "Previous page"),
        ["MudTablePager_NextPage"] = new("Trang sau", "Next page"),
        ["MudTablePager_LastPage"] = new("Trang cuối", "Last page"),
        ["MudPagination_FirstPage"] = new("Trang đầu", "First page"),
        ["MudPagination_PreviousPage"] = new("Trang trước", "Previous page"),
        ["MudPagination_NextPage"] = new("Trang sau", "Next page"),
        ["MudPagination_LastPage"] = new("Trang cuối", "Last page"),
        ["MudPagination_CurrentPage"] = new("Trang hiện tại {0}", "Current page {0}"),
        ["MudPagination_PageIndex"] = new("Trang {0}", "Page {0}"),
        ["MudInput_Clear"] = new("Xóa", "Clear"),
        ["MudInput_Increment"] = new("Tăng", "Increase"),
        ["MudInput_Decrement"] = new("Giảm", "Decrease"),
        ["MudFormComponent_Required"] = new("Cần điền ô này", "This field is required"),
        ["MudAlert_Close"] = new("Đóng", "Close"),
        ["MudChip_Close"] = new("Bỏ", "Remove"),
        ["MudDialog_Close"] = new("Đóng", "Close"),
        ["MudSnackbar_Close"] = new("Đóng", "Close"),
        ["MudSelect_SelectAll"] = new("Chọn tất cả", "Select all"),
        ["MudTabs_ScrollLeft"] = new("Cuộn sang trái", "Scroll left"),
        ["MudTabs_ScrollRight"] = new("Cuộn sang phải", "Scroll right"),
        ["MudNavGroup_ToggleExpand"] = new("Mở hoặc thu {0}", "Expand or collapse {0}"),
        ["MudExitPrompt_Title"] = new("Rời trang?", "Leave the page?"),
        ["MudExitPrompt_Text"] = new("Nội dung đã sửa chưa được lưu.", "Your changes are not saved."),
        ["MudExitPrompt_Exit"] = new("Rời trang", "Leave"),
        ["MudExitPrompt_Cancel"] = new("Ở lại", "Stay"),
        ["Converter_InvalidBoolean"] = new("Không phải có hoặc không", "Not yes or no"),
        ["Converter_InvalidDateTime"] = new("Không phải ngày giờ", "Not a date"),
        ["Converter_InvalidGUID"] = new("Không phải mã", "Not an id"),
        ["Converter_InvalidNumber"] = new("Không phải số", "Not a number"),
        ["Converter_InvalidTimeSpan"] = new("Không phải khoảng thời gian", "Not a duration"),
        ["Converter_InvalidType"] = new("Giá trị không hợp lệ", "Invalid value"),
        ["Converter_NotValueOf"] = new("Không có trong danh sách", "Not in the list"),
        ["Converter_ConversionFailed"] = new("Giá trị không hợp lệ", "Invalid value"),
        ["Converter_ConversionError"] = new("Giá trị không hợp lệ", "Invalid value"),
        ["Converter_UnableToConvert"] = new("Giá trị không hợp lệ", "Invalid value"),
        ["Converter_ConversionNotImplemented"] = new("Giá trị không hợp lệ", "Invalid value"),
    };

    public override LocalizedString this[string key] => All.TryGetValue(key, out var text) ? new(key, text.In(place.Language)) : new(key, key, resourceNotFound: true);

    public override LocalizedString this[string key, params object[] arguments] =>
        All.TryGetValue(key, out var text) ? new(key, string.Format(System.Globalization.CultureInfo.InvariantCulture, text.In(place.Language), arguments)) : new(key, key, resourceNotFound: true);
}
