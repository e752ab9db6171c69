using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Badges;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Oversight.Reports;

/// <param name="RequestId">Made and kept by the caller before the first try; without sign-in a random UUID, for it is all that tells one sender from another.</param>
/// <param name="Campaign">The campaign's code.</param>
/// <param name="Text">What happened; a <see cref="TypedText.ReportText"/>, needed for OTHER. What looks like a citizen number in it is blanked.</param>
/// <param name="ProviderCode">Whom it is about; else the badge or the record named says it, or nobody.</param>
/// <param name="BadgeToken">The badge that was scanned.</param>
/// <param name="IssuanceId">A certificate under the citizen's own number.</param>
/// <param name="LookupId">A look-up under the citizen's own number, as the citizen's list shows it.</param>
/// <param name="ContactPhone">Where the department may ask back.</param>
public sealed record SubmitReportInput(
    string RequestId, string Campaign, ReportKind Kind, string? Text, string? ProviderCode, string? BadgeToken, string? IssuanceId, string? LookupId, string? ContactPhone);

/// <param name="Reference">Under which the report may be asked about; to be kept.</param>
/// <param name="Replayed">True when this requestId had sent it before.</param>
public sealed record ReportSubmitted(string Reference, DateTimeOffset ReportedAt, bool Replayed);

