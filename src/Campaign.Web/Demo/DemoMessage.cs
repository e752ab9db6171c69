using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Programme.Departments;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Web.Demo;

/// <summary>A message that went out on a demo registry, as its recipient reads it.</summary>
public sealed record DemoMessage(Cursor Place, Text To, string Kind, Text Text);

/// <summary>Codes and messages in one list, the newest first, a page at a time.</summary>
internal sealed class DemoMessages(SentMessages messages, ISentCodes codes, ProviderDirectory providers, DepartmentDirectory departments)
{
    public const int PageSize = 50;

    /// <summary>One page, and whether there are older ones.</summary>
    public async Task<(List<DemoMessage> Page, bool More)> ListAsync(Cursor? before, CancellationToken cancel)
    {
        (DateTimeOffset At, Guid Id)? bound = before is { } place ? (place.At, place.Id) : null;
        var sent = await messages.ListAsync(bound, PageSize + 1, cancel);
        var all = (await codes.SentAsync(bound, PageSize + 1, cancel))
            .ConvertAll(c => new DemoMessage(new(c.SentAt, c.Id), new(c.Phone, c.Phone), "ONE_TIME_CODE", MessageWords.OfCode(c.Code)));
        foreach (var message in sent)
        {
            all.Add(new(new(message.SentAt, message.Id), await ToAsync(message, cancel), message.Kind, await SayAsync(message, cancel)));
        }

        List<DemoMessage> newest = [.. all.OrderByDescending(m => m.Place.At).ThenByDescending(m => m.Place.Id).Take(PageSize + 1)];
        return (newest[..Math.Min(PageSize, newest.Count)], newest.Count > PageSize);
    }

    private async Task<Text> SayAsync(SentMessage message, CancellationToken cancel) => MessageWords.Of(new(
        message.Kind, message.Recipient, message.Details, MessageWords.ProviderIn(message.Details) is { } id ? (await providers.ByIdAsync(id, cancel)).Name : null,
        (await departments.CurrentAsync(cancel)).Phone));

    private async Task<Text> ToAsync(SentMessage message, CancellationToken cancel) => message switch
    {
        { ProviderId: { } provider } when await providers.ByIdAsync(provider, cancel) is { } known => new(known.Name, known.Name),
        { Recipient: Recipient.Department } => (await departments.CurrentAsync(cancel)).Name,
        { To: { } to } => new(to, to),
        _ => new("công dân", "citizen"),
    };
}
