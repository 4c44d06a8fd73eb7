namespace Comm.Client.Vault;

/// <summary>What a sealed row holds. Numbers are on disk and in the associated data: never reused.</summary>
internal enum RowKind : byte
{
    /// <summary>Certificate, root key, server address. One.</summary>
    Profile = 1,

    /// <summary>The device's private signature key. One.</summary>
    DeviceKey = 2,

    /// <summary>A group's name, standing, cursor and counters. By group.</summary>
    Group = 3,

    /// <summary>MLS state that changes with the epoch. By group.</summary>
    GroupEpoch = 4,

    /// <summary>MLS state that changes with every message. By group.</summary>
    MessageSecrets = 5,

    /// <summary>A line of a conversation. Parent: group; position: its place.</summary>
    Entry = 6,

    /// <summary>A message that the server has not confirmed. Parent: group; position: its entry's.</summary>
    Outbox = 7,

    /// <summary>A commit that the server has not answered, with the state that follows it. Parent: group.</summary>
    StagedCommit = 8,

    /// <summary>A message as its author signed it (design D9). Parent: group; position: its entry's.</summary>
    Evidence = 9,

    /// <summary>The GroupContext of an epoch that evidence refers to. Parent: group; position: the epoch.</summary>
    EpochContext = 10,

    /// <summary>An author's leaf with its certificate, by its SHA-256. Parent: group.</summary>
    AuthorLeaf = 11,

    /// <summary>The private half of a KeyPackage, by its reference. Position: when its lifetime ends.</summary>
    KeyPackage = 12,

    /// <summary>The device that an enrolment was begun for, until it has its certificate. By invitation. One.</summary>
    PendingEnrolment = 13,

    /// <summary>That the server says it has a message, until the log shows it. Parent: group; position: the sequence it named.</summary>
    Receipt = 14,

    /// <summary>Something written and not sent. Parent: group; id: a <see cref="DraftKey"/>.</summary>
    Draft = 15,

    /// <summary>A group's name and coordinators once more, apart from what changes with every entry. By group.</summary>
    GroupKeepsake = 16,

    /// <summary>A set of forms, by its hash. Parent: group.</summary>
    FormSet = 17,

    /// <summary>A form's definition, by its hash. Parent: group.</summary>
    FormDefinition = 18,

    /// <summary>A sealed file, by the hash of its sealed bytes.</summary>
    Attachment = 19,

    /// <summary>That the server must have a file before a message. Parent: message; id: attachment; position: its place in the message.</summary>
    Upload = 20,

    /// <summary>A form that is being designed. Parent: group; id: the design's.</summary>
    FormDesign = 24,
}
