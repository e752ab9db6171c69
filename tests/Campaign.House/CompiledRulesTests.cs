using System.Reflection;
using System.Text.RegularExpressions;
using Campaign.Demo;
using Campaign.Registry;
using Campaign.SignIn;
using Campaign.Web;
using Mono.Cecil;
using Mono.Cecil.Cil;
using NetArchTest.Rules;

namespace Campaign.House;

/// <summary>
/// The house's rules of design, held over the compiled types: a type that comes in by inference, an extension method or its full name counts as one that a <c>using</c> names.
/// What is asked of single calls is read from the instructions by Mono.Cecil, which NetArchTest brings: its own conditions know types alone, and DateTime is a type that may be used.
/// </summary>
public sealed partial class CompiledRulesTests
{
    private static readonly Assembly[] Product =
        [typeof(RegistryServices).Assembly, typeof(SignInStore).Assembly, typeof(WebPages).Assembly, Assembly.Load("Campaign.Host"), typeof(DemoLines).Assembly];

    private static readonly Types RegistryTypes = Types.InAssembly(Product[0]);

    /// <summary>What reads a clock that nobody can move, or stops a thread.</summary>
    private static readonly string[] ForbiddenCalls =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64", "System.Threading.Thread::Sleep",
    ];

    /// <summary>Who takes the machine's clock; everybody else is given one.</summary>
    private static readonly string[] TakesTheMachinesClock =
    [
        "Campaign.Registry.Platform.Keys.KeysInUse", // when it was given none
        "Campaign.Host.Clock.MoveClock",
        "Campaign.Host.Commands.AddOfficerCommand",
        "Campaign.Host.Commands.ClockCommand",
        "Campaign.Host.Commands.CommandLine",
        "Campaign.Host.Commands.ImportCommand",
        "Campaign.Host.Commands.KeysCommand",
        "Campaign.Host.Commands.SchemaPrinter",
        "Campaign.Host.Commands.UpCommand",
        "Campaign.Demo.Day.PlayDay",
    ];

    [Fact]
    public void A_slice_uses_only_the_slices_below_it()
    {
        foreach (var (slice, uses) in HouseRulesTests.MayUse)
        {
            string[] others = [.. HouseRulesTests.MayUse.Keys.Where(s => s != slice && !uses.Contains(s)).Select(NamespaceOf)];
            Broken(Within(RegistryTypes, NamespaceOf(slice)).ShouldNot().HaveDependencyOnAny(others)).ShouldBeEmpty(slice);
        }
    }

    /// <summary>The composition knows all slices; what it knows none may have from it.</summary>
    [Fact]
    public void No_slice_uses_the_composition() => Broken(RegistryTypes.That().ResideInNamespaceMatching(@"\ACampaign\.Registry\.").ShouldNot().HaveDependencyOnAny(typeof(RegistryServices).FullName!)).ShouldBeEmpty();

    [Fact]
    public void A_type_is_in_the_namespace_of_its_folder()
    {
        foreach (var assembly in Product)
        {
            // Razor generates its code elsewhere. NetArchTest's own condition does not know that the detectors have a folder below their slice's.
            Broken(Types.InAssembly(assembly).That().AreNotNested().And().DoNotInherit<Microsoft.AspNetCore.Components.ComponentBase>().Should().MeetCustomRule(IsInItsFolder))
                .ShouldBeEmpty(assembly.GetName().Name);
        }
    }

    [Fact]
    public void Graphql_is_known_to_the_files_of_the_graph_alone() =>
        Broken(RegistryTypes.That().ResideInNamespaceMatching(@"\ACampaign\.Registry\.(?!Platform\.Graph(\.|\z))").And().MeetCustomRule(type => !IsOfTheGraph(type))
            .ShouldNot().HaveDependencyOnAny("GraphQL", "GraphQLParser")).ShouldBeEmpty();

    [Fact]
    public void The_registry_knows_no_web_server() => Broken(RegistryTypes.ShouldNot().HaveDependencyOnAny("Microsoft.AspNetCore")).ShouldBeEmpty();

    [Fact]
    public void What_stands_above_is_not_used_from_below()
    {
        Broken(RegistryTypes.ShouldNot().HaveDependencyOnAny("Campaign.SignIn", "Campaign.Web", "Campaign.Host", "Campaign.Demo")).ShouldBeEmpty();
        Broken(Types.InAssembly(typeof(WebPages).Assembly).ShouldNot().HaveDependencyOnAny("Campaign.SignIn", "Campaign.Host", "Campaign.Demo")).ShouldBeEmpty();
        Broken(Types.InAssembly(typeof(SignInStore).Assembly).ShouldNot().HaveDependencyOnAny("Campaign.Host", "Campaign.Demo")).ShouldBeEmpty();
        Broken(Types.InAssembly(typeof(DemoLines).Assembly).ShouldNot().HaveDependencyOnAny("Campaign.Host", "Campaign.Web")).ShouldBeEmpty();
    }

    /// <summary>The pages of citizens, of staff, of providers and of the department share what lies in Pages and Files, and nothing of each other's.</summary>
    [Theory]
    [InlineData("Citizen")]
    [InlineData("Staff")]
    [InlineData("Provider")]
    [InlineData("Department")]
    public void Pages_of_one_audience_use_nothing_of_anothers(string audience)
    {
        string[] others = [.. new[] { "Citizen", "Staff", "Provider", "Department" }.Where(a => a != audience).Select(a => $"Campaign.Web.{a}")];
        Broken(Within(Types.InAssembly(typeof(WebPages).Assembly), $"Campaign.Web.{audience}").ShouldNot().HaveDependencyOnAny(others)).ShouldBeEmpty();
    }

    [Fact]
    public void Shared_pages_know_no_audience() =>
        Broken(Types.InAssembly(typeof(WebPages).Assembly).That().ResideInNamespaceMatching(@"\ACampaign\.Web\.(Pages|Files)(\.|\z)")
            .ShouldNot().HaveDependencyOnAny("Campaign.Web.Citizen", "Campaign.Web.Staff", "Campaign.Web.Provider", "Campaign.Web.Department")).ShouldBeEmpty();

    /// <summary>NetArchTest tells whether folders use each other at all, and not whether in a circle: the pairs are asked one by one. The folder of the assembly itself composes the others.</summary>
    [Fact]
    public void Folders_of_an_assembly_stand_in_no_circle()
    {
        var found = new List<string>();
        foreach (var assembly in Product.Skip(1))
        {
            var name = assembly.GetName().Name!;
            var types = Types.InAssembly(assembly);
            string[] areas = [.. types.GetTypes().Select(t => Area().Match(t.FullName)).Where(m => m.Success && m.Groups[1].Value == name).Select(m => m.Groups[2].Value).Distinct().Order(StringComparer.Ordinal)];
            var uses = areas.ToDictionary(a => a, a => areas.Where(o => o != a && Broken(Within(types, $"{name}.{a}").ShouldNot().HaveDependencyOnAny($"{name}.{o}")).Count > 0).ToHashSet());
            foreach (var area in areas)
            {
                found.AddRange(Reached(uses, area).Where(o => string.CompareOrdinal(area, o) < 0 && Reached(uses, o).Contains(area)).Select(o => $"{name}: {area} and {o}"));
            }
        }

        found.ShouldBeEmpty();
    }

    [Fact]
    public void Time_is_read_through_TimeProvider_or_the_database()
    {
        Calls().Where(c => ForbiddenCalls.Contains(c.Called)).Select(c => $"{c.Type} calls {c.Called}").ShouldBeEmpty();
        Calls().Where(c => c is { Called: "System.Guid::CreateVersion7", Instruction.Operand: MethodReference { Parameters.Count: 0 } }).Select(c => c.Type).ShouldBeEmpty("an id by time is given the time");
        Calls().Where(c => c.Called == "System.TimeProvider::get_System").Select(c => c.Type).Distinct().ShouldBe(TakesTheMachinesClock, ignoreOrder: true);
    }

    [Fact]
    public void No_commit_can_be_cancelled() => Calls()
        .Where(c => c.Called.EndsWith("::CommitAsync", StringComparison.Ordinal) && c.Called.Contains("Transaction", StringComparison.Ordinal) && c.Instruction.Previous?.Operand is not MethodReference { Name: "get_None", DeclaringType.Name: nameof(CancellationToken) })
        .Select(c => c.Type).ShouldBeEmpty();

    /// <summary>By full name, without what the compiler made of it.</summary>
    private static IEnumerable<(string Type, string Called, Instruction Instruction)> Calls()
    {
        foreach (var assembly in Product)
        {
            using var module = ModuleDefinition.ReadModule(assembly.Location);
            foreach (var method in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
            {
                foreach (var instruction in method.Body.Instructions.Where(i => i.Operand is MethodReference))
                {
                    var called = (MethodReference)instruction.Operand;
                    yield return (TopOf(method.DeclaringType).FullName, $"{called.DeclaringType.FullName}::{called.Name}", instruction);
                }
            }
        }
    }

    private static TypeDefinition TopOf(TypeDefinition type) => type.DeclaringType is { } outer ? TopOf(outer) : type;

    private static bool IsOfTheGraph(TypeDefinition type) => FileOf(type) is { } file && file.EndsWith("Graph.cs", StringComparison.Ordinal);

    private static bool IsInItsFolder(TypeDefinition type) =>
        FileOf(type) is not { } file || Path.GetDirectoryName(file[(file.LastIndexOf("/src/", StringComparison.Ordinal) + "/src/".Length)..])!.Replace('/', '.') is var folder
            && (type.Namespace.Length == 0 || folder == type.Namespace || folder == $"{type.Namespace}.Kinds");

    /// <summary>Null for a type without code that somebody wrote, such as an interface.</summary>
    private static string? FileOf(TypeDefinition type) =>
        type.NestedTypes.Append(type).SelectMany(t => t.Methods).SelectMany(m => m.DebugInformation.SequencePoints).Select(p => p.Document.Url)
            .FirstOrDefault(f => f.Contains("/src/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));

    private static string NamespaceOf(string slice) => $"Campaign.Registry.{slice.Replace('/', '.')}";

    private static PredicateList Within(Types types, string area) => types.That().ResideInNamespaceMatching($@"\A{Regex.Escape(area)}(\.|\z)");

    private static List<string> Broken(ConditionList rule) => [.. rule.GetResult().FailingTypes.Select(t => $"{t.FullName}: {t.Explanation}")];

    private static HashSet<string> Reached(Dictionary<string, HashSet<string>> uses, string from)
    {
        var reached = new HashSet<string>();
        var ahead = new Queue<string>([from]);
        while (ahead.TryDequeue(out var at))
        {
            foreach (var next in uses[at].Where(reached.Add))
            {
                ahead.Enqueue(next);
            }
        }

        return reached;
    }

    [GeneratedRegex(@"\A(Campaign\.\w+)\.(\w+)\.")]
    private static partial Regex Area();
}
