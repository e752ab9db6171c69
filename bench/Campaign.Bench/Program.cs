using Campaign.Bench;

return await BenchCommandLine.RunAsync(args);
