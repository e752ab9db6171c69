using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>What the public and the desk are told is what holds at that instant, whether or not a job has written down what has ended since.</summary>
public sealed class PublicFiguresTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly Caller Officer = Callers.Officer("officer-viewer", Scopes.DepartmentRead);

    private static DateTimeOffset Morning => ClockFixture.Morning;

    [Fact]
    public async Task A_certificate_that_has_run_out_is_not_counted()
    {
        var end = Morning + TimeSpan.FromHours(3);
        await clock.AtAsync(Morning);
        var before = (await FiguresAsync()).Certificates;
        (await clock.Registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = new(Make.Serial(), Morning, end) })).TypeName().ShouldBe("IssuanceRecorded");

        await clock.AtAsync(end - ClockFixture.Microsecond);
        ((await FiguresAsync()).Certificates - before).ShouldBe(1);

        await clock.AtAsync(end);
        ((await FiguresAsync()).Certificates - before).ShouldBe(0, "it ends at exactly valid_until, and nothing has been written down");
    }

    [Fact]
    public async Task A_need_that_was_released_or_has_lapsed_is_not_open_to_the_public_or_at_the_desk()
    {
        await clock.AtAsync(Morning);
        var before = await OpenAsync();
        await RegisterAsync("ca2");
        await RegisterAsync("misa-ca");
        (await OpenAsync()).ShouldBe((before.Public + 2, before.Desk + 2));

        await clock.AtAsync(Morning + TimeSpan.FromHours(1));
        await clock.Database.ExecuteAsync(
            "update registry.participations set ended_at = registry.registry_now(), ended_by = 'LEFT', end_reason = 'leaves' "
            + "where ended_at is null and provider_id = (select id from registry.providers where code = 'ca2')");
        (await OpenAsync()).ShouldBe((before.Public + 1, before.Desk + 1), "its provider no longer takes part");

        await clock.AtAsync(Morning + TimeSpan.FromHours(48) - ClockFixture.Microsecond);
        (await OpenAsync()).ShouldBe((before.Public + 1, before.Desk + 1));
        await clock.AtAsync(Morning + TimeSpan.FromHours(48));
        (await OpenAsync()).ShouldBe(before, "it lapses at exactly its due time");
    }

    private async Task RegisterAsync(string provider) =>
        (await clock.Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = provider })).TypeName().ShouldBe("NeedRegistered");

    private async Task<(long Public, long Desk)> OpenAsync() => (
        (await FiguresAsync()).NeedsOpen,
        (await clock.Registry.Services.GetRequiredService<DeskFigures>().OfAsync(Officer, "hue", TestContext.Current.CancellationToken)).NeedsOpen);

    /// <summary>Counted anew: the host's own keep what they counted for five minutes.</summary>
    private async Task<CampaignFigures> FiguresAsync() => (await ActivatorUtilities.CreateInstance<PublicFigures>(clock.Registry.Services).OfAsync("hue"))!;
}
