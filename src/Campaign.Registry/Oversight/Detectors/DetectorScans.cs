using System.Runtime.CompilerServices;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>What the detectors read, and how far each has looked. Reading streams from a connection of its own, so that memory and transactions stay small however much is found.</summary>
internal sealed class DetectorScans(JobDatabase database, JobWork jobs, NumberVault vault)
{
    /// <summary>Findings per transaction, at most.</summary>
    private const int MostFindings = 1_000;

    /// <summary>With so much evidence a transaction takes no further finding. None is divided between two: what is flagged has all that was found with it.</summary>
    private const int EnoughEvidence = 3_000;

    /// <summary>A detector that looks at a whole day at once may take longer than a request may; the time in which what it found is written counts too.</summary>
    private const int QuerySeconds = 300;

    // A detector looks for few rows by key. In a new database, which has no statistics, the planner would read whole tables again and again; and a plan that serves
    // any two instants would not serve two that are a minute apart.
    private const string SettingsSql = "set local statement_timeout = '300s'; set local enable_seqscan = off; set local plan_cache_mode = force_custom_plan";

    private const string BeginningSql = "select min(effective_from) from registry.dated_terms";

    private const string CampaignsSql = "select id from registry.campaign_codes order by id";

    private const string ProvidersSql = "select provider_id, name from registry.provider_titles where valid_to is null";

    private const string ProgressSql = "select detector, scanned_to from registry.detector_progress";

    private const string ThresholdsSql = "select campaign_id, effective_from, detector, name, value from registry.detector_thresholds";

    private const string NoteSql = """
        insert into registry.detector_progress (detector, scanned_to) values ($1, $2)
        on conflict (detector) do update set scanned_to = greatest(detector_progress.scanned_to, excluded.scanned_to)
        """;

    public Task<Scene> ReadSceneAsync(CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            return Decision.Discard(new Scene(
                now,
                await work.ValueOrNullAsync<DateTimeOffset>(BeginningSql) ?? now,
                await work.ValuesAsync<int>(CampaignsSql),
                (await work.RowsAsync<Named>(ProvidersSql)).ToDictionary(p => p.ProviderId, p => p.Name),
                (await work.RowsAsync<Progress>(ProgressSql)).ToDictionary(p => p.Detector, p => p.ScannedTo),
                await work.RowsAsync<SetThreshold>(ThresholdsSql)));
        },
        cancel);

    /// <summary>
    /// What a detector finds in (since, until] that is not flagged, or not with this evidence where it grows: in batches, each no larger than a transaction may be.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<Finding>> FindAsync(
        Detector detector, int campaignId, IReadOnlyList<Threshold> applied, Scene scene, DateTimeOffset since, DateTimeOffset until,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var settings = new NpgsqlCommand(SettingsSql, connection))
        {
            await settings.ExecuteNonQueryAsync(cancel);
        }

        await using var query = new NpgsqlCommand(NotYetFlaggedSql(detector), connection) { CommandTimeout = QuerySeconds };
        query.Parameters.AddRange(new[] { Sql.At(since), Sql.At(until), Sql.Int(campaignId) });
        query.Parameters.AddRange(applied.Select(t => Sql.Int(t.Value)).ToArray());
        await using var reader = await query.ExecuteReaderAsync(cancel);
        var row = new Candidate(reader, scene.Providers);
        var batch = new List<Finding>();
        var found = new List<(Evidence Evidence, string? Mark)>();
        (string Fingerprint, short? Provider, string Thresholds)? head = null;
        var size = 0;
        while (await reader.ReadAsync(cancel))
        {
            if (head is { } before && before.Fingerprint != row.Fingerprint)
            {
                Close(before);
                head = null;
                if (batch.Count == MostFindings || size >= EnoughEvidence)
                {
                    yield return batch;
                    (batch, size) = ([], 0);
                }
            }

            head ??= (row.Fingerprint, row.ProviderId, ThresholdsJson(detector, applied, row));
            found.Add((new(row.EvidenceKey, row.At, detector.Say(row), row.Uuid("issuance_id"), row.Uuid("need_id"), row.Uuid("check_id")), detector.MarkOf(row, vault)));
        }

        if (head is { } last)
        {
            Close(last);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }

        void Close((string Fingerprint, short? Provider, string Thresholds) of)
        {
            var kept = detector.Sift(found, applied);
            if (kept.Count > 0)
            {
                batch.Add(new(of.Fingerprint, of.Provider, of.Thresholds, kept));
                size += kept.Count;
            }

            found = [];
        }
    }

    /// <summary>Notes that a detector has looked up to here (inclusive). Never goes back.</summary>
    public Task NoteAsync(Detector detector, DateTimeOffset scannedTo, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(NoteSql, Sql.Text(detector.Kind.InDatabase()), Sql.At(scannedTo)));
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep(true);
        },
        cancel);

    private static string NotYetFlaggedSql(Detector detector) => $"""
        select c.* from (
        {detector.Sql}
        ) c
        where not exists (
          select from registry.flags v{(detector.Grows ? " join registry.flag_evidence e on e.violation_id = v.id and e.key = c.evidence_key" : "")}
          where v.kind = '{detector.Kind.InDatabase()}' and v.fingerprint = c.fingerprint)
        order by c.fingerprint, c.at, c.evidence_key
        """;

    private static string ThresholdsJson(Detector detector, IReadOnlyList<Threshold> applied, Candidate row)
    {
        var all = applied.ToDictionary(t => t.Name, t => (long)t.Value);
        if (detector.WindowName is { } name && row.NumberOrNull("window_seconds") is { } seconds)
        {
            all[name] = seconds;
        }

        return JsonSerializer.Serialize(all);
    }

    private sealed record Named(short ProviderId, string Name);

    private sealed record Progress(string Detector, DateTimeOffset ScannedTo);
}
