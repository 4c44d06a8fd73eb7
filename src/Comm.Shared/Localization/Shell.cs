namespace Comm.Shared.Localization;

/// <summary>The frame, the entrance, home and settings. The words: <c>localization/Shell.*.resx</c>.</summary>
public sealed class Shell;
