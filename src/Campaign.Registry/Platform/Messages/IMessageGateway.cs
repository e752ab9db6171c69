using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Platform.Messages;

/// <summary>
/// What takes a message to its recipient. It finds the contact by the recipient's id. It may be given the same message again (when a host died between the sending
/// and its note of it) and then sends nothing: <see cref="Message.Id"/> is the key. An exception means "not sent"; the message is tried again later.
/// </summary>
internal interface IMessageGateway
{
    Task SendAsync(Message message, CancellationToken cancel);
}

/// <summary>Says of each message that it is there, and sends nothing. Never who the recipient is: the log is read by more people than the message is for.</summary>
internal sealed class LoggingMessageGateway(ILogger<LoggingMessageGateway> log) : IMessageGateway
{
    public Task SendAsync(Message message, CancellationToken cancel)
    {
        log.LogInformation("Message {MessageId}: {Kind} to {Recipient}", message.Id, message.Kind, message.Recipient.InDatabase());
        return Task.CompletedTask;
    }
}
