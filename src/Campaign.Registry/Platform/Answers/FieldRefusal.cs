namespace Campaign.Registry.Platform.Answers;

/// <summary>
/// One part of the input does not do. A page says <see cref="What"/> beside the field; where there is no such field, and over the API, the message begins with what people call it. Programs read <see cref="Field"/>.
/// </summary>
/// <param name="Field">Which part, as GraphQL names it.</param>
/// <param name="What">What is wrong with it, as the end of a sentence that begins with the field.</param>
public abstract record FieldRefusal(string Field, Text What) : Refusal
{
    public sealed override Text Message => FieldWords.Of(Field) is { } name ? new($"{name.Vietnamese}: {What.Vietnamese}", $"{name.English}: {What.English}") : What.AsSentence();
}
