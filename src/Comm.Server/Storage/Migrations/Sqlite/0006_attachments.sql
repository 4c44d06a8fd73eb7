-- Sealed files of the groups. Their bytes lie in parts, so that no large one holds up the writer of the log. A file is there when its
-- row is; parts without a row are what is left of an upload that did not end.

CREATE TABLE attachments (
    group_id      BLOB    NOT NULL,
    attachment_id BLOB    NOT NULL,
    device_id     BLOB    NOT NULL,
    upload_id     BLOB    NOT NULL,
    sealed_hash   BLOB    NOT NULL,
    length        INTEGER NOT NULL,
    stored_at     INTEGER NOT NULL,
    PRIMARY KEY (group_id, attachment_id),
    FOREIGN KEY (group_id) REFERENCES groups (group_id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_attachments_upload_id ON attachments (upload_id);
CREATE INDEX ix_attachments_device_id ON attachments (device_id);

CREATE TABLE attachment_parts (
    upload_id BLOB    NOT NULL,
    number    INTEGER NOT NULL,
    content   BLOB    NOT NULL,
    PRIMARY KEY (upload_id, number)
);
