-- One KeyPackage of a device may be handed out again and again, when no other is left; claimed_at then says that it has been.

ALTER TABLE key_packages ADD COLUMN is_last_resort INTEGER NOT NULL DEFAULT 0;
