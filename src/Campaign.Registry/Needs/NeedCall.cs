using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Campaign.Registry.Needs;

/// <summary>Why a need lapsed, where that is not its provider's fault.</summary>
public enum LapseReason
{
    NotReached,
}

/// <summary>A call that reached nobody, as the need's provider says: a claim that the citizen may deny.</summary>
/// <param name="CalledAt">As the provider says.</param>
/// <param name="NotedAt">When the registry was told, and told the citizen.</param>
/// <param name="DeniedAt">When the citizen said "nobody called me"; null when that was not said.</param>
public sealed record NeedCall(Guid Id, DateTimeOffset CalledAt, DateTimeOffset NotedAt, DateTimeOffset? DeniedAt)
{
    /// <summary>A column of registry.needs n.</summary>
    internal const string OfNeedSql = """
        (select jsonb_agg(jsonb_build_object('id', c.id, 'calledAt', c.called_at, 'notedAt', c.noted_at, 'deniedAt', c.denied_at) order by c.noted_at, c.id)
         from registry.need_calls c where c.person_id = n.person_id and c.need_id = n.id)
        """;

    private const string InsertSql = """
        insert into registry.need_calls (id, person_id, need_id, staff_id, called_at, noted_at) values ($1, $2, $3, $4, $5, $6)
        """;

    private const string DenySql = "update registry.need_calls set denied_at = $2 where id = $1 and denied_at is null";

    private const string NeedOfSql = "select need_id from registry.need_calls where id = $1";

    internal static IReadOnlyList<NeedCall> FromJson(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<NeedCall>>(json, JsonSerializerOptions.Web)!;

    /// <summary>The need that a call is of; null where the viewer may see none.</summary>
    internal static async Task<Guid?> NeedOfAsync(Work work, Guid id)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(NeedOfSql, Sql.Uuid(id)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<Guid>();
    }

    internal NpgsqlBatchCommand Insert(NeedRow need, Guid staffId) => Sql.Statement(
        InsertSql, Sql.Uuid(Id), Sql.Uuid(need.PersonId), Sql.Uuid(need.Id), Sql.Uuid(staffId), Sql.At(CalledAt), Sql.At(NotedAt));

    internal NpgsqlBatchCommand Deny(DateTimeOffset now) => Sql.Statement(DenySql, Sql.Uuid(Id), Sql.At(now));
}

/// <summary>Why a call is not taken down.</summary>
internal enum CallFault
{
    BeforeTheNeed,
    InTheFuture,
    TooLongAgo,
    OutsideTheHours,
    TooSoon,
    ThreeStand,
}

/// <summary>The call cannot count towards three that excuse a lapse.</summary>
/// <param name="From">From when on a call can; null where none can any more.</param>
internal sealed record CallDoesNotCount(CallFault Reason, DateTimeOffset? From) : Refusal
{
    public override Text Message
    {
        get
        {
            var (why, whyEnglish) = Reason switch
            {
                CallFault.BeforeTheNeed => (
                    "calledAt trước lúc công dân đăng ký nhu cầu. Hãy kiểm tra lại giờ gọi.",
                    "calledAt lies before the need was registered. Check when the call was made."),
                CallFault.InTheFuture => (
                    "calledAt ở tương lai. Hãy kiểm tra đồng hồ của thiết bị gửi.",
                    "calledAt lies in the future. Check the clock of the sending device."),
                CallFault.TooLongAgo => (
                    "Cuộc gọi phải được ghi trong vòng một giờ. Hãy gọi lại rồi ghi ngay.",
                    "A call is to be noted within an hour. Call again and note it at once."),
                CallFault.OutsideTheHours => (
                    "Chỉ tính cuộc gọi từ 08:00 đến trước 20:00, giờ Việt Nam.",
                    "Only calls from 08:00 until before 20:00 in Vietnam count."),
                CallFault.TooSoon => (
                    "Các cuộc gọi phải cách nhau ít nhất 4 giờ.",
                    "Calls are to be at least 4 hours apart."),
                _ => (
                    "Đã ghi đủ 3 cuộc gọi cho nhu cầu này; không cần ghi thêm. Nhu cầu vẫn mở đến khi hết hạn.",
                    "Three calls are noted for this need; no more are needed. It stays open until it is due."),
            };
            return From is { } from
                ? new($"{why} Cuộc gọi tiếp theo được tính từ {VietnamTime.Spoken(from)}.", $"{whyEnglish} The next call counts from {VietnamTime.SpokenEnglish(from)}.")
                : new(why, whyEnglish);
        }
    }

    public override Clause? Clause => Clause.NeedLapsesAfter48Hours;
}

internal sealed class NeedCallRecord
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public Guid NeedId { get; init; }

    public DateTimeOffset CalledAt { get; init; }

    public DateTimeOffset NotedAt { get; init; }

    public DateTimeOffset? DeniedAt { get; init; }

    public NeedCall AsCall() => new(Id, CalledAt, NotedAt, DeniedAt);
}

internal sealed class NeedCallMapping : IEntityTypeConfiguration<NeedCallRecord>
{
    public void Configure(EntityTypeBuilder<NeedCallRecord> builder)
    {
        builder.ToTable("need_calls");
        builder.HasKey(c => c.Id);
    }
}
