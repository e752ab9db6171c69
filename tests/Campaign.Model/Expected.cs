using System.Globalization;
using System.Text.Json;

namespace Campaign.Model;

/// <summary>An answer as the model expects it: the union's member, and the fields that say what it means.</summary>
/// <param name="Fields">By path; an instant, a day, a text, a number, a truth value or nothing.</param>
internal sealed record Expected(string Type, params IReadOnlyList<(string Path, object? Value)> Fields)
{
    /// <summary>The clause that each refusal rests on, as docs/reference/contract/clauses.md words them.</summary>
    private static readonly Dictionary<string, string> Clauses = new()
    {
        ["ActivationRequired"] = "HUE-2.2",
        ["AlreadyIssued"] = "HUE-1.4",
        ["CallDoesNotCount"] = "HUE-4.4",
        ["CheckRequired"] = "HUE-3.2",
        ["ConsentNotProven"] = "HUE-1.5",
        ["EvidenceMissing"] = "HUE-4.5",
        ["InvalidContact"] = "HUE-4.1",
        ["LicenceNotInForce"] = "DT-1",
        ["NeedAlreadyOpen"] = "HUE-4.2",
        ["NeedNotServable"] = "HUE-4.4",
        ["NoRevocationDue"] = "HUE-1.4",
        ["NothingToSwitch"] = "HUE-1.5",
        ["ProviderLetItLapse"] = "HUE-4.4",
        ["ProviderNotParticipating"] = "HUE-5.3",
        ["SerialNumberTaken"] = "HUE-1.3",
        ["StaffNotAuthorised"] = "HUE-3.1",
    };

    /// <summary>What the model takes from the answer and cannot know: ids, tickets, codes, receipts.</summary>
    public Action<JsonElement> Learn { get; init; } = _ => { };

    /// <summary>What differs, in one line; null when the answer is the expected one.</summary>
    public string? DifferenceFrom(JsonElement answer)
    {
        var type = answer.GetProperty("__typename").GetString();
        if (type != Type)
        {
            return $"{type} instead of {Type}: {answer}";
        }

        var expected = Clauses.TryGetValue(Type, out var clause) ? Fields.Append(("clause", clause)) : Fields;
        var differences = expected.Select(string? (field) => Difference(answer, field.Path, field.Value)).OfType<string>().ToList();
        return differences.Count > 0 ? $"{Type} with {string.Join("; ", differences)}" : null;
    }

    public static string? Difference(JsonElement answer, string path, object? expected)
    {
        var found = answer;
        foreach (var name in path.Split('.'))
        {
            if (found.ValueKind == JsonValueKind.Null)
            {
                break;
            }

            found = found.GetProperty(name);
        }

        var same = expected switch
        {
            null => found.ValueKind == JsonValueKind.Null,
            DateTimeOffset at => found.ValueKind == JsonValueKind.String && found.GetDateTimeOffset() == at,
            DateOnly day => found.ToString() == day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            bool truth => found.ValueKind == (truth ? JsonValueKind.True : JsonValueKind.False),
            _ => found.ToString() == expected.ToString(),
        };
        return same ? null : $"{path} {(found.ValueKind == JsonValueKind.Null ? "null" : found)} instead of {Written(expected)}";
    }

    private static string Written(object? value) => value switch
    {
        null => "null",
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
