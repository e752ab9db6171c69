using System.Text;
using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Provider.Imports;

/// <summary>A CSV with the names of the columns that are read, and no row: with the mark by which spreadsheets know UTF-8.</summary>
internal static class ImportTemplate
{
    private static readonly string[] Columns =
    [
        "Số căn cước", "Số sê-ri", "Ngày cấp chứng thư", "Ngày hết hạn chứng thư", "Lưu khóa", "Họ và tên", "Ngày sinh", "Giới tính", "Điện thoại", "Mã xã", "Số CMND cũ",
    ];

    public static IResult Take() => Results.File(
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join(',', Columns) + "\r\n")], "text/csv; charset=utf-8", "mau-chung-thu-da-cap.csv");
}
