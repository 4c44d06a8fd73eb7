namespace Comm.Demo;

/// <summary>Where the product's two programs lie, beside this one's own build.</summary>
public static class Programs
{
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Repository { get; } = FindRepository();

    public static string Server { get; } = Output("Comm.Server", "Comm.Server.dll");

    public static string Client { get; } = Output("Comm.Client", "comm.dll");

    private static string Output(string project, string file) =>
        Path.Combine(Repository, "src", project, "bin", s_configuration, "net10.0", file);

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomsComm.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Started outside the repository.");
    }
}
