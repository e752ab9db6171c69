using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Platform.Callers;

/// <summary>
/// What a caller asks of the registry and is answered with a success or with one of a fixed list of refusals. The class's name is the operation's name, its
/// documentation lists the refusals in order.
/// </summary>
internal interface ICommand
{
    /// <summary>Every refusal that it can answer, in order of precedence: the schema's union is made from this list, and all that is written of it is compared with it.</summary>
    static abstract IReadOnlyList<Type> Refusals { get; }
}

/// <summary>An input whose parts can be at fault by themselves. The command checks it before anything else; GraphQL does so with the request's shape.</summary>
internal interface ICheckedInput
{
    /// <exception cref="InvalidInputException">Something in it cannot be what was meant.</exception>
    void Check();
}

/// <summary>A command of a caller who has signed in.</summary>
/// <typeparam name="TInput">The record of what is asked; a string stands for an id alone.</typeparam>
internal interface ICommand<in TInput, TSuccess> : ICommand
    where TSuccess : class
{
    Task<Answer<TSuccess>> HandleAsync(Caller caller, TInput input, CancellationToken cancel);
}

/// <summary>A command that needs no sign-in.</summary>
internal interface IPublicCommand<in TInput, TSuccess> : ICommand
    where TSuccess : class
{
    /// <param name="caller">Null for the public.</param>
    Task<Answer<TSuccess>> HandleAsync(Caller? caller, TInput input, CancellationToken cancel);
}
