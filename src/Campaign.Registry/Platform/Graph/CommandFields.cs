using System.Reflection;
using Campaign.Registry.Platform.Callers;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>A command as a top-level field: its name, argument, result and call follow from its class.</summary>
internal static class CommandFields
{
    private const string InputArgument = "input";
    private const string IdArgument = "id";

    private delegate Task<object?> Call(IResolveFieldContext context, object input);

    /// <summary>The command's own name in camelCase, with one argument: <c>input</c>, or <c>id</c> where the command takes an id alone.</summary>
    public static FieldBuilder<object?, object> Command<TCommand>(this ObjectGraphType type)
        where TCommand : class, ICommand => type.Command<TCommand, TCommand>();

    /// <summary>The same, with arguments of its own, which the caller adds.</summary>
    /// <param name="read">The command's input from the field's arguments.</param>
    public static FieldBuilder<object?, object> Command<TCommand>(this ObjectGraphType type, Func<IResolveFieldContext, object> read)
        where TCommand : class, ICommand
    {
        var call = CallOf(typeof(TCommand));
        return FieldOf(type, typeof(TCommand), typeof(TCommand)).ResolveAsync(c => call(c, read(c)));
    }

    /// <summary>A command that answers another's result.</summary>
    /// <typeparam name="TResultOf">The command whose result it is; both have the same success and refusals.</typeparam>
    public static FieldBuilder<object?, object> Command<TCommand, TResultOf>(this ObjectGraphType type)
        where TCommand : class, ICommand
        where TResultOf : class, ICommand
    {
        if (!TCommand.Refusals.SequenceEqual(TResultOf.Refusals) || CommandShape.Of(typeof(TCommand)).Success != CommandShape.Of(typeof(TResultOf)).Success)
        {
            throw new InvalidOperationException($"{typeof(TCommand).Name} does not answer what {typeof(TResultOf).Name} answers.");
        }

        var input = CommandShape.Of(typeof(TCommand)).Input;
        var call = CallOf(typeof(TCommand));
        var field = FieldOf(type, typeof(TCommand), typeof(TResultOf));
        return input == typeof(string)
            ? field.Argument<NonNullGraphType<IdGraphType>>(IdArgument).ResolveAsync(c => call(c, c.GetArgument<string>(IdArgument)))
            : field.Argument(typeof(NonNullGraphType<>).MakeGenericType(GraphTypes.Input(input)), InputArgument, a => a.Validate(given => (given as ICheckedInput)?.Check()))
                .ResolveAsync(c => call(c, c.GetArgument(input, InputArgument)!));
    }

    private static FieldBuilder<object?, object> FieldOf(ObjectGraphType type, Type command, Type resultOf) => type.Field(
        char.ToLowerInvariant(command.Name[0]) + command.Name[1..], typeof(NonNullGraphType<>).MakeGenericType(GraphTypes.Result(resultOf)));

    private static Call CallOf(Type command)
    {
        var shape = CommandShape.Of(command);
        return typeof(CommandFields).GetMethod(shape.IsPublic ? nameof(AskPublicAsync) : nameof(AskAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(command, shape.Input, shape.Success)
            .CreateDelegate<Call>();
    }

    private static async Task<object?> AskAsync<TCommand, TInput, TSuccess>(IResolveFieldContext context, object input)
        where TCommand : class, ICommand<TInput, TSuccess>
        where TSuccess : class =>
        (await context.Service<TCommand>().HandleAsync(context.Caller(), (TInput)input, context.CancellationToken)).Value;

    private static async Task<object?> AskPublicAsync<TCommand, TInput, TSuccess>(IResolveFieldContext context, object input)
        where TCommand : class, IPublicCommand<TInput, TSuccess>
        where TSuccess : class =>
        (await context.Service<TCommand>().HandleAsync(context.CallerOrPublic(), (TInput)input, context.CancellationToken)).Value;
}

/// <summary>What a command takes and answers, as its interface says.</summary>
internal sealed record CommandShape(Type Input, Type Success, bool IsPublic)
{
    public static CommandShape Of(Type command)
    {
        var contract = command.GetInterfaces().SingleOrDefault(i => i.IsGenericType && (Is(i, typeof(ICommand<,>)) || Is(i, typeof(IPublicCommand<,>))))
            ?? throw new InvalidOperationException($"{command.Name} is not one command.");
        return new(contract.GetGenericArguments()[0], contract.GetGenericArguments()[1], Is(contract, typeof(IPublicCommand<,>)));
    }

    private static bool Is(Type type, Type generic) => type.GetGenericTypeDefinition() == generic;
}

/// <summary>
/// What a command may answer: its success, then its refusals in their order of precedence. A result that has a description of its own is a class that derives from it.
/// </summary>
internal class ResultGraph<TCommand> : UnionGraphType
    where TCommand : class, ICommand
{
    public ResultGraph()
    {
        Name = typeof(TCommand).Name + "Result";
        Type(GraphTypes.Output(CommandShape.Of(typeof(TCommand)).Success));
        foreach (var refusal in TCommand.Refusals)
        {
            Type(GraphTypes.Refusal(refusal));
        }
    }
}
