using System.Diagnostics;

namespace Campaign.Testing;

/// <summary>Waits for what comes by itself, and fails when it does not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
