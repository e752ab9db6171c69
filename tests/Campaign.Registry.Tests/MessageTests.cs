using System.Collections.Concurrent;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>The outbox: what is written is sent, once for those concerned, and what cannot be sent is tried again until it is given up.</summary>
public sealed class MessageTests(MessageTests.Fixture fixture) : IClassFixture<MessageTests.Fixture>
{
    private const string Job = "deliver-messages";
    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_message_is_sent_once()
    {
        var message = await WrittenAsync(MessageTo("SENT_ONCE"));

        await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);

        fixture.Gateway.Sent.Where(m => m.Id == message.Id).ShouldHaveSingleItem().Details.ShouldContain("giờ");
        (await CountAsync(message.Id, "sent_at is not null and attempts = 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Those_concerned_are_told_once_of_one_occasion()
    {
        var message = MessageTo("TOLD_ONCE");

        await WriteAsync(message.Insert());
        await WriteAsync((message with { Id = Guid.NewGuid() }).Insert());
        await WriteAsync(Message.InsertAll([message with { Id = Guid.NewGuid() }, message with { Id = Guid.NewGuid(), Occasion = "again" }]));

        (await fixture.Database.CountAsync("registry.messages where subject_id = $1", message.SubjectId)).ShouldBe(2);
    }

    [Fact]
    public async Task Thousands_are_written_in_one_statement_and_sent_in_one_run()
    {
        var messages = Enumerable.Range(0, 2_000).Select(_ => MessageTo("MANY")).ToList();

        await WriteAsync(Message.InsertAll(messages));
        await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);

        fixture.Gateway.Sent.Count(m => m.Kind == "MANY").ShouldBe(2_000);
    }

    [Fact]
    public async Task What_is_not_sent_is_tried_again_later_and_given_up_after_20_tries()
    {
        var message = await WrittenAsync(MessageTo("REFUSED"));
        var waits = new List<TimeSpan>();
        var now = message.WrittenAt;
        for (var tries = 1; tries < DeliverMessages.MostTries; tries++)
        {
            await fixture.Database.FreezeAsync(now);
            await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
            (await CountAsync(message.Id, $"attempts = {tries} and sent_at is null and given_up_at is null")).ShouldBe(1);
            var next = await fixture.Database.ScalarAsync<DateTimeOffset>("select next_attempt_at from registry.messages where id = $1", message.Id);
            waits.Add(next - now);
            // Until just before, it is left alone.
            await fixture.Database.FreezeAsync(next.AddMicroseconds(-1));
            await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
            (await CountAsync(message.Id, $"attempts = {tries}")).ShouldBe(1);
            now = next;
        }

        await fixture.Database.FreezeAsync(now);
        await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        (await CountAsync(message.Id, "attempts = 20 and given_up_at is not null")).ShouldBe(1);
        await fixture.Database.FreezeAsync(now.AddDays(1));
        await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        (await CountAsync(message.Id, "attempts = 20")).ShouldBe(1);
        await fixture.Database.ShiftAsync(TimeSpan.Zero);
        waits.Take(4).ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(80)]);
        waits[^1].ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_no_message_behind()
    {
        var message = await WrittenAsync(MessageTo("SLOW"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        fixture.Gateway.OnSlow = stop.Cancel;

        await Should.ThrowAsync<OperationCanceledException>(() => registry.RunJobAsync(Job, stop.Token));
        (await CountAsync(message.Id, "sent_at is null and attempts = 1")).ShouldBe(1);

        fixture.Gateway.OnSlow = null;
        await fixture.Database.ExecuteAsync("update registry.messages set next_attempt_at = registry.registry_now() where id = $1", message.Id);
        await registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        (await CountAsync(message.Id, "sent_at is not null")).ShouldBe(1);
    }

    private static Message MessageTo(string kind) =>
        Message.ToDepartment(TimeProvider.System.GetUtcNow().AddSeconds(-1), null, kind, Guid.NewGuid(), details: new { hours = "48 giờ" });

    private async Task<Message> WrittenAsync(Message message)
    {
        await WriteAsync(message.Insert());
        return message with { WrittenAt = await fixture.Database.ScalarAsync<DateTimeOffset>("select written_at from registry.messages where id = $1", message.Id) };
    }

    private Task<int> WriteAsync(Npgsql.NpgsqlBatchCommand insert) => registry.Services.GetRequiredService<UnitOfWork>().RunAsync(
        Viewer.Registry,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(insert);
            return Decision.Keep(await batch.ExecuteNonQueryAsync(work.Cancel));
        },
        TestContext.Current.CancellationToken);

    private Task<long> CountAsync(Guid id, string state) => fixture.Database.CountAsync($"registry.messages where id = $1 and {state}", id);

    /// <summary>A gateway that keeps what it sends, and refuses or delays what is of a certain kind.</summary>
    internal sealed class ProbeGateway : IMessageGateway
    {
        public ConcurrentBag<Message> Sent { get; } = [];

        public Action? OnSlow { get; set; }

        public async Task SendAsync(Message message, CancellationToken cancel)
        {
            if (message.Kind == "REFUSED")
            {
                throw new InvalidOperationException("The gateway refuses.");
            }

            if (message.Kind == "SLOW" && OnSlow is { } slow)
            {
                slow();
                await Task.Delay(Timeout.Infinite, cancel);
            }

            Sent.Add(message);
        }
    }

    public sealed class Fixture(TestPostgres postgres) : RegistryFixture(postgres)
    {
        internal ProbeGateway Gateway { get; } = new();

        protected override void Adjust(IServiceCollection services) => services.AddSingleton<IMessageGateway>(Gateway);
    }
}
