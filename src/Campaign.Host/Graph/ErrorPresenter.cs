using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.Exceptions;

namespace Campaign.Host.Graph;

/// <summary>
/// How faults look from outside: a code of the contract, a message without the fault's inner text, and the server's id of the request, under which the log has it.
/// Rules never come this way; they are refusals.
/// </summary>
internal sealed partial class ErrorPresenter(ILogger<ErrorPresenter> log)
{
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string Forbidden = "FORBIDDEN";
    public const string BadRequest = "BAD_REQUEST";
    public const string Overloaded = "OVERLOADED";
    public const string TooManyRequests = "TOO_MANY_REQUESTS";
    public const string InDoubt = "IN_DOUBT";
    public const string Internal = "INTERNAL";

    public static Dictionary<string, object?> Make(string code, string message, string requestId) => new()
    {
        ["message"] = Redact(message),
        ["extensions"] = new Dictionary<string, object?> { ["code"] = code, ["requestId"] = requestId },
    };

    /// <summary>One error of an execution.</summary>
    public Dictionary<string, object?> Present(ExecutionError error, string requestId)
    {
        var (code, message) = Judge(error, requestId);
        var shown = Make(code, message, requestId);
        if (error.Locations is { Count: > 0 } locations)
        {
            shown["locations"] = locations.Select(l => new Dictionary<string, object?> { ["line"] = l.Line, ["column"] = l.Column }).ToList();
        }

        if (error.Path is { } path)
        {
            shown["path"] = path.ToList();
        }

        return shown;
    }

    private (string Code, string Message) Judge(ExecutionError error, string requestId)
    {
        // Before what is inside: a value that a scalar does not take is reported as the caller's, with the scalar's exception within.
        if (error is BadRequestError or DocumentError)
        {
            return (BadRequest, error.Message);
        }

        switch (error.InnerException ?? error)
        {
            case BadRequestError or DocumentError or GraphQLParserException:
                return (BadRequest, error.Message);
            case InvalidInputException invalid:
                return (BadRequest, invalid.Message);
            case RegistryUnavailableException unavailable:
                LogUnavailable(unavailable.InnerException ?? unavailable, requestId);
                return (Overloaded, "The registry cannot answer now; nothing was done. Try again after Retry-After seconds.");
            case CommitInDoubtException:
                log.LogWarning("Request {RequestId}: the outcome of its commit is in doubt", requestId);
                return (InDoubt, "Whether this was recorded is not known yet. Ask again with the same requestId; it acts once.");
            case FollowerTooFarBehindException:
                return (Overloaded, "More changed than was taken from this stream, and the rest was let go. Subscribe anew, then ask for the list.");
            case OperationCanceledException:
                return (Overloaded, "The request took too long or was given up; nothing was done. Try again.");
            case var fault when Faults.IsUnavailability(fault):
                LogUnavailable(fault, requestId);
                return (Overloaded, "The registry cannot answer now; nothing was done. Try again after Retry-After seconds.");
            case var fault:
                log.LogError(fault, "Request {RequestId} met a bug", requestId);
                return (Internal, "The registry met a fault of its own. It is logged under the request id; report it with that.");
        }
    }

    /// <summary>One line: a database that is gone is gone for every request, and its stack says nothing more.</summary>
    private void LogUnavailable(Exception fault, string requestId) =>
        log.LogWarning("Request {RequestId}: the database did not serve it: {Fault}: {Message}", requestId, fault.GetType().Name, fault.Message);

    /// <summary>Messages of the library repeat what was sent, which may be a citizen number: long runs of digits are blanked (I11).</summary>
    private static string Redact(string message) => LongDigits().Replace(message, "•••");

    [GeneratedRegex(@"\d[\d .]{6,}\d")]
    private static partial Regex LongDigits();
}
