using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>
/// Who may ask for a top-level field. Each field states it where it is defined; one that does not is refused to everybody, and a test finds it.
/// </summary>
public static class Access
{
    private const string Key = "registry.access";

    /// <summary>The scopes of which a caller needs one; empty for a public field.</summary>
    public static IReadOnlyList<string>? ScopesOf(IFieldType field) => field.GetMetadata<IReadOnlyList<string>?>(Key);

    internal static FieldBuilder<TSource, TReturn> Public<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field) => field.WithMetadata(Key, Array.Empty<string>());

    internal static FieldBuilder<TSource, TReturn> AnyScopeOf<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, params string[] scopes) =>
        field.WithMetadata(Key, scopes);
}
