using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="Place">Where they are drawn up; a <see cref="TypedText.PlaceName"/>.</param>
/// <param name="Attendees">Who is present, by name and office; 20 at most, each a <see cref="TypedText.PersonName"/>.</param>
/// <param name="Remarks">What else is to be written down; <see cref="TypedText.Remarks"/>.</param>
/// <param name="Sign">The agency's sign, BB- and capitals; null: BB-SKHCN. A further version keeps the first one's.</param>
public sealed record DrawUpMinutesInput(string RequestId, string CaseId, string Place, IReadOnlyList<string>? Attendees, string? Remarks, string? Sign)
    : ICheckedInput
{
    public const int MostAttendees = 20;

    public void Check()
    {
        TypedText.PlaceName.Require("place", Place);
        if (Attendees?.Count > MostAttendees)
        {
            throw new InvalidInputException(
                "attendees", new($"có tối đa {MostAttendees} người.", $"has at most {MostAttendees} people."), new($"Tối đa {MostAttendees} người.", $"At most {MostAttendees} people."));
        }

        foreach (var attendee in Attendees ?? [])
        {
            TypedText.PersonName.Require("attendees", attendee);
        }

        TypedText.Remarks.Require("remarks", Remarks);
        if (Sign is not null)
        {
            AgencySign.Require("sign", Sign);
        }
    }
}

public sealed record MinutesDrawnUp(MinutesView Minutes, bool Replayed);

/// <summary>
/// <para>
/// Minutes of a confirmed case are drawn up (HUE-5.3): what was found with its evidence, what the provider said, what was decided and why, in Vietnamese, as data from which a
/// document is made. They bear a number of the year under the agency's sign without gaps (<c>minutes_have_the_next_number</c>), and their SHA-256 goes into the journal.
/// </para>
/// <para>
/// Nothing changes minutes: drawn up anew they are a further version under the same number, and all versions stay. Of people who write, what looks like a citizen number is
/// blanked.
/// </para>
/// <para>Refusals, in order: RequestIdReused, CaseNotFound, CaseNotConfirmed, CaseHasNoProvider.</para>
/// </summary>
public sealed class DrawUpMinutes(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<DrawUpMinutesInput, MinutesDrawnUp>
{
    public const string Operation = "drawUpMinutes";
    public const string UsualSign = "BB-SKHCN";

    private const string NumberSql = "select year, sign, number, version from registry.minutes_number($1, $2, $3)";

    private const string InsertSql = """
        insert into registry.case_minutes (id, case_id, decision_id, year, sign, number, version, drawn_up_at, drawn_up_by, content, content_hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(CaseNotFound), typeof(CaseNotConfirmed), typeof(CaseHasNoProvider)];

    public Task<Answer<MinutesDrawnUp>> HandleAsync(Caller caller, DrawUpMinutesInput input, CancellationToken cancel)
    {
        input.Check();
        var content = sealer.Seal(input.CaseId, input.Place, input.Attendees, input.Remarks, input.Sign);
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        return unitOfWork.RunAsync(caller.Viewer, (work, _) => DrawUpAsync(work, caller, input, key, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private static async Task<Decision<Answer<MinutesDrawnUp>>> DrawUpAsync(
        Work work, Caller caller, DrawUpMinutesInput input, RequestKey key, SealedContent content)
    {
        if (await RequestClaim.FindAsync(work, key) is { } claim)
        {
            return Decision.Discard<Answer<MinutesDrawnUp>>(claim.IsOf(content)
                ? new MinutesDrawnUp((await MinutesView.ByIdAsync(work, claim.SubjectId!.Value))!, Replayed: true)
                : new RequestIdReused());
        }

        if (await CaseRow.LockAsync(work, input.CaseId) is not var (row, now))
        {
            return Decision.Discard<Answer<MinutesDrawnUp>>(new CaseNotFound());
        }

        if (row.Decision is not { Decision: CaseDecision.Confirmed } decision)
        {
            return Decision.Discard<Answer<MinutesDrawnUp>>(new CaseNotConfirmed());
        }

        if (row.Provider is null)
        {
            return Decision.Discard<Answer<MinutesDrawnUp>>(new CaseHasNoProvider());
        }

        var number = await NumberAsync(work, row.Id, now, input.Sign ?? UsualSign);
        var text = await MinutesContent.WriteAsync(work, row, caller, input, number, now);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var id = Guid.CreateVersion7(now);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, id, now));
        batch.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(id), Sql.Uuid(row.Id), Sql.Uuid(decision.Id), Sql.Small(number.Year), Sql.Text(number.Sign), Sql.Int(number.Number), Sql.Int(number.Version),
            Sql.At(now), Sql.Text(caller.RequestOwner), Sql.Text(text), Sql.Bytes(hash)));
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_MINUTES_DRAWN_UP", id, caller.RequestOwner,
            new { @case = row.Id, decision = decision.Id, number = number.Name, year = number.Year, version = number.Version, sha256 = Convert.ToHexStringLower(hash) }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<MinutesDrawnUp>>(new MinutesDrawnUp((await MinutesView.ByIdAsync(work, id))!, Replayed: false));
    }

    private static async Task<MinutesNumber> NumberAsync(Work work, Guid caseId, DateTimeOffset now, string sign) =>
        await work.RowOrNullAsync<MinutesNumber>(NumberSql, Sql.Uuid(caseId), Sql.Small((short)VietnamTime.DateOf(now).Year), Sql.Text(sign))
        ?? throw new InvalidOperationException("Every case has a number for its minutes.");
}

/// <summary>Under what a version of minutes is known.</summary>
internal sealed record MinutesNumber(short Year, string Sign, int Number, int Version)
{
    /// <summary>As a document bears it, e.g. 12/BB-SKHCN.</summary>
    public string Name => $"{Number}/{Sign}";
}
