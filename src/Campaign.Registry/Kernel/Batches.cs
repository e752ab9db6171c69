using Npgsql;

namespace Campaign.Registry.Kernel;

internal static class Batches
{
    public static void Add(this NpgsqlBatch batch, IEnumerable<NpgsqlBatchCommand> commands)
    {
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }
    }
}
