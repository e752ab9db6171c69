namespace Campaign.Web.Demo;

/// <summary>A one-time code that went out to a phone, of a made-up citizen.</summary>
public sealed record SentCode(Guid Id, DateTimeOffset SentAt, string Phone, string Code);

/// <summary>The codes that went out on a demo registry.</summary>
public interface ISentCodes
{
    /// <summary>The newest first.</summary>
    Task<List<SentCode>> SentAsync((DateTimeOffset At, Guid Id)? before, int most, CancellationToken cancel);
}
