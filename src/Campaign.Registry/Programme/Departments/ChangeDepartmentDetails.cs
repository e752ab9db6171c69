using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Programme.Departments;

/// <summary>Null: as it was.</summary>
/// <param name="Phone">As pages show it, to be called.</param>
/// <param name="EffectiveFrom">Null: from this transaction on.</param>
public sealed record ChangeDepartmentDetailsInput(string? NameVietnamese, string? NameEnglish, string? Phone, DateTimeOffset? EffectiveFrom);

public sealed record DepartmentDetailsChanged(DatedDetails Details);

/// <summary>The department cannot be as it is described. Field: which part of the input.</summary>
public sealed record InvalidDepartmentDetails(string Field, Text What) : Refusal
{
    public override Text Message => new($"{Field}: {What.Vietnamese}", $"{Field}: {What.English}");
}

/// <summary>
/// <para>
/// What the department is called and which number citizens call it by, from an instant on: it stands on every page that warns of an impostor (HUE-3.1). Earlier details stay as history, and none is ever rewritten. Asked
/// again with equal input, the answer is what holds already.
/// </para>
/// <para>Refusals, in order: InvalidDepartmentDetails, BeginsTooEarly.</para>
/// </summary>
public sealed class ChangeDepartmentDetails(UnitOfWork unitOfWork) : ICommand<ChangeDepartmentDetailsInput, DepartmentDetailsChanged>
{

    private const string InsertSql =
        "insert into registry.department_details (effective_from, name_vi, name_en, phone, decided_by, decided_at) values ($1, $2, $3, $4, $5, $6)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidDepartmentDetails), typeof(BeginsTooEarly)];

    public Task<Answer<DepartmentDetailsChanged>> HandleAsync(Caller caller, ChangeDepartmentDetailsInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, (work, _) => ChangeAsync(work, caller, input), [BeginsTooEarly.Constraint], cancel);

    private static async Task<Decision<Answer<DepartmentDetailsChanged>>> ChangeAsync(Work work, Caller caller, ChangeDepartmentDetailsInput input)
    {
        var last = (await DepartmentHistory.ReadAsync(work))[0];
        var now = await RegistryClock.ReadAsync(work);
        var details = new DepartmentDetails(
            new(input.NameVietnamese?.Trim() ?? last.Details.Name.Vietnamese, input.NameEnglish?.Trim() ?? last.Details.Name.English), input.Phone?.Trim() ?? last.Details.Phone);
        if (details == last.Details && (input.EffectiveFrom is null || input.EffectiveFrom == last.EffectiveFrom))
        {
            return Decision.Discard<Answer<DepartmentDetailsChanged>>(new DepartmentDetailsChanged(last));
        }

        if (((Refusal?)Judge(details) ?? BeginsTooEarly.Judge(input.EffectiveFrom, now, last.EffectiveFrom)) is { } refused)
        {
            return Decision.Discard<Answer<DepartmentDetailsChanged>>(refused);
        }

        var changed = new DatedDetails(input.EffectiveFrom ?? now, details, caller.RequestOwner, now);
        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.At(changed.EffectiveFrom), Sql.Text(details.Name.Vietnamese), Sql.Text(details.Name.English), Sql.Text(details.Phone), Sql.Text(changed.DecidedBy), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "DEPARTMENT_DETAILS_CHANGED", null, caller.RequestOwner, JsonSerializer.Serialize(changed)).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<DepartmentDetailsChanged>>(new DepartmentDetailsChanged(changed));
    }

    private static InvalidDepartmentDetails? Judge(DepartmentDetails details)
    {
        foreach (var (field, name) in new[] { ("nameVietnamese", details.Name.Vietnamese), ("nameEnglish", details.Name.English) })
        {
            if (!TypedText.DepartmentName.Fits(name) || NumbersInText.Blank(name) != name)
            {
                return new(field, new($"phải có từ 1 đến {TypedText.DepartmentName.Most} ký tự, không có dãy số dài.", $"must have 1 to {TypedText.DepartmentName.Most} characters, and no long run of digits."));
            }
        }

        return details.Phone is { } phone && !CallablePhone.Is(phone)
            ? new("phone", new("chỉ gồm chữ số, dấu cách và dấu chấm.", "must contain only digits, spaces and dots."))
            : null;
    }
}
