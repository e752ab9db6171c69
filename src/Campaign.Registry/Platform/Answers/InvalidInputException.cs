namespace Campaign.Registry.Platform.Answers;

/// <summary>
/// A part of the input cannot be what was meant: a fault of the request, not a rule's refusal. A command throws it before anything is done. GraphQL answers it as
/// BAD_REQUEST; a page says it beside the field.
/// </summary>
/// <param name="part">Which part, as GraphQL names it.</param>
/// <param name="fault">What is wrong with it, as the end of a sentence that begins with the field.</param>
/// <param name="advice">What to do, for the person who typed it.</param>
public sealed class InvalidInputException(string part, Text fault, Text advice) : Exception($"{part} {fault.English}")
{
    public string Field => part;

    public Text Advice => advice;
}
