-- digests and the stop list ----------------------------------------------------------------------------------------------
-- When the next digest leaves, for those who want any.
CREATE TABLE digests (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  next_at BIGINT NOT NULL
);
CREATE INDEX digests_next ON digests (next_at);
CREATE INDEX promises_missed ON promises (missed_at) WHERE missed_at IS NOT NULL;
-- Why somebody put an address on the stop list, and who; empty where a bounce did.
ALTER TABLE bounced_addresses ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE bounced_addresses ADD COLUMN added_by TEXT;
