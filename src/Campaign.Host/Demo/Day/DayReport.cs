using Spectre.Console;

namespace Campaign.Host.Demo.Day;

/// <summary>What happened, as tables; and whether the promises held.</summary>
internal static class DayReport
{
    private static readonly (string Title, Deed Deed)[] Columns =
    [
        ("checks", Deed.Checked), ("recorded", Deed.Recorded), ("races lost", Deed.Lost), ("revoked", Deed.RevocationConfirmed), ("cut off", Deed.CutOff),
        ("replayed", Deed.Replayed), ("pending", Deed.LeftPending), ("activated", Deed.Activated), ("replaced", Deed.Replaced), ("ended", Deed.Ended),
    ];

    /// <summary>Printed before anything is examined, for the questions of the examination are no part of the morning.</summary>
    public static void PrintMorning(IAnsiConsole console, Tally tally, TimeSpan played)
    {
        console.WriteLine();
        console.WriteLine(
            $"{tally.Citizens:N0} citizens, {tally.Answers:N0} answers in {played.TotalSeconds:N1} s, {tally.Answers / played.TotalSeconds:N0} a second");
        console.Write(Providers(tally));
        console.Write(Latencies(tally));
        foreach (var (what, times) in tally.AskedAgainFor)
        {
            console.WriteLine($"asked again {times:N0} times after: {what}");
        }

        foreach (var (what, times) in tally.Faults.Take(10))
        {
            console.WriteLine($"{times:N0} times: {what}");
        }

        console.WriteLine();
    }

    public static void PrintInvariants(IAnsiConsole console, IReadOnlyList<Invariant> invariants)
    {
        console.WriteLine("Invariants, checked from outside:");
        foreach (var invariant in invariants)
        {
            console.MarkupLine(
                $"  {(invariant.Holds ? "[green]✔[/]" : "[red]✖[/]")} {invariant.Examined,8:N0}  {Markup.Escape(invariant.Statement)}"
                + (invariant.Holds ? "" : $" [red]({invariant.Broken:N0} do not)[/]"));
        }

        console.WriteLine();
        console.WriteLine(invariants.All(i => i.Holds) ? "All invariants hold." : "Not all invariants hold.");
    }

    private static Table Providers(Tally tally)
    {
        var table = NewTable("provider");
        foreach (var (title, _) in Columns)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var provider in DemoProviders.All)
        {
            table.AddRow([provider.Code, .. Columns.Select(c => $"{tally.Of(provider.Code, c.Deed):N0}")]);
        }

        table.AddRow(["together", .. Columns.Select(c => $"{DemoProviders.All.Sum(p => tally.Of(p.Code, c.Deed)):N0}")]);
        return table;
    }

    private static Table Latencies(Tally tally)
    {
        var table = NewTable("operation");
        foreach (var title in new[] { "answers", "median ms", "p99 ms", "max ms" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var l in tally.Latencies())
        {
            table.AddRow(l.Operation, $"{l.Count:N0}", $"{l.Median:N1}", $"{l.P99:N1}", $"{l.Max:N0}");
        }

        return table;
    }

    private static Table NewTable(string first) => new Table().Border(TableBorder.Simple).AddColumn(first);
}
