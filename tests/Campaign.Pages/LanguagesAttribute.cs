using System.Reflection;
using Campaign.Testing;
using Xunit.Sdk;
using Xunit.v3;

namespace Campaign.Pages;

/// <summary>
/// The languages of a story that is the same in each: both each night, and before each landing the first alone, for the words of the second are looked at by the tests of every
/// page at every size.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LanguagesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. (Thorough.IsAskedFor ? new[] { "vi-VN", "en-GB" } : ["vi-VN"]).Select(language => new TheoryDataRow<string>(language))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
