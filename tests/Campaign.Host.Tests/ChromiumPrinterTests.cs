using Campaign.Host.Printing;
using Campaign.Testing;
using Campaign.Web.Department.Minutes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Host.Tests;

/// <summary>The program that prints is a process of its own, of which there are few; what it prints is read back in Campaign.Pages.</summary>
public sealed class ChromiumPrinterTests
{
    [Fact]
    public async Task No_more_print_at_once_than_may_and_nobody_waits_whom_nobody_waits_for()
    {
        var folder = Directory.CreateTempSubdirectory("counting-").FullName;
        var program = Path.Combine(folder, "chromium");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n: > {folder}/began-$$\nwhile [ ! -e {folder}/go ]; do sleep 0.05; done\nexit 1\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var printer = new ChromiumPrinter(TestRegistry.Settings with { Chromium = program }, new(1, 1, TimeSpan.FromSeconds(30)), NullLogger<ChromiumPrinter>.Instance);
        using var gone = new CancellationTokenSource();

        var first = printer.PrintAsync("x", TestContext.Current.CancellationToken);
        var waiting = printer.PrintAsync("x", gone.Token);
        (await Should.ThrowAsync<NotPrintedException>(() => printer.PrintAsync("x", TestContext.Current.CancellationToken))).Why.ShouldBe(NotPrinted.Busy);
        await Eventually.HoldsAsync(() => Directory.GetFiles(folder, "began-*").Length > 0, "the first prints");
        Directory.GetFiles(folder, "began-*").Length.ShouldBe(1);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<NotPrintedException>(() => first)).Why.ShouldBe(NotPrinted.Failed);
        Directory.Delete(folder, recursive: true);
    }
}
