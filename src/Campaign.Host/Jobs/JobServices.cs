using Campaign.Registry.Platform.Callers;
using Campaign.SignIn;
using Hangfire;
using Hangfire.Dashboard;

namespace Campaign.Host.Jobs;

/// <summary>The registry's jobs on Hangfire, and what officers may see of them.</summary>
internal static class JobServices
{
    public const string DashboardPath = "/jobs";

    public static IServiceCollection AddJobs(this IServiceCollection services, StartedDatabase database, bool runs)
    {
        services.AddSingleton(database);
        services.AddSingleton(_ => JobStore.Open(database.JobsConnectionString));
        services.AddSingleton<JobRun>();
        if (runs)
        {
            services.AddHostedService<JobServer>();
        }

        return services;
    }

    /// <summary>
    /// Hangfire's dashboard, to be looked at: which jobs there are, when they ran and what became of it. For an access token of the department alone: 401 without one
    /// that holds, 403 with another's.
    /// </summary>
    public static void UseJobsDashboard(this WebApplication app) => app.Map(DashboardPath, branch =>
    {
        branch.Use(ForTheDepartmentAsync);
        var options = new DashboardOptions
        {
            DashboardTitle = "campaign registry: jobs",
            AppPath = null,
            Authorization = [],
            IsReadOnlyFunc = _ => true,
            IgnoreAntiforgeryToken = true,
            DisplayStorageConnectionString = false,
        };
        JobStorage storage = app.Services.GetRequiredService<Hangfire.PostgreSql.PostgreSqlStorage>();
        branch.UseMiddleware<AspNetCoreDashboardMiddleware>(storage, options, DashboardRoutes.Routes);
    });

    private static async Task ForTheDepartmentAsync(HttpContext http, RequestDelegate next)
    {
        var (caller, _, _, unavailable) = await http.RequestServices.GetRequiredService<ICallers>().IdentifyAsync(http);
        if (caller is { IsDepartment: true })
        {
            await next(http);
            return;
        }

        if (unavailable)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        http.Response.StatusCode = caller is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        http.Response.Headers.WWWAuthenticate = caller is null ? "Bearer" : $"Bearer error=\"insufficient_scope\", scope=\"{Scopes.Department}\"";
    }
}
