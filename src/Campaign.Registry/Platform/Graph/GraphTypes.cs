using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>Which GraphQL type stands for which class: found by one look through the assembly, so that a slice writes the type and nothing else.</summary>
internal static class GraphTypes
{
    private static readonly ILookup<Type, Type> Outputs = Standing(typeof(ObjectGraphType<>));
    private static readonly ILookup<Type, Type> Inputs = Standing(typeof(InputObjectGraphType<>));
    private static readonly ILookup<Type, Type> Results = Standing(typeof(ResultGraph<>));

    public static Type Output(Type source) => One(Outputs, source);

    public static Type Input(Type source) => One(Inputs, source);

    /// <summary>A refusal without fields of its own has no class.</summary>
    public static Type Refusal(Type refusal) => Outputs.Contains(refusal) ? One(Outputs, refusal) : typeof(RefusalGraph<>).MakeGenericType(refusal);

    /// <summary>A result without a description of its own has no class.</summary>
    public static Type Result(Type command) => Results.Contains(command) ? One(Results, command) : typeof(ResultGraph<>).MakeGenericType(command);

    private static Type One(ILookup<Type, Type> types, Type source) => types[source].ToList() is [var only]
        ? only
        : throw new InvalidOperationException(
            $"{source.Name} has {(types.Contains(source) ? "several GraphQL types: " + string.Join(", ", types[source].Select(t => t.Name)) : "no GraphQL type")}. It needs one.");

    /// <summary>The concrete classes of the assembly that derive from a generic one, by its argument.</summary>
    private static ILookup<Type, Type> Standing(Type generic) => typeof(GraphTypes).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false })
        .SelectMany(t => BasesOf(t).Where(b => b.IsGenericType && b.GetGenericTypeDefinition() == generic).Select(b => (Source: b.GetGenericArguments()[0], Graph: t)))
        .ToLookup(t => t.Source, t => t.Graph);

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType)
        {
            yield return b;
        }
    }
}
