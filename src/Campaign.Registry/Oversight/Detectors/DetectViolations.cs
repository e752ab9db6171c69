using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Jobs;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>
/// The department's monitoring (HUE-5.1): each detector looks at what was decided since it last looked, and what it finds is flagged once, with its evidence and its
/// journal leaf in the same transaction. Every 5 seconds; a flag is there within 30 seconds of what it flags.
/// </para>
/// <para>
/// A run begins <see cref="Overlap"/> before the end of the last one, for a row may be committed some seconds after the instant that it bears. What was found before
/// is not found again (<c>flagged_once</c>, <c>each_piece_of_evidence_once</c>), so a run that was killed anywhere is completed by the next, and two at once do no harm.
/// Far behind, it goes in slices of a day, each of which is noted when it is done; where nothing was found, in longer ones.
/// </para>
/// </summary>
internal sealed class DetectViolations(DetectorScans scans, ViolationStore store, TimeProvider time, ILogger<DetectViolations> log) : IRegistryJob
{
    /// <summary>Commits come at most 10 s after the instants they bear; this is a dozen times that, for hosts that were stopped in between.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstSlice = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestSlice = TimeSpan.FromDays(32);

    /// <summary>A slice that took longer is not followed by a longer one, for a query has its limit.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>Progress is noted when it has come this far: the overlap is looked at again in any case, and a note costs a commit.</summary>
    private static readonly TimeSpan NotedEvery = TimeSpan.FromSeconds(30);

    public string Name => "detect-violations";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public Task RunAsync(CancellationToken cancel) => RunAsync(Detector.All, cancel);

    /// <summary>Runs these detectors. One that fails keeps none of the others from their work; the first failure is thrown when all have had their turn.</summary>
    internal async Task RunAsync(IReadOnlyList<Detector> detectors, CancellationToken cancel)
    {
        var scene = await scans.ReadSceneAsync(cancel);
        Exception? failure = null;
        foreach (var detector in detectors)
        {
            try
            {
                await RunAsync(detector, scene, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "Detector {Detector} failed; its next run goes on where it stood", detector.Kind);
                failure ??= e;
            }
        }

        if (failure is not null)
        {
            throw new InvalidOperationException("A detector failed.", failure);
        }
    }

    private async Task RunAsync(Detector detector, Scene scene, CancellationToken cancel)
    {
        var end = scene.Now - detector.Settling;
        var noted = scene.ScannedTo(detector);
        var from = noted is { } before ? before - Overlap : scene.Beginning;
        var slice = FirstSlice;
        while (from < end)
        {
            var to = SliceEnd(from, end, slice, scene.BoundariesOf(detector));
            var begun = time.GetTimestamp();
            var nothing = true;
            foreach (var campaign in scene.Campaigns)
            {
                var applied = scene.ThresholdsOf(detector, campaign, to);
                await foreach (var findings in scans.FindAsync(detector, campaign, applied, scene, from, to, cancel))
                {
                    nothing = false;
                    await store.FlagAsync(detector.Kind, detector.Clause, campaign, findings, cancel);
                }
            }

            if (noted is null || to >= noted + NotedEvery)
            {
                await scans.NoteAsync(detector, to, cancel);
                noted = to;
            }

            from = to;
            slice = nothing && !detector.LooksAtTheEnd && time.GetElapsedTime(begun) < Quick ? Shorter(slice * 2, LongestSlice) : FirstSlice;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>At most a slice on, and no further than just before the next change of a threshold, so that each instant is judged by what was then in force.</summary>
    private static DateTimeOffset SliceEnd(DateTimeOffset from, DateTimeOffset end, TimeSpan slice, IEnumerable<DateTimeOffset> boundaries)
    {
        var to = end - from > slice ? from + slice : end;
        foreach (var lastOfOld in boundaries.Select(b => b.AddMicroseconds(-1)))
        {
            to = lastOfOld > from && lastOfOld < to ? lastOfOld : to;
        }

        return to;
    }
}
