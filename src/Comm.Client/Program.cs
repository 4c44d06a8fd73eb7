using Comm.Client.Commands;

return await CommandLine.RunAsync(args);
