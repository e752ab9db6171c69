using System.Diagnostics;

namespace Campaign.Testing;

/// <summary>Waits for what comes by itself, and fails when it does not come.</summary>
internal static class Eventually
{
    // What comes on an idle machine in milliseconds, a busy one may owe for long; only a failing test waits to the end.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"{what}: not so within {Patience.TotalSeconds} s.");
            }

            await Task.Delay(20);
        }
    }

    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(() => Task.FromResult(holds()), what);
}
