using System.Text.Json;
using GraphQL;

namespace Campaign.Host.Graph;

/// <summary>One result as it is shown: its data, its errors in the contract's words, its cost and the request's id.</summary>
internal sealed class PresentedResult
{
    private readonly ExecutionResult? result;
    private readonly List<Dictionary<string, object?>>? shown;
    private readonly Dictionary<string, object?>? refused;

    private PresentedResult(ExecutionResult? result, List<Dictionary<string, object?>>? shown, Dictionary<string, object?>? refused)
    {
        this.result = result;
        this.shown = shown;
        this.refused = refused;
        Codes = shown?.Select(e => (string?)((Dictionary<string, object?>)e["extensions"]!)["code"]).ToHashSet() ?? [];
    }

    /// <summary>The codes of its errors.</summary>
    public IReadOnlySet<string?> Codes { get; }

    public bool Executed => result?.Executed == true;

    public static PresentedResult Of(ExecutionResult result, OperationShape shape, string requestId, ErrorPresenter errors)
    {
        var shown = result.Errors?.Select(e => errors.Present(e, requestId)).ToList();
        result.Errors = null;
        result.Extensions = new Dictionary<string, object?> { ["cost"] = shape.Cost, ["requestId"] = requestId };
        return new(result, shown, null);
    }

    /// <summary>What was refused before it was executed.</summary>
    public static PresentedResult Of(Dictionary<string, object?> refused) => new(null, null, refused);

    public async Task WriteAsync(Stream body, IGraphQLTextSerializer serializer)
    {
        if (result is null)
        {
            await JsonSerializer.SerializeAsync(body, refused, ResponseJson.Options, CancellationToken.None);
            return;
        }

        if (shown is null)
        {
            await serializer.WriteAsync(body, result, CancellationToken.None);
            return;
        }

        // The library's own way of writing errors is replaced, so the three parts are put together here.
        var data = JsonSerializer.Deserialize<JsonElement>(serializer.Serialize(result));
        var parts = new Dictionary<string, object?> { ["errors"] = shown };
        if (result.Executed)
        {
            parts["data"] = data.TryGetProperty("data", out var value) ? value : null;
        }

        parts["extensions"] = result.Extensions;
        await JsonSerializer.SerializeAsync(body, parts, ResponseJson.Options, CancellationToken.None);
    }
}
