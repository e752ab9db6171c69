using Campaign.Host.Commands;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Testing;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Campaign.House;

/// <summary>
/// The schema against the contract that providers build on: what is built agrees to the letter, and what is not yet built is exactly what
/// docs/reference/contract/not-yet-built.md lists.
/// </summary>
public sealed class ContractTests
{
    private const string NotYetBuiltFile = "docs/reference/contract/not-yet-built.md";

    private static readonly GraphQLDocument Contract = Parser.Parse(Repository.Read("docs/reference/contract/registry.graphql"));
    private static readonly GraphQLDocument Built = Parser.Parse(SchemaPrinter.Print());
    private static readonly GraphQLDocument Printed = Parser.Parse(Repository.Read("schema.graphql"));
    private static readonly RegistrySchema Schema = SchemaPrinter.Make();
    private static readonly IReadOnlyList<Type> CommandTypes = [.. typeof(ICommand).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(ICommand)))];

    [Fact]
    public void The_printed_schema_is_the_one_in_the_repository() => Repository.ShouldEqualFile(SchemaPrinter.Print(), "schema.graphql");

    [Fact]
    public void What_is_built_agrees_with_the_contract_to_the_letter_and_the_rest_is_listed()
    {
        var built = Built.Definitions.OfType<GraphQLTypeDefinition>().ToDictionary(d => d.Name.StringValue);
        var missing = new List<string>();
        foreach (var demanded in Contract.Definitions.OfType<GraphQLTypeDefinition>())
        {
            if (!built.TryGetValue(demanded.Name.StringValue, out var type))
            {
                missing.Add(demanded.Name.StringValue);
                continue;
            }

            if (demanded.Name.StringValue is "Query" or "Mutation" or "Subscription")
            {
                // The three that grow field by field.
                var fields = Lines(type);
                missing.AddRange(Lines(demanded).Where(l => !fields.Contains(l)).Select(l => $"{demanded.Name.StringValue}.{l.Split('(', ':')[0]}"));
            }
            else
            {
                // A union may have further members after the contract's own: clients reach them through ... on Refusal.
                var shape = Shape(type);
                (type is GraphQLUnionTypeDefinition && shape.StartsWith(Shape(demanded) + " | ", StringComparison.Ordinal) ? Shape(demanded) : shape)
                    .ShouldBe(Shape(demanded), demanded.Name.StringValue);
            }
        }

        var listed = Repository.Read(NotYetBuiltFile).Split('\n').Where(l => l.StartsWith("- `", StringComparison.Ordinal)).Select(l => l[3..l.IndexOf('`', 3)]);
        missing.Order(StringComparer.Ordinal).ShouldBe(listed.Order(StringComparer.Ordinal), $"{NotYetBuiltFile} lists what is missing, no more and no less");
    }

    [Fact]
    public void Every_top_level_field_says_who_may_ask_for_it()
    {
        foreach (var field in Schema.Query.Fields.Concat(Schema.Mutation!.Fields).Concat(Schema.Subscription!.Fields))
        {
            Access.ScopesOf(field).ShouldNotBeNull(field.Name);
        }
    }

    /// <summary>What lists refusals: every command, and what is asked by HTTP alone.</summary>
    public static TheoryData<Type> Refusing() => [.. typeof(ICommand).Assembly.GetTypes().Where(t => t.GetProperty(nameof(ICommand.Refusals)) is not null && t.IsClass)];

    public static TheoryData<Type> Commands() => [.. CommandTypes];

    [Theory]
    [MemberData(nameof(Refusing))]
    public void What_refuses_documents_its_refusals_in_their_order(Type refusing)
    {
        var file = Repository.Files("src/Campaign.Registry", $"/{refusing.Name}.cs").Single().Text;
        var documentation = string.Join(' ', file.Split('\n').Select(l => l.Trim().TrimStart('/').Trim()));

        documentation.ShouldContain($"Refusals, in order: {string.Join(", ", RefusalsOf(refusing).Select(r => r.Name))}.");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_the_printed_schema_and_the_contract_list_the_same_refusals_in_the_same_order(Type command)
    {
        var union = ResultOf(Field(command));
        var success = ((UnionGraphType)Named(Schema.AllTypes[union]!)).PossibleTypes.First();
        List<string> answers = [success.Name, .. RefusalsOf(command).Select(r => r.Name)];

        success.GetType().BaseType!.GetGenericArguments().ShouldBe([SuccessOf(command)]);
        Members(Printed, union).ShouldBe(answers);
        // The contract may be older than the last refusals of a union, never differ in what it has.
        var promised = Members(Contract, union) ?? answers;
        answers.Take(promised.Count).ShouldBe(promised);
    }

    [Fact]
    public void Every_field_that_may_refuse_is_a_command_and_every_command_is_a_field()
    {
        var fields = Schema.Mutation!.Fields.Concat(Schema.Query.Fields.Where(f => Named(f.ResolvedType!) is UnionGraphType)).Select(f => f.Name);

        fields.Order(StringComparer.Ordinal).ShouldBe(CommandTypes.Select(FieldName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_open_to_the_public_when_its_class_says_so(Type command) =>
        (Access.ScopesOf(Field(command))!.Count == 0).ShouldBe(command.GetInterfaces().Any(i => i.Name == "IPublicCommand`2"));

    private static IReadOnlyList<Type> RefusalsOf(Type refusing) => (IReadOnlyList<Type>)refusing.GetProperty(nameof(ICommand.Refusals))!.GetValue(null)!;

    private static Type SuccessOf(Type command) => command.GetInterfaces().Single(i => i.IsGenericType && i.IsAssignableTo(typeof(ICommand))).GetGenericArguments()[1];

    private static string FieldName(Type command) => char.ToLowerInvariant(command.Name[0]) + command.Name[1..];

    private static FieldType Field(Type command) =>
        Schema.Mutation!.Fields.Find(FieldName(command)) ?? Schema.Query.Fields.Find(FieldName(command)) ?? throw new InvalidOperationException($"{command.Name} is no field");

    private static string ResultOf(FieldType field) => Named(field.ResolvedType!).Name;

    private static IGraphType Named(IGraphType type) => type is IProvideResolvedType { ResolvedType: { } inner } ? Named(inner) : type;

    private static List<string>? Members(GraphQLDocument document, string union) =>
        document.Definitions.OfType<GraphQLUnionTypeDefinition>().SingleOrDefault(u => u.Name.StringValue == union)?.Types!.Select(t => t.Name.StringValue).ToList();

    /// <summary>Names, types, arguments, defaults, members and their order; no descriptions.</summary>
    private static string Shape(GraphQLTypeDefinition type) => type switch
    {
        GraphQLUnionTypeDefinition union => string.Join(" | ", union.Types!.Select(t => t.Name.StringValue)),
        GraphQLEnumTypeDefinition members => string.Join(' ', members.Values!.Select(v => v.Name.StringValue)),
        GraphQLScalarTypeDefinition => "scalar",
        GraphQLObjectTypeDefinition o => $"implements {string.Join(" & ", o.Interfaces?.Select(i => i.Name.StringValue) ?? [])}\n" + string.Join('\n', Lines(o)),
        _ => string.Join('\n', Lines(type)),
    };

    private static List<string> Lines(GraphQLTypeDefinition type) => type switch
    {
        GraphQLObjectTypeDefinition o => [.. o.Fields?.Select(Line) ?? []],
        GraphQLInterfaceTypeDefinition i => [.. i.Fields?.Select(Line) ?? []],
        GraphQLInputObjectTypeDefinition i => [.. i.Fields?.Select(f => $"{f.Name.StringValue}: {Print(f.Type)}{Default(f.DefaultValue)}") ?? []],
        _ => [],
    };

    private static string Line(GraphQLFieldDefinition field)
    {
        var arguments = field.Arguments is { Count: > 0 } list
            ? $"({string.Join(", ", list.Select(a => $"{a.Name.StringValue}: {Print(a.Type)}{Default(a.DefaultValue)}"))})"
            : "";
        return $"{field.Name.StringValue}{arguments}: {Print(field.Type)}";
    }

    private static string Default(GraphQLValue? value) => value is null ? "" : $" = {Print(value)}";

    private static string Print(ASTNode node)
    {
        using var writer = new StringWriter();
        new SDLPrinter().PrintAsync(node, writer).AsTask().GetAwaiter().GetResult();
        return writer.ToString().Trim();
    }
}
