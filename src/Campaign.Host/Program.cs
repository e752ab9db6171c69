using Campaign.Host.Commands;

return await CommandLine.RunAsync(args);