/// <summary>
/// <para>
/// Anybody reports what breaks the rules of the campaign (HUE-5.2), signed in or not; each report opens a case at the department (<c>CitizenReportDetector</c>). A citizen who has
/// signed in is kept with it, and may name a certificate or a look-up under the citizen's own number: "this was not me" (<c>report_names_the_own_issuance</c>). Of a scanned badge is
/// kept whose it was, or that it was none of the registry's; never its token. The phone is kept sealed.
/// </para>
/// <para>
/// Without sign-in a request id is the sender's only mark: it must be a random UUID, which nobody guesses, and the first result comes back for the very same content alone. How
/// much one network may send is counted before anything is written.
/// </para>
/// <para>Refusals, in order: RequestIdReused, InvalidReport, ReportedRecordNotFound, ReportLimitReached.</para>
/// </summary>
public sealed class SubmitReport(
    UnitOfWork unitOfWork, ContentSealer sealer, PhoneVault phones, ScannedBadges badges, ProviderDirectory providers, IEnumerable<IReportPace> paces)
    : IPublicCommand<SubmitReportInput, ReportSubmitted>
{
    public const string Operation = "submitReport";

    private const string Public = "public";
    private const string OncePerReference = "one_report_per_reference";

    private const string CampaignSql = "select id from registry.campaign_codes where code = $1";

    private const string IssuanceSql = """
        select i.provider_id, i.staff_id from registry.recorded_issuances i join registry.campaign_codes c on c.id = i.campaign_id
        where i.id = $1 and c.code = $2 and i.person_id = any (registry.viewer_persons())
        """;

    // As the citizen's own list (lookups): under every number of the person, and under this one though it may be nobody's yet.
    private const string LookupSql = """
        select a.provider_id, a.staff_id from registry.provider_asks a
        where a.id = $1 and a.key_hash = any ($2::bytea[] || array(select k.key_hash from registry.number_persons k where k.person_id = registry.viewer_person()))
        union all
        select r.provider_id, null from registry.lookup_traces r where r.id = $1 and (r.person_id = any (registry.viewer_persons()) or r.key_hash = any ($2))
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(InvalidReport), typeof(ReportedRecordNotFound), typeof(ReportLimitReached)];

    /// <summary>Tests alone clear this, to see that the database takes no other's issuance without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    /// <param name="caller">Null for the public.</param>
    public async Task<Answer<ReportSubmitted>> HandleAsync(Caller? caller, SubmitReportInput input, CancellationToken cancel)
    {
        input = input with { Text = Given(input.Text), BadgeToken = Given(input.BadgeToken), ProviderCode = Given(input.ProviderCode), ContactPhone = Given(input.ContactPhone) };
        var content = sealer.Seal(
            input.Campaign, input.Kind, input.Text is { } text ? LatinLetters.Together(text) : null, input.ProviderCode, input.BadgeToken, input.IssuanceId,
            input.LookupId, input.ContactPhone is { } phone ? PhoneNumber.Normal(phone) ?? phone : null);
        var key = new RequestKey(caller?.RequestOwner ?? Public, Operation, input.RequestId);
        if (await unitOfWork.RunAsync(Viewer.Registry, async work => Decision.Discard(await RepeatedAsync(work, key, content)), cancel) is { } repeated)
        {
            return repeated;
        }

        var (facts, refusal) = await JudgeAsync(caller, input, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        foreach (var pace in paces)
        {
            if (await pace.CountAsync(caller, cancel) is { } wait)
            {
                return new ReportLimitReached((int)Math.Ceiling(wait.TotalSeconds));
            }
        }

        // The registry writes for whoever reports: most reporters are nobody to the database.
        return await unitOfWork.RunAsync(
            Viewer.Registry,
            async (work, _) => await RepeatedAsync(work, key, content) is { } first
                ? Decision.Discard(first)
                : Decision.Keep<Answer<ReportSubmitted>>(await WriteAsync(work, caller, input, key, content, facts!)),
            [RequestClaim.UniqueConstraint, OncePerReference], cancel);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task<Answer<ReportSubmitted>?> RepeatedAsync(Work work, RequestKey key, SealedContent content) =>
        await RequestClaim.FindAsync(work, key) is not { } claim ? null
        : !claim.IsOf(content) ? new RequestIdReused()
        : await ReportRow.ReadAsync(work, claim.SubjectId!.Value) is var (reference, at) ? new ReportSubmitted(reference, at, Replayed: true)
        : throw new InvalidOperationException("A report is never deleted.");

    private async Task<(Facts? Facts, Refusal? Refusal)> JudgeAsync(Caller? caller, SubmitReportInput input, CancellationToken cancel)
    {
        if (Invalid(caller, input) is { } invalid)
        {
            return (null, invalid);
        }

        var phone = input.ContactPhone is null ? null : PhoneNumber.Normal(input.ContactPhone);
        var campaign = await unitOfWork.RunAsync(
            Viewer.Nobody,
            async work => Decision.Discard(await work.ValueOrNullAsync<int>(CampaignSql, Sql.Text(input.Campaign))),
            cancel);
        if (campaign is not { } campaignId)
        {
            return (null, new InvalidReport("campaign", new("không có chương trình nào mang mã này.", "no campaign has this code.")));
        }

        var named = input.ProviderCode is null ? null : await providers.IdOfAsync(input.ProviderCode, cancel);
        if (input.ProviderCode is not null && named is null)
        {
            return (null, new InvalidReport("providerCode", new("không có doanh nghiệp nào mang mã này.", "no provider has this code.")));
        }

        var (person, record, found) = await OwnAsync(caller, input, cancel);
        if (!found && LooksBeforeWriting)
        {
            return (null, new ReportedRecordNotFound());
        }

        var bearer = input.BadgeToken is null ? null : await badges.BearerOfAsync(input.BadgeToken, cancel);
        return (new(campaignId, named ?? record.Provider ?? bearer?.ProviderId, bearer, record.Staff, person, phone), null);
    }

    private static InvalidReport? Invalid(Caller? caller, SubmitReportInput input) => input switch
    {
        _ when caller is null && !IsRandom(input.RequestId) => new("requestId", new(
            "khi không đăng nhập phải là một UUID ngẫu nhiên (phiên bản 4 hoặc 7).", "must be a random UUID (version 4 or 7) without a sign-in.")),
        { Text: { } text } when !TypedText.ReportText.Fits(text) => new("text", TypedText.ReportText.Bounds),
        { Kind: ReportKind.Other, Text: null } => new("text", new("hãy kể lại điều đã xảy ra.", "say what happened.")),
        { IssuanceId: not null, LookupId: not null } => new("lookupId", new("chỉ nêu một chứng thư hoặc một lượt tra cứu.", "name one certificate or one look-up.")),
        { ContactPhone: { } phone } when PhoneNumber.Normal(phone) is null => new("contactPhone", new(
            "gồm 10 chữ số bắt đầu bằng 0, hoặc +84 và 9 chữ số.", "has 10 digits from 0, or +84 and 9 digits.")),
        _ => null,
    };

    private static bool IsRandom(string requestId) => Guid.TryParseExact(requestId, "D", out var id) && id is { Version: 4 or 7, Variant: >= 8 and <= 11 };

    /// <summary>The citizen who reports, and which of the citizen's records the report names; under the citizen's own eyes, so that the database shows nothing else.</summary>
    private async Task<(Guid? Person, (short? Provider, Guid? Staff) Record, bool Found)> OwnAsync(Caller? caller, SubmitReportInput input, CancellationToken cancel)
    {
        var named = input.IssuanceId ?? input.LookupId;
        if (caller?.Citizen is not { } citizen)
        {
            return (null, default, named is null);
        }

        return await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var person = await OwnPerson.OfAsync(work);
                if (named is null)
                {
                    return Decision.Discard<(Guid?, (short?, Guid?), bool)>((person, default, true));
                }

                if (!Guid.TryParseExact(named, "D", out var id))
                {
                    return Decision.Discard<(Guid?, (short?, Guid?), bool)>((person, default, false));
                }

                var record = input.IssuanceId is not null
                    ? await work.RowOrNullAsync<OwnRecord>(IssuanceSql, Sql.Uuid(id), Sql.Text(input.Campaign))
                    : await work.RowOrNullAsync<OwnRecord>(LookupSql, Sql.Uuid(id), Sql.ManyBytes([.. citizen.KeyHashes]));
                return Decision.Discard<(Guid?, (short?, Guid?), bool)>((person, (record?.ProviderId, record?.StaffId), record is not null));
            },
            cancel);
    }

    private async Task<ReportSubmitted> WriteAsync(Work work, Caller? caller, SubmitReportInput input, RequestKey key, SealedContent content, Facts facts)
    {
        var now = await RegistryClock.ReadAsync(work);
        var id = Guid.CreateVersion7(now);
        var reporter = caller?.Actor ?? Public;
        var phone = facts.Phone is null ? (KeptPhone?)null : phones.Keep(facts.Phone, id);
        var row = new ReportRow(
            id, ReportReference.New(), facts.Campaign, input.Kind, NumbersInText.Blank(input.Text), facts.Provider,
            input.BadgeToken is null ? null : facts.Bearer is null ? ReportedBadge.Forged : ReportedBadge.Genuine, facts.Bearer?.StaffId ?? facts.RecordedBy,
            facts.Bearer?.ValidUntil, IdOf(input.IssuanceId), IdOf(input.LookupId), facts.Person, now, reporter, phone);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(row.Insert());
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, facts.Person, id, now));
        batch.BatchCommands.Add(JournalLeaf.Of(now, "REPORT_RECEIVED", id, reporter, JsonSerializer.Serialize(new
        {
            kind = row.Kind.InDatabase(),
            campaign = row.CampaignId,
            provider = row.ProviderId,
            badge = row.Badge?.InDatabase(),
            staff = row.StaffId,
            issuance = row.IssuanceId,
            lookup = row.LookupId,
            person = row.PersonId,
        })).Insert());
        batch.BatchCommands.Add(Message.ToDepartment(now, facts.Campaign, "REPORT_RECEIVED", id, details: new { kind = row.Kind.InDatabase() }).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return new(row.Reference, now, Replayed: false);
    }

    private static Guid? IdOf(string? text) => text is null ? null : Guid.ParseExact(text, "D");

    private sealed record OwnRecord(short? ProviderId, Guid? StaffId);

    /// <param name="Bearer">Null when no badge was scanned, or it was none of the registry's.</param>
    /// <param name="RecordedBy">The member of staff who made the record that is named.</param>
    private sealed record Facts(int Campaign, short? Provider, BadgeBearer? Bearer, Guid? RecordedBy, Guid? Person, string? Phone);
}
