using System.Diagnostics.CodeAnalysis;
using Campaign.Registry.Platform.Answers;
using Npgsql;
using NpgsqlTypes;

namespace Campaign.Registry.Platform.Data;

/// <summary>Positional parameters with their PostgreSQL type, so that null is typed too and statements stay prepared.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are named as PostgreSQL names its types.")]
public static class Sql
{
    public static NpgsqlBatchCommand Statement(string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static NpgsqlParameter Text(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Texts(string?[] value) => Of(NpgsqlDbType.Text | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Uuid(Guid? value) => Of(NpgsqlDbType.Uuid, value);

    public static NpgsqlParameter Uuids(Guid[] value) => Of(NpgsqlDbType.Uuid | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Uuids(Guid?[] value) => Of(NpgsqlDbType.Uuid | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Smalls(short?[] value) => Of(NpgsqlDbType.Smallint | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Ints(int?[] value) => Of(NpgsqlDbType.Integer | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Times(DateTimeOffset[] value) =>
        Of(NpgsqlDbType.TimestampTz | NpgsqlDbType.Array, Array.ConvertAll(value, at => at.ToUniversalTime()));

    public static NpgsqlParameter Times(DateTimeOffset?[] value) =>
        Of(NpgsqlDbType.TimestampTz | NpgsqlDbType.Array, Array.ConvertAll(value, at => at?.ToUniversalTime()));

    public static NpgsqlParameter Bools(bool[] value) => Of(NpgsqlDbType.Boolean | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Days(DateOnly?[] value) => Of(NpgsqlDbType.Date | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Small(short? value) => Of(NpgsqlDbType.Smallint, value);

    public static NpgsqlParameter Int(int? value) => Of(NpgsqlDbType.Integer, value);

    public static NpgsqlParameter Long(long? value) => Of(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Bool(bool? value) => Of(NpgsqlDbType.Boolean, value);

    public static NpgsqlParameter At(DateTimeOffset? value) => Of(NpgsqlDbType.TimestampTz, value?.ToUniversalTime());

    public static NpgsqlParameter Day(DateOnly? value) => Of(NpgsqlDbType.Date, value);

    public static NpgsqlParameter Span(TimeSpan value) => Of(NpgsqlDbType.Interval, value);

    public static NpgsqlParameter Json(string value) => Of(NpgsqlDbType.Jsonb, value);

    public static NpgsqlParameter JsonOrNull(string? value) => Of(NpgsqlDbType.Jsonb, value);

    public static NpgsqlParameter Jsons(string[] value) => Of(NpgsqlDbType.Jsonb | NpgsqlDbType.Array, value);

    public static NpgsqlParameter Bytes(byte[]? value) => Of(NpgsqlDbType.Bytea, value);

    public static NpgsqlParameter ManyBytes(byte[]?[] value) => Of(NpgsqlDbType.Bytea | NpgsqlDbType.Array, value);

    public static T? ValueOrNull<T>(this NpgsqlDataReader reader, int ordinal)
        where T : struct => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<T>(ordinal);

    public static string? TextOrNull(this NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
