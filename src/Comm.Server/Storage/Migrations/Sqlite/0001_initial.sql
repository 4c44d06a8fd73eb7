-- Identifiers are 16 bytes, instants are milliseconds since 1970 (UTC), lifetimes are seconds as RFC 9420 has them.

CREATE TABLE devices (
    device_id   BLOB    NOT NULL PRIMARY KEY,
    certificate BLOB    NOT NULL,
    updated_at  INTEGER NOT NULL
);

-- A claimed KeyPackage stays as its reference alone until it expires, so that uploading it again cannot have it used twice.
CREATE TABLE key_packages (
    reference  BLOB    NOT NULL PRIMARY KEY,
    device_id  BLOB    NOT NULL REFERENCES devices (device_id) ON DELETE RESTRICT,
    content    BLOB    NULL,
    expires_at INTEGER NOT NULL,
    claimed_at INTEGER NULL
);
CREATE INDEX ix_key_packages_device_id_claimed_at ON key_packages (device_id, claimed_at);

CREATE TABLE groups (
    group_id        BLOB    NOT NULL PRIMARY KEY,
    epoch           INTEGER NOT NULL,
    public_state    BLOB    NOT NULL,
    group_info      BLOB    NOT NULL,
    creator         BLOB    NOT NULL,
    creation_digest BLOB    NOT NULL
);

-- What public_state says of members, turned round: which groups a device is in, and which part of the log is its own.
CREATE TABLE memberships (
    group_id        BLOB    NOT NULL REFERENCES groups (group_id) ON DELETE RESTRICT,
    device_id       BLOB    NOT NULL,
    joined_sequence INTEGER NOT NULL,
    ended_sequence  INTEGER NULL,
    PRIMARY KEY (group_id, device_id, joined_sequence)
);
CREATE INDEX ix_memberships_device_id ON memberships (device_id);

CREATE TABLE entries (
    group_id    BLOB    NOT NULL REFERENCES groups (group_id) ON DELETE RESTRICT,
    sequence    INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    sender      BLOB    NOT NULL,
    message_id  BLOB    NOT NULL,
    epoch       INTEGER NOT NULL,
    content     BLOB    NOT NULL,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (group_id, sequence)
);
CREATE UNIQUE INDEX ix_entries_group_id_sender_message_id ON entries (group_id, sender, message_id);

-- One Welcome serves all that its commit added; it goes with the last of them that has fetched it.
CREATE TABLE welcomes (
    group_id BLOB    NOT NULL REFERENCES groups (group_id) ON DELETE RESTRICT,
    sequence INTEGER NOT NULL,
    content  BLOB    NOT NULL,
    PRIMARY KEY (group_id, sequence)
);

CREATE TABLE waiting_welcomes (
    id        BLOB    NOT NULL PRIMARY KEY,
    group_id  BLOB    NOT NULL,
    sequence  INTEGER NOT NULL,
    device_id BLOB    NOT NULL,
    FOREIGN KEY (group_id, sequence) REFERENCES welcomes (group_id, sequence) ON DELETE CASCADE
);
CREATE INDEX ix_waiting_welcomes_device_id ON waiting_welcomes (device_id);
CREATE INDEX ix_waiting_welcomes_group_id_sequence ON waiting_welcomes (group_id, sequence);
