using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Programme.Departments;

internal static class DepartmentsServices
{
    public static IServiceCollection AddDepartments(this IServiceCollection services)
    {
        services.AddSingleton<DepartmentDirectory>();
        services.AddSingleton<DepartmentHistory>();
        services.AddSingleton<WardPopulations>();
        services.AddSingleton<IGraphSlice, DepartmentsGraph>();
        return services;
    }
}
