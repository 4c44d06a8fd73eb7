namespace Comm.Shared.Localization;

/// <summary>Conversation, report and figures of one group. The words: <c>localization/Conversation.*.resx</c>.</summary>
public sealed class Conversation;
