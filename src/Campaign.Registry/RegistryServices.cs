using Campaign.Registry.Accounts;
using Campaign.Registry.Badges;
using Campaign.Registry.Campaigns;
using Campaign.Registry.Changes;
using Campaign.Registry.Checks;
using Campaign.Registry.Citizens;
using Campaign.Registry.Clients;
using Campaign.Registry.DataRequests;
using Campaign.Registry.Departments;
using Campaign.Registry.Figures;
using Campaign.Registry.Graph;
using Campaign.Registry.Imports;
using Campaign.Registry.Invariants;
using Campaign.Registry.Issuance;
using Campaign.Registry.Journal;
using Campaign.Registry.Kernel;
using Campaign.Registry.Needs;
using Campaign.Registry.Notifications;
using Campaign.Registry.Offers;
using Campaign.Registry.Persons;
using Campaign.Registry.Photographs;
using Campaign.Registry.Proposals;
using Campaign.Registry.Providers;
using Campaign.Registry.Rekeying;
using Campaign.Registry.Reports;
using Campaign.Registry.Retention;
using Campaign.Registry.SamePerson;
using Campaign.Registry.Staff;
using Campaign.Registry.Traces;
using Campaign.Registry.Violations;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using Microsoft.EntityFrameworkCore;
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
        services.AddHostedService<KeyFollower>();
        services.AddSingleton<UnitOfWork>();
        services.AddSingleton<JobWork>();
        services.AddSingleton<RegistryReads>();
        services.AddSingleton<ChangeSignal>();
        services.AddSingleton<ChangeConnections>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ChangedSubjects>();
        services.AddHostedService<ChangeNotifier>();
        services.AddSingleton<ContentSealer>();
        services.AddSingleton<NumberVault>();
        services.AddSingleton<PhoneVault>();
        services.AddSingleton<NumberDoubts>();
        services.AddSingleton<TicketSealer>();
        services.AddSingleton<Quotas>();
        services.AddSingleton<ReceiptSigner>();
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<DepartmentDirectory>();
        services.AddSingleton<OfferQueries>();
        services.AddSingleton<PublicFigures>();
        services.AddSingleton<DeskFigures>();
        services.AddSingleton<DeskVisits>();
        services.AddSingleton<IRegistryJob, CountDeskFigures>();
        services.AddSingleton<CheckCitizen>();
        services.AddSingleton<BadgeSealer>();
        services.AddSingleton<StaffBadges>();
        services.AddSingleton<PhotoVault>();
        services.AddSingleton<ScannedBadges>();
        services.AddSingleton<StaffPhotos>();
        services.AddSingleton<StaffPhotoReads>();
        services.AddSingleton<SetStaffPhoto>();
        services.AddSingleton<RemoveStaffPhoto>();
        services.AddSingleton<SubmitReport>();
        services.AddSingleton<AttachReportPhoto>();
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<ReportPhotos>();
        services.AddSingleton<ContactSealer>();
        services.AddSingleton<RegisterNeed>();
        services.AddSingleton<StartNeedSupport>();
        services.AddSingleton<DenyNeedSupport>();
        services.AddSingleton<CancelNeed>();
        services.AddSingleton<NeedQueries>();
        services.AddSingleton<AccountActs>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<OpenStaffAccount>();
        services.AddSingleton<OpenAdministratorAccount>();
        services.AddSingleton<OpenOfficerAccount>();
        services.AddSingleton<ChangeOfficerRole>();
        services.AddSingleton<IssueSetupCode>();
        services.AddSingleton<ConfirmSetupCode>();
        services.AddSingleton<EndAccount>();
        services.AddSingleton<EndDevice>();
        services.AddSingleton<BindCitizenPhone>();
        services.AddSingleton<AddStaff>();
        services.AddSingleton<ChangeStaff>();
        services.AddSingleton<EndStaff>();
        services.AddSingleton<StaffQueries>();
        services.AddSingleton<LookupQueries>();
        services.AddSingleton<NeedChanges>();
        services.AddSingleton<ConsentCodes>();
        services.AddSingleton<RecordWriting>();
        services.AddSingleton<RecordFlow>();
        services.AddSingleton<RecordIssuance>();
        services.AddSingleton<ConsentToSwitch>();
        services.AddSingleton<SwitchProvider>();
        services.AddSingleton<ReplaceCertificate>();
        services.AddSingleton<ActivateIssuance>();
        services.AddSingleton<EndIssuance>();
        services.AddSingleton<ConfirmRevocation>();
        services.AddSingleton<CreateCampaign>();
        services.AddSingleton<ExcludeProvider>();
        services.AddSingleton<IProposedAct>(s => s.GetRequiredService<ExcludeProvider>());
        services.AddSingleton<ClientQueries>();
        services.AddSingleton<AddClientKey>();
        services.AddSingleton<AddClientSecret>();
        services.AddSingleton<EndClientCredential>();
        services.AddSingleton<OpenClient>();
        services.AddSingleton<EndClient>();
        services.AddSingleton<IProposedAct, ChangeClientKey>();
        services.AddSingleton<ProposeRegistryKeyChange>();
        services.AddSingleton<IProposedAct>(s => s.GetRequiredService<ProposeRegistryKeyChange>());
        services.AddSingleton(s => new ApproveProposal(s.GetRequiredService<UnitOfWork>(), s.GetServices<IProposedAct>()));
        services.AddSingleton<RejectProposal>();
        services.AddSingleton<ProposalQueries>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<PartWriting>();
        services.AddSingleton<ImportRun>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton(s => new ImportQueries(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<JobWork>(), s.GetRequiredService<ProviderDirectory>()));
        services.AddSingleton(s => new UploadImport(
            s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<UploadStore>(), s.GetRequiredService<ImportStore>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton(s => new StartImport(s.GetRequiredService<UnitOfWork>(), s.GetRequiredService<ImportQueries>()));
        services.AddSingleton(s => new ImportFiles(
            s.GetRequiredService<ImportQueries>(), s.GetRequiredService<UploadStore>(), s.GetRequiredService<ImportStore>(), s.GetRequiredService<ImportRun>()));
        services.AddSingleton<IRegistryJob, RunImports>();
        services.AddSingleton<PersonalData>();
        services.AddSingleton<Restriction>();
        services.AddSingleton<Corrections>();
        services.AddSingleton<OpenDataRequest>();
        services.AddSingleton<FulfilDataRequest>();
        services.AddSingleton<DeclineDataRequest>();
        services.AddSingleton<LiftRestriction>();
        services.AddSingleton<DataRequestQueries>();
        services.AddSingleton<IRegistryJob, AlarmOfOverdueRequests>();
        services.AddSingleton<ApplyRetention>();
        services.AddSingleton<IRegistryJob>(s => s.GetRequiredService<ApplyRetention>());
        services.AddSingleton<RetentionQueries>();
        services.AddSingleton<LinkNumbers>();
        services.AddSingleton<UnlinkNumbers>();
        services.AddSingleton<PersonQueries>();
        services.AddSingleton<SamePersonSearch>();
        services.AddSingleton<SamePersonQueries>();
        services.AddSingleton(s => new DecideSamePerson(s.GetRequiredService<UnitOfWork>(), new(s.GetRequiredService<NumberVault>())));
        services.AddSingleton<IRegistryJob, FindSamePersons>();
        services.AddSingleton<IRegistryJob, FindSamePersonsAtNight>();
        services.AddSingleton<CampaignQueries>();
        services.AddSingleton<IssuanceQueries>();
        services.AddSingleton<IMessageGateway, LoggingMessageGateway>();
        services.AddSingleton<IRegistryJob, DeliverMessages>();
        services.AddSingleton<IRegistryJob, CheckInvariants>();
        services.AddSingleton<ViolationQueries>();
        services.AddSingleton<ViolationFlags>();
        services.AddSingleton<ViolationStore>();
        services.AddSingleton<DetectViolations>();
        services.AddSingleton<IRegistryJob>(s => s.GetRequiredService<DetectViolations>());
        services.AddPooledDbContextFactory<RegistryDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<RegistryDatabase>().Source)
            .UseSnakeCaseNamingConvention()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));

        services.AddSingleton<IRegistryJob, LapseNeeds>();
        services.AddSingleton<IRegistryJob, WarnOfDueNeeds>();
        services.AddSingleton<IRegistryJob, RemindOfDuties>();

        services.AddSingleton<IGraphSlice, CampaignsGraph>();
        services.AddSingleton<IGraphSlice, BadgesGraph>();
        services.AddSingleton<IGraphSlice, ProposalsGraph>();
        services.AddSingleton<IGraphSlice, ClientsGraph>();
        services.AddSingleton<IGraphSlice, RekeyingGraph>();
        services.AddSingleton<IGraphSlice, TracesGraph>();
        services.AddSingleton<IGraphSlice, DataRequestsGraph>();
        services.AddSingleton<IGraphSlice, SamePersonGraph>();
        services.AddSingleton<IGraphSlice, RetentionGraph>();
        services.AddSingleton<IGraphSlice, PersonsGraph>();
        services.AddSingleton<IGraphSlice, ImportsGraph>();
        services.AddSingleton<IGraphSlice, StaffGraph>();
        services.AddSingleton<IGraphSlice, AccountsGraph>();
        services.AddSingleton<IGraphSlice, NeedsGraph>();
        services.AddSingleton<IGraphSlice, ChecksGraph>();
        services.AddSingleton<IGraphSlice, IssuanceGraph>();
        services.AddSingleton<IGraphSlice, ViolationsGraph>();
        services.AddSingleton<IGraphSlice, ReportsGraph>();
        services.AddGraphQL(graph => graph
            .AddSchema<RegistrySchema>()
            .AddGraphTypes(typeof(RegistrySchema).Assembly)
            .AddExecutionStrategy<SerialExecutionStrategy>(GraphQLParser.AST.OperationType.Query));
        return services;
    }
}
