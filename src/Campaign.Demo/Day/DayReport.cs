using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Campaign.Demo.Day;

/// <summary>What happened, as tables; and whether the promises held.</summary>
internal static partial class DayReport
{
    private static readonly (string Title, Deed Deed)[] Columns =
    [
        ("checks", Deed.Checked), ("recorded", Deed.Recorded), ("races lost", Deed.Lost), ("revoked", Deed.RevocationConfirmed), ("cut off", Deed.CutOff),
        ("replayed", Deed.Replayed), ("pending", Deed.LeftPending), ("activated", Deed.Activated), ("replaced", Deed.Replaced), ("ended", Deed.Ended),
    ];

    private static readonly (string Title, Deed Deed)[] DayColumns =
    [
        ("needs", Deed.NeedChosenFor), ("support begun", Deed.SupportBegun), ("needs served", Deed.NeedServed), ("switched to", Deed.SwitchedTo),
        ("pending", Deed.LeftPending), ("activated", Deed.Activated), ("faults ended", Deed.FaultEnded), ("races lost", Deed.Lost), ("revoked", Deed.RevocationConfirmed),
        ("refused", Deed.Refused),
    ];

    /// <summary>Printed before anything is examined, for the questions of the examination are no part of it.</summary>
    public static void PrintMorning(IAnsiConsole console, Tally tally, TimeSpan played)
    {
        console.WriteLine();
        console.WriteLine(
            $"{tally.Citizens:N0} citizens, {tally.Answers:N0} answers in {played.TotalSeconds:N1} s, {tally.Answers / played.TotalSeconds:N0} a second");
        console.Write(Providers(tally, Columns));
        console.Write(Latencies(tally));
        console.WriteLine();
    }

    /// <summary>What each provider has done until the evening, and what the registry had trouble with.</summary>
    public static void PrintDay(IAnsiConsole console, Tally tally)
    {
        console.WriteLine();
        console.WriteLine("The day, together with the morning:");
        console.Write(Providers(tally, DayColumns));
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

    /// <summary>What was flagged in the short campaign: how often, and why, by one example of each kind.</summary>
    public static void PrintFlags(IAnsiConsole console, string campaign, DayFlags flags)
    {
        console.WriteLine($"Dấu hiệu vi phạm trong {campaign} / flagged in {campaign}:");
        console.WriteLine($"(Diễn xuất với dữ liệu thử: {DayPlayer.BadProvider} chỉ đóng vai. / A play with made-up data: {DayPlayer.BadProvider} only has the part.)");
        var table = NewTable("loại\nkind").AddColumn("điều\nclause").AddColumn("doanh nghiệp\nprovider")
            .AddColumn(new TableColumn("số\ncount").RightAligned()).AddColumn("vì sao, một ví dụ\nwhy, by one example");
        var english = flags.English.ToDictionary(f => f.Id, f => f.Why);
        foreach (var kind in flags.Vietnamese.GroupBy(f => (f.Kind, f.Clause, f.Provider)).OrderBy(g => g.Key.Clause).ThenBy(g => g.Key.Kind))
        {
            var example = kind.Last();
            table.AddRow(
                Markup.Escape($"{FlagNames.Of(kind.Key.Kind)}\n{kind.Key.Kind}"), Markup.Escape(kind.Key.Clause), Markup.Escape(kind.Key.Provider ?? "–"),
                $"{kind.Count():N0}", Markup.Escape($"{InShort(example.Why)}\n{InShort(english.GetValueOrDefault(example.Id, ""))}"));
        }

        console.Write(table);
        console.Write(Found(flags));
        foreach (var flag in flags.AtHonest)
        {
            console.WriteLine($"at a provider that was honest: {flag.Kind} {flag.Provider} – {flag.Why}");
        }

        foreach (var (kind, times) in flags.Expected.Where(e => flags.Vietnamese.Count(f => f.Kind == e.Key && f.Provider == DayPlayer.BadProvider) < e.Value))
        {
            console.WriteLine($"not flagged as often as expected ({times:N0}): {kind}");
        }

        console.WriteLine();
    }

    /// <summary>By kind: how much of what was played the monitoring found, and how much of what it found had been played.</summary>
    private static Table Found(DayFlags flags)
    {
        var table = NewTable("loại\nkind");
        foreach (var title in new[] { "đã diễn\nplayed", "tìm thấy\nfound", "oan\nwithout cause", "độ chính xác\nprecision", "độ phủ\nrecall" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var (kind, played) in flags.Expected.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            var found = flags.Vietnamese.Count(f => f.Kind == kind && f.Provider == DayPlayer.BadProvider);
            var wrong = flags.AtHonest.Count(f => f.Kind == kind);
            var precision = found + wrong == 0 ? 1 : (double)found / (found + wrong);
            table.AddRow(
                Markup.Escape(FlagNames.Of(kind)), $"{played:N0}", $"{found:N0}", $"{wrong:N0}", precision.ToString("0.00", CultureInfo.InvariantCulture),
                Math.Min(1, (double)found / played).ToString("0.00", CultureInfo.InvariantCulture));
        }

        return table;
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

    private static Table Providers(Tally tally, (string Title, Deed Deed)[] columns)
    {
        var table = NewTable("provider");
        foreach (var (title, _) in columns)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var provider in DemoProviders.All)
        {
            table.AddRow([provider.Code, .. columns.Select(c => $"{tally.Of(provider.Code, c.Deed):N0}")]);
        }

        table.AddRow(["together", .. columns.Select(c => $"{DemoProviders.All.Sum(p => tally.Of(p.Code, c.Deed)):N0}")]);
        return table;
    }

    /// <summary>All of it was today.</summary>
    private static string InShort(string summary) => Day().Replace(summary, "");

    [GeneratedRegex(" (ngày|on) [0-9]{2}/[0-9]{2}/[0-9]{4}")]
    private static partial Regex Day();

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
