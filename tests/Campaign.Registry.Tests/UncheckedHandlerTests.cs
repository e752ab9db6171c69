using System.Collections.Frozen;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>
/// I8: with the handlers' own check switched off (the caller owns every row) and the viewer set in the database, rows of another
/// provider are still reported as absent, and none of them changes.
/// </summary>
public sealed class UncheckedHandlerTests(IsolationFixture fixture) : IClassFixture<IsolationFixture>
{
    private static readonly Page All = new(100, false, null, null);

    private T The<T>()
        where T : notnull => fixture.Registry.Services.GetRequiredService<T>();

    [Fact]
    public async Task Without_the_handlers_check_the_database_alone_shows_no_issuance_of_anothers()
    {
        var cancel = TestContext.Current.CancellationToken;
        var unbounded = await UnboundedAsync();
        unbounded.Owns(short.MaxValue).ShouldBeTrue();

        (await The<IssuanceQueries>().ByIdAsync(unbounded, fixture.TheirIssuance, cancel)).ShouldBeNull();
        (await The<IssuanceQueries>().ByIdAsync(unbounded, fixture.OurIssuance, cancel)).ShouldNotBeNull();
        (await The<IssuanceQueries>().ByIdAsync(Department, fixture.TheirIssuance, cancel)).ShouldNotBeNull();
        var list = await The<IssuanceQueries>().ListAsync(unbounded, "hue", null, All, true, cancel);
        list.Edges.ShouldNotBeEmpty();
        list.Edges.ShouldAllBe(e => e.Node.Provider.Code == IsolationFixture.Ours);
        list.TotalCount.ShouldBe(list.Edges.Count);
        (await The<IssuanceQueries>().ListAsync(unbounded, "hue", new(IsolationFixture.Theirs, null, null, null), All, true, cancel)).TotalCount.ShouldBe(0);
        (await The<IssuanceQueries>().ListAsync(Department, "hue", new(IsolationFixture.Theirs, null, null, null), All, true, cancel)).TotalCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Without_the_handlers_check_the_database_alone_shows_no_need_of_anothers()
    {
        var cancel = TestContext.Current.CancellationToken;
        var unbounded = await UnboundedAsync();

        (await The<NeedQueries>().ByIdAsync(unbounded, fixture.TheirNeed, cancel)).ShouldBeNull();
        (await The<NeedQueries>().ByIdAsync(Department, fixture.TheirNeed, cancel)).ShouldNotBeNull();
        var list = await The<NeedQueries>().ListAsync(unbounded, "hue", null, All, true, cancel);
        list.Edges.ShouldNotBeEmpty();
        list.Edges.ShouldAllBe(e => e.Node.Provider.Code == IsolationFixture.Ours);
        (await The<NeedQueries>().ListAsync(unbounded, "hue", new(IsolationFixture.Theirs, null, null), All, true, cancel)).TotalCount.ShouldBe(0);
        (await The<NeedQueries>().ListAsync(Department, "hue", new(IsolationFixture.Theirs, null, null), All, true, cancel)).TotalCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Without_the_handlers_check_the_database_alone_changes_nothing_of_anothers()
    {
        var cancel = TestContext.Current.CancellationToken;
        var unbounded = await UnboundedAsync();
        var (issuance, need, now) = (fixture.TheirIssuance, fixture.TheirNeed, DateTimeOffset.UtcNow);
        var before = await StateAsync();

        (await The<EndIssuance>().HandleAsync(unbounded, new(Make.Id(), issuance, EndReason.Revoked, now, null), cancel)).Value.ShouldBeOfType<IssuanceNotFound>();
        (await The<ActivateIssuance>().HandleAsync(unbounded, new(issuance, now), cancel)).Value.ShouldBeOfType<IssuanceNotFound>();
        (await The<ReplaceCertificate>().HandleAsync(
            unbounded, new(Make.Id(), issuance, ReplaceReason.KeyLost, new(Make.Serial(), now, null), null), cancel)).Value.ShouldBeOfType<IssuanceNotFound>();
        (await The<StartNeedSupport>().HandleAsync(
            unbounded, new(need, "ca2-staff-1", new(null, now.AddHours(1), null)), cancel)).Value.ShouldBeOfType<NeedNotFound>();
        (await The<CancelNeed>().HandleAsync(unbounded, new(need, null), cancel)).Value.ShouldBeOfType<NeedNotFound>();
        (await The<DenyNeedSupport>().HandleAsync(unbounded, new(need, null), cancel)).Value.ShouldBeOfType<NeedNotFound>();
        (await StateAsync()).ShouldBe(before);

        // The same request, when the database is told of the department: the check is away indeed.
        (await The<CancelNeed>().HandleAsync(Department, new(need, null), cancel)).Value.ShouldBeOfType<NeedCancelled>();
    }

    private static Caller Department => new("department", new[] { Scopes.Department }.ToFrozenSet());

    private async Task<Caller> UnboundedAsync() => (await fixture.Registry.StaffAsync(IsolationFixture.Ours, "vnpt-ca-staff-1")) with { IsUnchecked = true };

    private Task<string> StateAsync() => fixture.Database.ScalarAsync<string>(
        "select i.xmin || ' ' || i.status || ' ' || n.xmin || ' ' || n.state from registry.issuances i cross join registry.needs n where i.id = $1 and n.id = $2",
        Guid.Parse(fixture.TheirIssuance), Guid.Parse(fixture.TheirNeed));
}
