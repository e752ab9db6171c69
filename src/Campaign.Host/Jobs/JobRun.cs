using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Hangfire;
using Prometheus;

namespace Campaign.Host.Jobs;

/// <summary>
/// All that Hangfire ever runs: one run of the job of this name, unless one is under way on whatever host. What is kept of it is the name; a fault is told by its kind
/// alone, for the text of an exception may say more than the dashboard may show. Nothing is tried again here: the next tick is the next try.
/// </summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete, LogEvents = false)]
internal sealed class JobRun(IEnumerable<IRegistryJob> jobs, StartedDatabase database, TimeProvider time, ILogger<JobRun> log)
{
    private static readonly Counter Runs = Metrics.CreateCounter(
        "campaign_job_runs_total", "Runs of the registry's jobs by what became of them: DONE, FAILED, STOPPED (with the host, or its lock was lost), ELSEWHERE.",
        "job", "outcome");

    private static readonly Gauge LastDuration = Metrics.CreateGauge("campaign_job_last_duration_seconds", "How long the last run of a job took that was done.", "job");

    public async Task RunAsync(string name, CancellationToken stopping)
    {
        if (jobs.SingleOrDefault(job => job.Name == name) is not { } job)
        {
            // Another build's, on the same database.
            return;
        }

        var outcome = "FAILED";
        try
        {
            outcome = await RunOnceAsync(job, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            outcome = "STOPPED";
            throw;
        }
        catch (Exception e)
        {
            if (e is RegistryUnavailableException || Faults.IsUnavailability(e))
            {
                log.LogWarning("Job {Job} was not served by the database: {Fault}", name, e.GetType().Name);
            }
            else
            {
                log.LogError(e, "Job {Job} failed", name);
            }

            throw new JobFailedException($"{name}: {e.GetType().Name}");
        }
        finally
        {
            Runs.WithLabels(name, outcome).Inc();
        }
    }

    private async Task<string> RunOnceAsync(IRegistryJob job, CancellationToken stopping)
    {
        await using var held = await JobLock.TryTakeAsync(database.JobsConnectionString, job.Name, stopping);
        if (held is null)
        {
            return "ELSEWHERE";
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping, held.Lost);
        var begun = time.GetTimestamp();
        try
        {
            await job.RunAsync(cancel.Token);
        }
        catch (OperationCanceledException) when (held.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            log.LogWarning("Job {Job} was stopped: the connection that held its lock has ended", job.Name);
            return "STOPPED";
        }

        LastDuration.WithLabels(job.Name).Set(time.GetElapsedTime(begun).TotalSeconds);
        return "DONE";
    }
}

/// <summary>A run failed; which job, and the kind of fault.</summary>
internal sealed class JobFailedException(string message) : Exception(message);
