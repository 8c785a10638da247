-- who has been asked on the ladder -----------------------------------------------------------------------------------
-- Owner of the rung that an open ticket stands on: looked for while they are away.
ALTER TABLE tickets ADD COLUMN rung_owner_id TEXT REFERENCES people (id);
CREATE INDEX tickets_rung_owner ON tickets (rung_owner_id) WHERE rung_owner_id IS NOT NULL;
-- The next wake of a ticket writes it down.
UPDATE tickets SET wake_at = 0 WHERE active = TRUE AND ladder LIKE '%"owner"%';
