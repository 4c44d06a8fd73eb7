-- Waiting Welcomes get a number that only grows, so that they are handed out in the order of their arrival, page by page.

CREATE TABLE numbered_welcomes (
    number    INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id        BLOB    NOT NULL,
    group_id  BLOB    NOT NULL,
    sequence  INTEGER NOT NULL,
    device_id BLOB    NOT NULL,
    FOREIGN KEY (group_id, sequence) REFERENCES welcomes (group_id, sequence) ON DELETE CASCADE
);
INSERT INTO numbered_welcomes (id, group_id, sequence, device_id)
    SELECT waiting.id, waiting.group_id, waiting.sequence, waiting.device_id
    FROM waiting_welcomes waiting
    LEFT JOIN entries ON entries.group_id = waiting.group_id AND entries.sequence = waiting.sequence
    ORDER BY entries.accepted_at, waiting.group_id, waiting.sequence;
DROP TABLE waiting_welcomes;
ALTER TABLE numbered_welcomes RENAME TO waiting_welcomes;
CREATE UNIQUE INDEX ix_waiting_welcomes_id ON waiting_welcomes (id);
CREATE INDEX ix_waiting_welcomes_device_id_number ON waiting_welcomes (device_id, number);
CREATE INDEX ix_waiting_welcomes_group_id_sequence ON waiting_welcomes (group_id, sequence);
