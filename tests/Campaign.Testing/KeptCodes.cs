using System.Collections.Concurrent;
using Campaign.SignIn.Citizens;

namespace Campaign.Testing;

/// <summary>The phones of a test: each keeps the last code that came to it.</summary>
internal sealed class KeptCodes : ICodeGateway
{
    public ConcurrentDictionary<string, string> Last { get; } = [];

    public Task SendAsync(string phone, string code, CancellationToken cancel)
    {
        Last[phone] = code;
        return Task.CompletedTask;
    }
}
