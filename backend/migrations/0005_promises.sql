-- policies and calendars that people edit ---------------------------------------------------------------------------
-- Who made the version; missing for what came with the desk.
ALTER TABLE calendars ADD COLUMN changed_by TEXT;
-- Put away: nothing new may count in it. The newest version decides.
ALTER TABLE calendars ADD COLUMN archived BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE policies ADD COLUMN changed_by TEXT;
-- Goes up with each change.
ALTER TABLE contracts ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- Hours of work that it includes.
ALTER TABLE contracts ADD COLUMN hours BIGINT;

-- Edits that open tickets follow in the background, one after the other, each in the order of ticket ids.
CREATE TABLE recounts (
  id TEXT PRIMARY KEY,
  -- 'calendar' or 'policy', its id, its version and its name at that time
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  -- The last ticket that follows; empty before the first.
  after TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  -- Tickets of which a due time moved.
  moved BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX recounts_open ON recounts (ended_at, id);
CREATE INDEX tickets_open ON tickets (active, id);
