-- Code tables that a publisher has signed: public data, kept whole and handed out whole. A table stays: groups are bound to its hash.

CREATE TABLE published_tables (
    content_hash  BLOB    NOT NULL PRIMARY KEY,
    manifest      BLOB    NOT NULL,
    packed        BLOB    NOT NULL,
    packed_length INTEGER NOT NULL,
    stored_at     INTEGER NOT NULL
);
