using Campaign.Host.Commands;
using Campaign.Registry.Accounts;
using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.DataRequests;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Rekeying;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Programme.Departments;
using Campaign.Registry.Providers.Clients;
using Campaign.Registry.Providers.Offers;
using Campaign.Registry.Providers.Staff;
using Campaign.Testing;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Campaign.House;

/// <summary>
/// The schema against the contract that providers build on: what is built agrees to the letter, and what is not yet built is exactly what
/// docs/contract/not-yet-built.md lists.
/// </summary>
public sealed class ContractTests
{
    private const string NotYetBuiltFile = "docs/contract/not-yet-built.md";

    private static readonly GraphQLDocument Contract = Parser.Parse(Repository.Read("docs/contract/registry.graphql"));
    private static readonly GraphQLDocument Built = Parser.Parse(SchemaPrinter.Print());

    [Fact]
    public void The_printed_schema_is_the_one_in_the_repository() => Repository.ShouldEqualFile(SchemaPrinter.Print(), "schema.graphql");

    [Fact]
    public void What_is_built_agrees_with_the_contract_to_the_letter_and_the_rest_is_listed()
    {
        var built = Built.Definitions.OfType<GraphQLTypeDefinition>().ToDictionary(d => d.Name.StringValue);
        var missing = new List<string>();
        foreach (var demanded in Contract.Definitions.OfType<GraphQLTypeDefinition>())
        {
            if (!built.TryGetValue(demanded.Name.StringValue, out var type))
            {
                missing.Add(demanded.Name.StringValue);
                continue;
            }

            if (demanded.Name.StringValue is "Query" or "Mutation" or "Subscription")
            {
                // The three that grow field by field.
                var fields = Lines(type);
                missing.AddRange(Lines(demanded).Where(l => !fields.Contains(l)).Select(l => $"{demanded.Name.StringValue}.{l.Split('(', ':')[0]}"));
            }
            else
            {
                // A union may have further members after the contract's own: clients reach them through ... on Refusal.
                var shape = Shape(type);
                (type is GraphQLUnionTypeDefinition && shape.StartsWith(Shape(demanded) + " | ", StringComparison.Ordinal) ? Shape(demanded) : shape)
                    .ShouldBe(Shape(demanded), demanded.Name.StringValue);
            }
        }

        var listed = Repository.Read(NotYetBuiltFile).Split('\n').Where(l => l.StartsWith("- `", StringComparison.Ordinal)).Select(l => l[3..l.IndexOf('`', 3)]);
        missing.Order(StringComparer.Ordinal).ShouldBe(listed.Order(StringComparer.Ordinal), $"{NotYetBuiltFile} lists what is missing, no more and no less");
    }

    [Fact]
    public void Every_top_level_field_says_who_may_ask_for_it()
    {
        var schema = SchemaPrinter.Make();

        foreach (var field in schema.Query.Fields.Concat(schema.Mutation!.Fields).Concat(schema.Subscription!.Fields))
        {
            Access.ScopesOf(field).ShouldNotBeNull(field.Name);
        }
    }

