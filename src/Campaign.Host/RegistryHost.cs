using System.Net;
using Campaign.Host.Desk;
using Campaign.Host.Graph;
using Campaign.Host.Imports;
using Campaign.Host.Jobs;
using Campaign.Host.Limits;
using Campaign.Host.Operations;
using Campaign.Host.Printing;
using Campaign.Host.Reports;
using Campaign.Registry;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Retention;
using Campaign.SignIn;
using Campaign.Web;
using Campaign.Web.Department;
using Campaign.Web.Department.Minutes;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using Campaign.Web.Staff;
using GraphQL;
using GraphQL.SystemTextJson;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;

namespace Campaign.Host;

/// <summary>The web application of one host, over a database that has been prepared.</summary>
internal static class RegistryHost
{
    /// <summary>From the signal to stop on: requests and jobs under way.</summary>
    public static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(15);

    public static WebApplication Build(
        HostSettings settings, StartedDatabase database, KeysInUse keys, TimeProvider time, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSerilog(Logging.Configure);
        builder.WebHost.ConfigureKestrel(kestrel => Bound(kestrel, settings));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainPatience);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(time);
        builder.Services.AddRegistry(
            services => RegistryDatabase.Open(database.Runtime, database.RuntimeRole, services.GetRequiredService<ILoggerFactory>()),
            services => JobDatabase.Open(database.Runtime, database.RuntimeRole, loggers: services.GetRequiredService<ILoggerFactory>()),
            services => new RetentionWork(
                JobDatabase.Open(database.Retention, database.RetentionRole, loggers: services.GetRequiredService<ILoggerFactory>()),
                services.GetRequiredService<ILogger<JobWork>>()),
            keys);
        builder.Services.AddSignIn(settings.SignIn, database.SignInConnectionString, keys);
        builder.Services.AddJobs(database, settings.RunsJobs);
        builder.Services.AddWebPages();
        builder.Services.AddSingleton<OpenCircuits>();
        builder.Services.AddSingleton(PrinterLimits.Usual);
        builder.Services.AddSingleton<IPagePrinter, ChromiumPrinter>();
        builder.Services.AddSingleton<IGraphQLTextSerializer>(new GraphQLSerializer(ResponseJson.Options));
        builder.Services.AddSingleton<DocumentCache>();
        builder.Services.AddSingleton<ErrorPresenter>();
        builder.Services.AddSingleton(new EventStreamSettings());
        builder.Services.AddSingleton<EventStreams>();
        builder.Services.AddSingleton(new LimitSettings());
        builder.Services.AddSingleton<HostLimits>();
        builder.Services.AddSingleton<FileTransfers>();
        builder.Services.AddSingleton(TrustedDocuments.Read(settings.DocumentsFolder).With(TabletDocuments.All));
        builder.Services.AddSingleton<GraphQLEndpoint>();
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseExceptionHandler(faults => faults.Run(Faulted.AnswerAsync));
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseCallersAddress(settings);
        app.UseWebRules();
        app.UsePackedPages();
        app.UseSignInLimit();
        app.UseReadableTokenForms();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseCircuitsForOfficers();
        app.FollowTokenKeys(keys);
        app.MapSignIn();
        app.MapWebPages();
        app.MapOperations();
        app.MapVerdicts();
        app.MapPhotos();
        app.UseJobsDashboard();
        var graphql = app.Services.GetRequiredService<GraphQLEndpoint>();
        app.Map(GraphQLEndpoint.Path, graphql.ServeAsync);
        app.UseUnknownAddressPage();
        return app;
    }

    private static void Bound(KestrelServerOptions kestrel, HostSettings settings)
    {
        kestrel.Listen(settings.Address, settings.Port);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestReader.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = 5_000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        // Who sends or takes less than this after the grace is cut off: a phone on a bad network manages it, one who holds connections open does not want to.
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <summary>The address that the host really listens on.</summary>
    public static Uri AddressOf(WebApplication app) => new(app.Urls.First());
}
