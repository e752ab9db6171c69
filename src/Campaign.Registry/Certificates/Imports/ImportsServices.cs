using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Providers.Directory;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Certificates.Imports;

internal static class ImportsServices
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<ImportStore>();
        services.AddSingleton(s => new PartWriting(s.GetRequiredService<JobWork>(), s.GetRequiredService<PhoneVault>(), metered: true));
        services.AddSingleton<ImportRun>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton(s => new ImportQueries(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<JobWork>(), s.GetRequiredService<ProviderDirectory>()));
        services.AddSingleton(s => new UploadImport(
            s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<UploadStore>(), s.GetRequiredService<ImportStore>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton(s => new StartImport(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton(s => new ImportPreview(s.GetRequiredService<ImportQueries>(), s.GetRequiredService<UploadStore>(), s.GetRequiredService<ImportRun>()));
        services.AddSingleton(s => new ImportFiles(s.GetRequiredService<ImportQueries>(), s.GetRequiredService<UploadStore>(), s.GetRequiredService<ImportStore>()));
        services.AddSingleton(s => new WithdrawImport(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton(s => new ApproveImport(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton(s => new RejectImport(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton<ImportLook>();
        services.AddJob<LookAtImports>();
        services.AddJob<RunImports>();
        services.AddSingleton<IGraphSlice, ImportsGraph>();
        return services;
    }
}
