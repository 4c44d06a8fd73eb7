namespace Comm.Shared.Localization;

/// <summary>Members, the directory, roles. The words: <c>localization/People.*.resx</c>.</summary>
public sealed class People;
