using Campaign.Registry.Accounts;
using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.DataRequests;
using Campaign.Registry.Citizens.Lookups;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Journal;
using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Alarms;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Detectors;
using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Oversight.Invariants;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Platform.Rekeying;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Retention;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Programme.Departments;
using Campaign.Registry.Programme.Exclusions;
using Campaign.Registry.Providers.Badges;
using Campaign.Registry.Providers.Clients;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Offers;
using Campaign.Registry.Providers.Overviews;
using Campaign.Registry.Providers.Staff;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry;

/// <summary>The registry's composition: what a host adds to serve it. Handlers hold no state of a request and are single.</summary>
public static class RegistryServices
{
    public static IServiceCollection AddRegistry(
        this IServiceCollection services, Func<IServiceProvider, RegistryDatabase> database, Func<IServiceProvider, JobDatabase> jobs, Func<IServiceProvider, RetentionWork> retention,
        KeysInUse keys)
    {
        services.AddSingleton(database);
        services.AddSingleton(jobs);
        services.AddSingleton(retention);
        services.AddSingleton(keys);

        services.AddData();
        services.AddJobs();
        services.AddKeys();
        services.AddChanges();
        services.AddRequests();
        services.AddMessages();
        services.AddPhotographs();
        services.AddJournal();
        services.AddNumbers();
        services.AddPhones();
        services.AddDirectory();
        services.AddOverviews();
        services.AddDetectors();
        services.AddFigures();
        services.AddInvariants();
        services.AddAlarms();

        // Those with fields in the schema, in the order in which it is printed.
        services.AddCampaigns();
        services.AddExclusions();
        services.AddCampaignTerms();
        services.AddOffers();
        services.AddDepartments();
        services.AddBadges();
        services.AddProposals();
        services.AddClients();
        services.AddRekeying();
        services.AddLookups();
        services.AddDataRequests();
        services.AddSamePerson();
        services.AddRetention();
        services.AddPersons();
        services.AddImports();
        services.AddStaff();
        services.AddAccounts();
        services.AddNeeds();
        services.AddChecks();
        services.AddIssuance();
        services.AddViolations();
        services.AddReports();
        services.AddCases();

        services.AddCommands();
        services.AddGraphQL(graph => graph
            .AddSchema<RegistrySchema>()
            .AddGraphTypes(typeof(RegistrySchema).Assembly)
            .AddExecutionStrategy<SerialExecutionStrategy>(GraphQLParser.AST.OperationType.Query));
        return services;
    }
}
