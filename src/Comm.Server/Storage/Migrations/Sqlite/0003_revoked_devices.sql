-- Devices that the operator has put out. They sign in no more, and the server asks their groups to remove them.

CREATE TABLE revoked_devices (
    device_id  BLOB    NOT NULL PRIMARY KEY,
    revoked_at INTEGER NOT NULL
);
