using Campaign.Registry.Platform.Answers;
using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>A fault that a person can mend, at the field that it is about.</summary>
/// <param name="Field">The id of the input; empty when it is about the whole form.</param>
internal sealed record FormFault(string Field, Text Message)
{
    public FieldFault Said(PageContext on) => new(Field, on.Say(Message));
}
