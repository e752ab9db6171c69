using Campaign.Registry.Kernel;
using Microsoft.AspNetCore.Diagnostics;

namespace Campaign.Host.Operations;

/// <summary>The answer to a fault outside GraphQL: what happened in one word, never why.</summary>
internal static class Faulted
{
    public static Task AnswerAsync(HttpContext http)
    {
        var fault = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var unavailable = fault is RegistryUnavailableException || (fault is not null && Faults.IsUnavailability(fault));
        http.Response.StatusCode = fault switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (unavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        return http.Response.WriteAsJsonAsync(new { error = unavailable ? "temporarily_unavailable" : "server_error", requestId = http.TraceIdentifier });
    }
}
