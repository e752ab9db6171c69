namespace Campaign.Bench;

/// <summary>A large population is written without the indexes that no constraint stands on; they are made afterwards, which takes a fraction of the time.</summary>
internal static class IndexesAside
{
    public static string[] Set(IReadOnlyList<string> tables) =>
    [
        $"""
        create table bench_indexes as select indexname, indexdef from pg_indexes
        where schemaname = 'registry' and tablename in ({Listed(tables)}) and not exists (select from pg_constraint c where c.conindid = (quote_ident(schemaname) || '.' || quote_ident(indexname))::regclass)
        """,
        """
        do $$ declare i record; begin for i in select indexname from bench_indexes loop execute format('drop index registry.%I', i.indexname); end loop; end $$
        """,
    ];

    public static string[] Make(IReadOnlyList<string> tables) =>
    [
        "set maintenance_work_mem = '512MB'",
        "do $$ declare i record; begin for i in select indexdef from bench_indexes loop execute i.indexdef; end loop; end $$",
        "drop table bench_indexes",
        .. tables.Select(t => $"vacuum (analyze) registry.{t}"),
        "checkpoint",
    ];

    private static string Listed(IReadOnlyList<string> tables) => string.Join(", ", tables.Select(t => $"'{t}'"));
}
