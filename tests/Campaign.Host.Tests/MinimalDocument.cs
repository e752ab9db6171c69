using GraphQL.Types;

namespace Campaign.Host.Tests;

/// <summary>The smallest valid document that asks for a field of the schema, with made-up values where it demands some.</summary>
internal static class MinimalDocument
{
    public static string For(string kind, IFieldType field)
    {
        var required = (field.Arguments ?? []).Where(a => a.ResolvedType is NonNullGraphType && a.DefaultValue is null).Select(a => $"{a.Name}: {Literal(a.ResolvedType!)}").ToList();
        return $"{kind} {{ {field.Name}{(required.Count == 0 ? "" : $"({string.Join(", ", required)})")}{Selection(field.ResolvedType!)} }}";
    }

    private static string Selection(IGraphType type) => Named(type) is IComplexGraphType or UnionGraphType ? " { __typename }" : "";

    private static string Literal(IGraphType type) => type switch
    {
        NonNullGraphType required => Literal(required.ResolvedType!),
        ListGraphType => "[]",
        EnumerationGraphType choice => choice.Values.First().Name,
        IInputObjectGraphType input => "{ " + string.Join(
            ", ", input.Fields.Where(f => f.ResolvedType is NonNullGraphType && f.DefaultValue is null).Select(f => $"{f.Name}: {Literal(f.ResolvedType!)}")) + " }",
        _ => Named(type).Name switch
        {
            "DateTime" => "\"2026-01-01T00:00:00Z\"",
            "Date" => "\"2026-01-01\"",
            "Duration" => "\"PT1H\"",
            "Int" => "1",
            "Boolean" => "true",
            "ID" => $"\"{Guid.Empty}\"",
            _ => "\"made-up\"",
        },
    };

    private static IGraphType Named(IGraphType type) => type switch
    {
        NonNullGraphType required => Named(required.ResolvedType!),
        ListGraphType list => Named(list.ResolvedType!),
        _ => type,
    };
}
