using System.Diagnostics;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>An outsider checks receipts with a tool of its own, against the published keys alone.</summary>
public sealed class VerifyTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("campaign-verify-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_receipt_that_the_registry_gave_holds()
    {
        var (_, body) = await fixture.Registry.SendAsync("vnpt-ca", Testing.Operations.RecordIssuance, new { input = Make.Record() });

        var (exitCode, output) = await VerifyAsync(body.ToString());

        output.ShouldStartWith("The receipt holds");
        exitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("recordedAt")]
    [InlineData("leafHash")]
    [InlineData("id")]
    [InlineData("signature")]
    [InlineData("journalKeyId")]
    public async Task One_that_was_changed_does_not(string field)
    {
        var record = await fixture.Registry.RecordAsync("vnpt-ca", Make.Record());
        var value = field == "id" ? record.Text("issuance", "id") : record.Text("receipt", field);
        // The first digit or letter after the middle, exchanged for another.
        var at = value.Length / 2;
        while (!char.IsAsciiLetterOrDigit(value[at]))
        {
            at++;
        }

        var changed = value[..at] + (value[at] == '1' ? '2' : '1') + value[(at + 1)..];

        var (exitCode, output) = await VerifyAsync(record.ToString().Replace(value, changed, StringComparison.Ordinal));

        exitCode.ShouldBe(1, output);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("no json")]
    [InlineData("""{"issuance": 1, "receipt": 2}""")]
    public async Task What_is_no_answer_of_the_registrys_is_said_to_be_none(string answer)
    {
        var (exitCode, output) = await VerifyAsync(answer);

        exitCode.ShouldBe(1);
        output.ShouldNotContain("Exception");
    }

    private async Task<(int ExitCode, string Output)> VerifyAsync(string answer)
    {
        var (answerFile, keysFile) = (Path.Combine(folder, "answer.json"), Path.Combine(folder, "keys.json"));
        await File.WriteAllTextAsync(answerFile, answer);
        await File.WriteAllTextAsync(keysFile, await fixture.Registry.Http.GetStringAsync("/journal/keys"));
        var tool = Path.Combine(AppContext.BaseDirectory, "Campaign.Verify.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "receipt", answerFile, "--keys", keysFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
