using System.Globalization;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Proposals;

/// <summary>What needs two officers.</summary>
public enum ProposedAct
{
    ExcludeProvider,

    /// <summary>A provider's system is opened or ended, or gets or loses a key or secret.</summary>
    ChangeClientKey,

    /// <summary>A key of the registry's own is promoted or retired.</summary>
    ChangeRegistryKey,

    /// <summary>A provider that was excluded takes part again.</summary>
    ReinstateProvider,

    /// <summary>What was confirmed of a provider is published to all.</summary>
    PublishCase,

    /// <summary>One-time codes for a citizen's number go to this phone.</summary>
    BindCitizenPhone,

    /// <summary>Two numbers are one person's.</summary>
    LinkNumbers,

    /// <summary>Two persons who may be one are.</summary>
    LinkSamePerson,

    /// <summary>Two numbers that were linked are two persons' after all.</summary>
    UnlinkNumbers,
}

internal static class ProposedActs
{
    /// <summary>Moves a citizen's own: place, need or sign-in.</summary>
    public static bool ConcernsACitizen(this ProposedAct act) => act is ProposedAct.BindCitizenPhone or ProposedAct.LinkNumbers or ProposedAct.LinkSamePerson or ProposedAct.UnlinkNumbers;
}

/// <summary>EXPIRED from expiresAt on, written or not.</summary>
public enum ProposalState
{
    Proposed,
    Rejected,
    Expired,
    CarriedOut,
}

/// <param name="Input">As it was proposed, JSON.</param>
/// <param name="ExpiresAt">Exclusive; 7 days after the proposal, of a phone 15 minutes.</param>
/// <param name="Reason">Why it was rejected.</param>
public sealed record Proposal(
    Guid Id, ProposedAct Act, string Input, string ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset ExpiresAt, ProposalState State, string? DecidedBy,
    DateTimeOffset? DecidedAt, string? Reason)
{
    internal const string SelectSql =
        "select id, act, input::text, proposed_by, proposed_at, expires_at, state, decided_by, decided_at, reason from registry.proposals";

    /// <summary>
    /// Whether one who decides is known to be another person than who proposed. Two names are two persons when one authority tells its officers apart: the registry its accounts, an outside issuer its subjects. Whoever
    /// has a name with both might be the same; where that matters, the other officer comes from the same authority (<c>one_authority_knows_both_officers</c>).
    /// </summary>
    internal bool MayBeDecidedBy(Caller caller) =>
        Folded(ProposedBy) != Folded(caller.RequestOwner) && (!Act.ConcernsACitizen() || !caller.IsOfficer || AuthorityOf(ProposedBy) == AuthorityOf(caller.RequestOwner));

    // Many an outside issuer tells "Lan" and "lan " to be one: names that differ in nothing that a person reads are one person's.
    private static string Folded(string officer) =>
        new([.. LatinLetters.Together(officer).Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control)).Select(char.ToLowerInvariant)]);

    // Of an outside issuer's officer, officer:issuer:subject; of an account, officer:name.
    private static string? AuthorityOf(string officer) => officer.Split(':') is ["officer", var issuer, _, ..] ? issuer : null;

    /// <summary>As it stands at an instant.</summary>
    internal Proposal At(DateTimeOffset now) => State == ProposalState.Proposed && ExpiresAt <= now ? this with { State = ProposalState.Expired } : this;

    internal static NpgsqlBatchCommand Decide(Guid id, ProposalState state, string? by, DateTimeOffset now, string? reason = null) => Sql.Statement(
        "update registry.proposals set state = $2, decided_by = $3, decided_at = $4, reason = $5 where id = $1 and state = 'PROPOSED'",
        Sql.Uuid(id), Sql.Text(state.InDatabase()), Sql.Text(by), Sql.At(now), Sql.Text(reason));

    /// <summary>As it is written; null when there is none.</summary>
    /// <param name="condition">What follows <see cref="SelectSql"/>.</param>
    internal static async Task<Proposal?> ReadAsync(Work work, string condition, params NpgsqlParameter[] parameters) =>
        (await work.RowOrNullAsync<ProposalRow>($"{SelectSql} {condition}", parameters))?.Written;

    /// <summary>Locks one and reads the clock after; null when no proposal bears this id.</summary>
    internal static async Task<(Proposal Proposal, DateTimeOffset Now)?> LockAsync(Work work, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known))
        {
            return null;
        }

        var (found, now) = await work.LockAsync("select id from registry.proposals where id = $1 for update", Sql.Uuid(known));
        return found && await ReadAsync(work, "where id = $1", Sql.Uuid(known)) is { } proposal ? (proposal.At(now), now) : null;
    }
}

