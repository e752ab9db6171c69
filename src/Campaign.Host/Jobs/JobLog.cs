using Hangfire.Logging;
using Serilog.Core;
using Serilog.Events;
using LogLevel = Hangfire.Logging.LogLevel;

namespace Campaign.Host.Jobs;

/// <summary>
/// Hangfire's log goes to the host's. Left alone, Hangfire finds Serilog by reflection and compiles its calls anew for each class that logs, which was a twelfth of the time to start.
/// </summary>
internal sealed class JobLog : ILogProvider
{
    public ILog GetLogger(string name) => new Writer(Serilog.Log.ForContext(Constants.SourceContextPropertyName, name));

    private sealed class Writer(Serilog.ILogger log) : ILog
    {
        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            var level = logLevel switch
            {
                LogLevel.Trace => LogEventLevel.Verbose,
                LogLevel.Debug => LogEventLevel.Debug,
                LogLevel.Info => LogEventLevel.Information,
                LogLevel.Warn => LogEventLevel.Warning,
                LogLevel.Error => LogEventLevel.Error,
                _ => LogEventLevel.Fatal,
            };
            if (!log.IsEnabled(level))
            {
                return false;
            }

            // Without a message, Hangfire asks whether the level is logged.
            if (messageFunc is not null)
            {
                log.Write(level, exception, "{Message:l}", messageFunc());
            }

            return true;
        }
    }
}
