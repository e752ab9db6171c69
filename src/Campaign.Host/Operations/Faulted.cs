using Campaign.Registry.Platform.Data;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Campaign.Host.Operations;

/// <summary>The answer to a fault outside GraphQL: a short error code, never the cause; to a person in a browser, a page that says what to do.</summary>
internal static class Faulted
{
    public static Task AnswerAsync(HttpContext http)
    {
        var fault = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        // PostgreSQL takes no NUL: whoever sends one, in whichever field, has sent what no page asks for.
        var bad = fault as BadHttpRequestException
            ?? (fault is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } ? new BadHttpRequestException("A text holds a character that cannot be kept.", fault) : null);
        var unavailable = bad is null && (fault is RegistryUnavailableException || (fault is not null && Faults.IsUnavailability(fault)));
        var (status, error) = (bad, unavailable) switch
        {
            ({ }, _) => (bad.StatusCode, "invalid_request"),
            (_, true) => (StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable"),
            _ => (StatusCodes.Status500InternalServerError, "server_error"),
        };
        http.Response.StatusCode = status;
        if (unavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        if (bad is null && FaultPages.AreReadBy(http.Request))
        {
            return FaultPages.FaultedAsync(http, unavailable);
        }

        return http.Response.WriteAsJsonAsync(new { error, requestId = http.TraceIdentifier });
    }
}