/// <summary>A row of <see cref="Proposal.SelectSql"/>.</summary>
internal sealed record ProposalRow(
    Guid Id, string Act, string Input, string ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset ExpiresAt, string State, string? DecidedBy, DateTimeOffset? DecidedAt,
    string? Reason)
{
    public Proposal Written => new(
        Id, Names.Parse<ProposedAct>(Act), Input, ProposedBy, ProposedAt, ExpiresAt, Names.Parse<ProposalState>(State), DecidedBy, DecidedAt, Reason);
}

/// <summary>One officer has asked for it; it is done when another approves, before it expires.</summary>
/// <param name="ExpiresAt">Exclusive.</param>
/// <param name="IsAnother">A proposal of the same stood already and says something else: what was asked for now is not kept.</param>
public sealed record SecondOfficerNeeded(Guid ProposalId, DateTimeOffset ExpiresAt, ProposedAct Act, bool IsAnother = false) : Refusal
{
    public override Text Message => IsAnother
        ? new(
            $"Đã có một đề nghị khác về việc này, với căn cứ hoặc lý do khác, chờ duyệt đến {VietnamTime.Spoken(ExpiresAt)}. Đề nghị vừa gửi KHÔNG được lưu: hãy duyệt hoặc bác đề nghị đang chờ, rồi lập lại.",
            $"Another proposal of the same, with other grounds or reasons, waits for approval until {VietnamTime.SpokenEnglish(ExpiresAt)}. What was sent now was NOT stored: have that one approved or rejected, then propose again.")
        : Act == ProposedAct.BindCitizenPhone
        ? new(
            $"Gắn điện thoại cần hai cán bộ. Đề nghị đã được ghi lại; một cán bộ khác phải xác nhận trước {VietnamTime.Spoken(ExpiresAt)}, tại bàn nào cũng được.",
            $"Binding a phone takes two officers. The proposal has been stored; another officer must confirm it before {VietnamTime.SpokenEnglish(ExpiresAt)}, at any desk.")
        : new(
            $"Việc này cần hai cán bộ. Đề nghị đã được ghi lại; một cán bộ quản trị khác phải duyệt trước {VietnamTime.Spoken(ExpiresAt)}.",
            $"This takes two officers. The proposal has been stored; another administrator must approve it before {VietnamTime.SpokenEnglish(ExpiresAt)}.");

    /// <summary>The law speaks of exclusions and of what is published, and what undoes one weighs as much; a phone stands for the citizen's data; that keys take two officers is the registry's own rule.</summary>
    public override Clause? Clause => Act switch
    {
        ProposedAct.ExcludeProvider or ProposedAct.ReinstateProvider or ProposedAct.PublishCase => Clause.ViolatorIsExcluded,
        ProposedAct.BindCitizenPhone => Clause.Confidentiality,
        ProposedAct.LinkNumbers or ProposedAct.LinkSamePerson or ProposedAct.UnlinkNumbers => Clause.OneCertificatePerCitizen,
        _ => null,
    };
}

/// <summary>No proposal bears this id.</summary>
internal sealed record ProposalNotFound : Refusal
{
    public override Text Message => new("Không có đề nghị nào mang mã này. Hãy kiểm tra lại mã.", "No proposal has this id. Check the id.");
}

/// <summary>It has been decided another way, or has expired.</summary>
internal sealed record ProposalNotOpen(ProposalState State) : Refusal
{
    public override Text Message => new(
        $"Đề nghị này không còn mở ({Said.Vietnamese}). Nếu vẫn cần, hãy lập đề nghị mới.",
        $"This proposal is no longer open ({Said.English}). If it is still needed, make a new proposal.");

    private Text Said => State switch
    {
        ProposalState.CarriedOut => new("đã được thực hiện", "it was carried out"),
        ProposalState.Rejected => new("đã bị từ chối", "it was rejected"),
        ProposalState.Expired => new("đã hết hiệu lực", "it has expired"),
        _ => new("đang chờ", "it waits"),
    };
}

/// <summary>Judged anew at the approval, the act itself is refused; nothing was done and the proposal stays open.</summary>
internal sealed record ProposedActRefused(Refusal Because) : Refusal
{
    public override Text Message => Because.Message;

    public override Clause? Clause => Because.Clause;
}
