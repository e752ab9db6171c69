using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Programme.Departments;

namespace Campaign.Web.Pages;

/// <summary>What the registry said no to, as pages say it: at its field where the page has that, else in one sentence; never by a field's name in the program.</summary>
public static class RefusalWords
{
    /// <summary>Where no field of the page is the one.</summary>
    public static Text Words(this Refusal refusal) => Named(refusal) is var (field, what) && FieldWords.Of(field) is { } name
        ? new($"{name.Vietnamese}: {what.Vietnamese}", $"{name.English}: {what.English}")
        : refusal.Message;

    /// <summary>Which field it is about, as GraphQL names it; null where it is about none.</summary>
    public static string? Field(this Refusal? refusal) => Named(refusal)?.Field;

    /// <summary>What is wrong with this field; null where it is not about it.</summary>
    public static Text? At(this Refusal? refusal, string field) => Named(refusal) is var (named, what) && named == field ? what.AsSentence() : null;

    private static (string Field, Text What)? Named(Refusal? refusal) => refusal switch
    {
        FieldRefusal at => (at.Field, at.What),
        InvalidContact at => (at.Field, at.What),
        InvalidCampaign at => (at.Field, at.What),
        InvalidDepartmentDetails at => (at.Field, at.What),
        InvalidWardPopulations at => (at.Field, at.What),
        _ => null,
    };
}
