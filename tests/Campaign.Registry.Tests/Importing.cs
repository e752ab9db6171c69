using System.Text;
using Campaign.Registry.Certificates.Imports;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>Imports of files that a test makes.</summary>
internal static class Importing
{
    public const string Header = "Số CCCD,Số CMND cũ,Họ và tên,Ngày sinh,Giới tính,Điện thoại,Số sê-ri,Ngày cấp,Ngày hết hạn,Chứng thư";

    public static string Row(string citizen, string? serial = null, string issuedAt = "2024-03-01 10:00", string other = "", string name = "", string birth = "", string until = "", string pem = "") =>
        $"{citizen},{other},{name},{birth},,,{serial ?? Make.Serial()},{issuedAt},{until},\"{pem}\"";

    public static byte[] File(params IEnumerable<string> rows) => Encoding.UTF8.GetBytes(string.Join("\r\n", [Header, .. rows, ""]));

    /// <returns>How it ended, and the rows that were not recorded.</returns>
    public static async Task<(ImportState State, IReadOnlyList<JudgedRow> Rows)> ImportAsync(this TestRegistry registry, string provider, byte[] content)
    {
        var store = registry.Services.GetRequiredService<ImportStore>();
        using var file = new MemoryStream(content);
        ImportOrder order;
        using (var opened = ImportFile.OpenToImport(file, default))
        {
            order = (await store.KeepAsync("hue", provider, $"provider:{provider}", "cũ.csv", await ImportRun.HashAsync(file, default), file.Length, opened, null, default))!;
        }

        await store.ApproveByOperatorAsync(order.Id, default);
        var state = await registry.Services.GetRequiredService<ImportRun>().RunAsync(order, file, null, default);
        var rows = new List<JudgedRow>();
        await foreach (var part in store.VerdictsAsync(order.Id, default))
        {
            rows.AddRange(part.Rows);
        }

        return (state, rows);
    }
}
