using Campaign.Registry.Kernel;
using Microsoft.AspNetCore.Diagnostics;

namespace Campaign.Host.Operations;

/// <summary>The answer to a fault outside GraphQL: what happened in one word, never why.</summary>
internal static class Faulted
{
    public static Task AnswerAsync(HttpContext http)
    {
        var fault = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var bad = fault as BadHttpRequestException;
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

        return http.Response.WriteAsJsonAsync(new { error, requestId = http.TraceIdentifier });
    }
}