    public static TheoryData<string, string, Type, IReadOnlyList<Type>> Commands() => new()
    {
        { "CreateCampaignResult", "src/Campaign.Registry/Programme/Campaigns/CreateCampaign.cs", typeof(CampaignCreated), CreateCampaign.Refusals },
        { "ExcludeProviderResult", "src/Campaign.Registry/Programme/Campaigns/ExcludeProvider.cs", typeof(ProviderExcluded), ExcludeProvider.Refusals },
        { "ReinstateProviderResult", "src/Campaign.Registry/Programme/Campaigns/ReinstateProvider.cs", typeof(ProviderReinstated), ReinstateProvider.Refusals },
        { "ChangeCampaignTermsResult", "src/Campaign.Registry/Programme/Campaigns/ChangeCampaignTerms.cs", typeof(CampaignTermsChanged), ChangeCampaignTerms.Refusals },
        { "PublishOfferResult", "src/Campaign.Registry/Providers/Offers/PublishOffer.cs", typeof(OfferPublished), PublishOffer.Refusals },
        { "ChangeDepartmentDetailsResult", "src/Campaign.Registry/Programme/Departments/ChangeDepartmentDetails.cs", typeof(DepartmentDetailsChanged), ChangeDepartmentDetails.Refusals },
        { "SetWardPopulationsResult", "src/Campaign.Registry/Programme/Departments/SetWardPopulations.cs", typeof(WardPopulationsSet), SetWardPopulations.Refusals },
        { "CheckCitizenResult", "src/Campaign.Registry/Certificates/Checks/CheckCitizen.cs", typeof(CitizenCheck), CheckCitizen.Refusals },
        { "RecordIssuanceResult", "src/Campaign.Registry/Certificates/Issuance/RecordIssuance.cs", typeof(IssuanceRecorded), RecordIssuance.Refusals },
        { "SwitchProviderResult", "src/Campaign.Registry/Certificates/Issuance/SwitchProvider.cs", typeof(IssuanceRecorded), SwitchProvider.Refusals },
        { "ConsentToSwitchResult", "src/Campaign.Registry/Certificates/Issuance/ConsentToSwitch.cs", typeof(SwitchConsented), ConsentToSwitch.Refusals },
        { "ReplaceCertificateResult", "src/Campaign.Registry/Certificates/Issuance/ReplaceCertificate.cs", typeof(IssuanceRecorded), ReplaceCertificate.Refusals },
        { "ActivateIssuanceResult", "src/Campaign.Registry/Certificates/Issuance/ActivateIssuance.cs", typeof(IssuanceActivated), ActivateIssuance.Refusals },
        { "EndIssuanceResult", "src/Campaign.Registry/Certificates/Issuance/EndIssuance.cs", typeof(IssuanceEnded), EndIssuance.Refusals },
        { "ConfirmRevocationResult", "src/Campaign.Registry/Certificates/Issuance/ConfirmRevocation.cs", typeof(RevocationConfirmed), ConfirmRevocation.Refusals },
        { "RegisterNeedResult", "src/Campaign.Registry/Needs/RegisterNeed.cs", typeof(NeedRegistered), RegisterNeed.Refusals },
        { "StartNeedSupportResult", "src/Campaign.Registry/Needs/StartNeedSupport.cs", typeof(NeedSupportStarted), StartNeedSupport.Refusals },
        { "AddStaffResult", "src/Campaign.Registry/Providers/Staff/AddStaff.cs", typeof(StaffAdded), AddStaff.Refusals },
        { "ChangeStaffResult", "src/Campaign.Registry/Providers/Staff/ChangeStaff.cs", typeof(StaffChanged), ChangeStaff.Refusals },
        { "SetStaffPhotoResult", "src/Campaign.Registry/Providers/Staff/SetStaffPhoto.cs", typeof(StaffPhotoSet), SetStaffPhoto.Refusals },
        { "RemoveStaffPhotoResult", "src/Campaign.Registry/Providers/Staff/RemoveStaffPhoto.cs", typeof(StaffPhotoRemoved), RemoveStaffPhoto.Refusals },
        { "SubmitReportResult", "src/Campaign.Registry/Oversight/Reports/SubmitReport.cs", typeof(ReportSubmitted), SubmitReport.Refusals },
        { "EndStaffResult", "src/Campaign.Registry/Providers/Staff/EndStaff.cs", typeof(StaffEnded), EndStaff.Refusals },
        { "AddClientKeyResult", "src/Campaign.Registry/Providers/Clients/AddClientKey.cs", typeof(ClientKeyAdded), AddClientKey.Refusals },
        { "AddClientSecretResult", "src/Campaign.Registry/Providers/Clients/AddClientSecret.cs", typeof(ClientSecretAdded), AddClientSecret.Refusals },
        { "EndClientCredentialResult", "src/Campaign.Registry/Providers/Clients/EndClientCredential.cs", typeof(ClientCredentialEnded), EndClientCredential.Refusals },
        { "OpenClientResult", "src/Campaign.Registry/Providers/Clients/OpenClient.cs", typeof(ClientOpened), OpenClient.Refusals },
        { "EndClientResult", "src/Campaign.Registry/Providers/Clients/EndClient.cs", typeof(ClientEnded), EndClient.Refusals },
        { "ProposeRegistryKeyChangeResult", "src/Campaign.Registry/Platform/Rekeying/ProposeRegistryKeyChange.cs", typeof(RegistryKeyChangeProposed), ProposeRegistryKeyChange.Refusals },
        { "OpenStaffAccountResult", "src/Campaign.Registry/Accounts/OpenStaffAccount.cs", typeof(StaffAccountOpened), OpenStaffAccount.Refusals },
        { "OpenAdministratorAccountResult", "src/Campaign.Registry/Accounts/OpenAdministratorAccount.cs", typeof(AdministratorAccountOpened), OpenAdministratorAccount.Refusals },
        { "OpenOfficerAccountResult", "src/Campaign.Registry/Accounts/OpenOfficerAccount.cs", typeof(OfficerAccountOpened), OpenOfficerAccount.Refusals },
        { "ChangeOfficerRoleResult", "src/Campaign.Registry/Accounts/ChangeOfficerRole.cs", typeof(OfficerRoleChanged), ChangeOfficerRole.Refusals },
        { "IssueSetupCodeResult", "src/Campaign.Registry/Accounts/IssueSetupCode.cs", typeof(SetupCodeIssued), IssueSetupCode.Refusals },
        { "ConfirmSetupCodeResult", "src/Campaign.Registry/Accounts/ConfirmSetupCode.cs", typeof(SetupCodeConfirmed), ConfirmSetupCode.Refusals },
        { "EndAccountResult", "src/Campaign.Registry/Accounts/EndAccount.cs", typeof(AccountEnded), EndAccount.Refusals },
        { "EndDeviceResult", "src/Campaign.Registry/Accounts/EndDevice.cs", typeof(DeviceEnded), EndDevice.Refusals },
        { "BindCitizenPhoneResult", "src/Campaign.Registry/Accounts/BindCitizenPhone.cs", typeof(CitizenPhoneBound), BindCitizenPhone.Refusals },
        { "ApproveProposalResult", "src/Campaign.Registry/Oversight/Proposals/ApproveProposal.cs", typeof(ProposalApproved), ApproveProposal.Refusals },
        { "RejectProposalResult", "src/Campaign.Registry/Oversight/Proposals/RejectProposal.cs", typeof(ProposalRejected), RejectProposal.Refusals },
        { "OpenDataRequestResult", "src/Campaign.Registry/Citizens/DataRequests/OpenDataRequest.cs", typeof(DataRequestOpened), OpenDataRequest.Refusals },
        { "FulfilDataRequestResult", "src/Campaign.Registry/Citizens/DataRequests/FulfilDataRequest.cs", typeof(DataRequestFulfilled), FulfilDataRequest.Refusals },
        { "DeclineDataRequestResult", "src/Campaign.Registry/Citizens/DataRequests/DeclineDataRequest.cs", typeof(DataRequestDeclined), DeclineDataRequest.Refusals },
        { "LinkNumbersResult", "src/Campaign.Registry/Citizens/Persons/LinkNumbers.cs", typeof(NumbersLinked), LinkNumbers.Refusals },
        { "UnlinkNumbersResult", "src/Campaign.Registry/Citizens/Persons/UnlinkNumbers.cs", typeof(NumbersUnlinked), UnlinkNumbers.Refusals },
        { "LiftRestrictionResult", "src/Campaign.Registry/Citizens/DataRequests/LiftRestriction.cs", typeof(RestrictionLifted), LiftRestriction.Refusals },
        { "DecideSamePersonResult", "src/Campaign.Registry/Citizens/SamePerson/DecideSamePerson.cs", typeof(SamePersonDecided), DecideSamePerson.Refusals },
        { "UploadImportResult", "src/Campaign.Registry/Certificates/Imports/UploadImport.cs", typeof(ImportUploaded), UploadImport.Refusals },
        { "StartImportResult", "src/Campaign.Registry/Certificates/Imports/StartImport.cs", typeof(ImportStarted), StartImport.Refusals },
        { "OpenCaseResult", "src/Campaign.Registry/Oversight/Cases/OpenCase.cs", typeof(CaseOpened), OpenCase.Refusals },
        { "JoinCaseResult", "src/Campaign.Registry/Oversight/Cases/JoinCase.cs", typeof(CaseJoined), JoinCase.Refusals },
        { "AssignCaseResult", "src/Campaign.Registry/Oversight/Cases/AssignCase.cs", typeof(CaseAssigned), AssignCase.Refusals },
        { "NoteOnCaseResult", "src/Campaign.Registry/Oversight/Cases/NoteOnCase.cs", typeof(CaseNoted), NoteOnCase.Refusals },
        { "AskProviderResult", "src/Campaign.Registry/Oversight/Cases/AskProvider.cs", typeof(ProviderAsked), AskProvider.Refusals },
        { "AnswerCaseResult", "src/Campaign.Registry/Oversight/Cases/AnswerCase.cs", typeof(CaseAnswered), AnswerCase.Refusals },
        { "DecideCaseResult", "src/Campaign.Registry/Oversight/Cases/DecideCase.cs", typeof(CaseDecided), DecideCase.Refusals },
        { "PublishCaseResult", "src/Campaign.Registry/Oversight/Cases/PublishCase.cs", typeof(CasePublished), PublishCase.Refusals },
        { "WithdrawPublicationResult", "src/Campaign.Registry/Oversight/Cases/WithdrawPublication.cs", typeof(PublicationWithdrawn), WithdrawPublication.Refusals },
        { "DrawUpMinutesResult", "src/Campaign.Registry/Oversight/Cases/DrawUpMinutes.cs", typeof(MinutesDrawnUp), DrawUpMinutes.Refusals },
        { "CancelNeedResult", "src/Campaign.Registry/Needs/CancelNeed.cs", typeof(NeedCancelled), CancelNeed.Refusals },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_its_documentation_and_the_contract_list_the_same_refusals_in_the_same_order(
        string union, string file, Type success, IReadOnlyList<Type> refusals)
    {
        // What the contract lacks, or has members added to, is told by the printed schema; the test above holds the two together.
        var demanded = Built.Definitions.OfType<GraphQLUnionTypeDefinition>().Single(u => u.Name.StringValue == union)
            .Types!.Select(t => t.Name.StringValue).ToList();

        refusals.Select(r => r.Name).Prepend(success.Name).ShouldBe(demanded);
        var documentation = string.Join(' ', Repository.Read(file).Split('\n').Select(l => l.Trim().TrimStart('/').Trim()));
        documentation.ShouldContain($"Refusals, in order: {string.Join(", ", refusals.Select(r => r.Name))}.");
    }

    [Fact]
    public void No_command_is_missing_from_the_list_above()
    {
        var mutations = SchemaPrinter.Make().Mutation!.Fields.Select(f => ((UnionGraphType)((NonNullGraphType)f.ResolvedType!).ResolvedType!).Name);

        mutations.Distinct().Order(StringComparer.Ordinal).ShouldBe(Commands().Select(c => c.Data.Item1).Order(StringComparer.Ordinal));
    }

    /// <summary>Names, types, arguments, defaults, members and their order; no descriptions.</summary>
    private static string Shape(GraphQLTypeDefinition type) => type switch
    {
        GraphQLUnionTypeDefinition union => string.Join(" | ", union.Types!.Select(t => t.Name.StringValue)),
        GraphQLEnumTypeDefinition members => string.Join(' ', members.Values!.Select(v => v.Name.StringValue)),
        GraphQLScalarTypeDefinition => "scalar",
        GraphQLObjectTypeDefinition o => $"implements {string.Join(" & ", o.Interfaces?.Select(i => i.Name.StringValue) ?? [])}\n" + string.Join('\n', Lines(o)),
        _ => string.Join('\n', Lines(type)),
    };

    private static List<string> Lines(GraphQLTypeDefinition type) => type switch
    {
        GraphQLObjectTypeDefinition o => [.. o.Fields?.Select(Line) ?? []],
        GraphQLInterfaceTypeDefinition i => [.. i.Fields?.Select(Line) ?? []],
        GraphQLInputObjectTypeDefinition i => [.. i.Fields?.Select(f => $"{f.Name.StringValue}: {Print(f.Type)}{Default(f.DefaultValue)}") ?? []],
        _ => [],
    };

    private static string Line(GraphQLFieldDefinition field)
    {
        var arguments = field.Arguments is { Count: > 0 } list
            ? $"({string.Join(", ", list.Select(a => $"{a.Name.StringValue}: {Print(a.Type)}{Default(a.DefaultValue)}"))})"
            : "";
        return $"{field.Name.StringValue}{arguments}: {Print(field.Type)}";
    }

    private static string Default(GraphQLValue? value) => value is null ? "" : $" = {Print(value)}";

    private static string Print(ASTNode node)
    {
        using var writer = new StringWriter();
        new SDLPrinter().PrintAsync(node, writer).AsTask().GetAwaiter().GetResult();
        return writer.ToString().Trim();
    }
}
