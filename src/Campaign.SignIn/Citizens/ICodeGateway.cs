namespace Campaign.SignIn.Citizens;

/// <summary>What takes a one-time code to a phone. It keeps neither and logs neither.</summary>
internal interface ICodeGateway
{
    Task SendAsync(string phone, string code, CancellationToken cancel);
}

/// <summary>
/// Until a gateway is set up: on the demo's loopback the code stands on the console of who started it, for made-up citizens alone; elsewhere it goes nowhere, and the log
/// says that one should have gone, and not to whom.
/// </summary>
internal sealed class NoCodeGateway(SignInSettings settings, ILogger<NoCodeGateway> log) : ICodeGateway
{
    public async Task SendAsync(string phone, string code, CancellationToken cancel)
    {
        if (settings.IsDemo && settings.IsLoopback)
        {
            await Console.Out.WriteLineAsync($"Demo: the one-time code that a phone would have received is {code}");
            return;
        }

        log.LogWarning("A one-time code was asked for, and no gateway is set up to send it");
    }
}
