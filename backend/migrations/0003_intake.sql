-- intake flows: a draft, every published version, and how each question fares -------------------------------------
-- A row of `flows` is a flow's newest published version; here are all of them.
CREATE TABLE flow_versions (
  flow_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  -- Missing for what came with the desk.
  published_at BIGINT,
  published_by TEXT,
  PRIMARY KEY (flow_id, version)
);
INSERT INTO flow_versions (flow_id, version, body)
  SELECT id, version, body FROM flows WHERE id <> 'impacts';
CREATE TABLE flow_drafts (
  flow_id TEXT PRIMARY KEY,
  -- Goes up with each save and each publishing: what a save was made from.
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  -- The version it was published as; 0 while it is not.
  published BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);
CREATE TABLE question_use (
  question TEXT PRIMARY KEY,
  shown BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  edited BIGINT NOT NULL,
  abandoned BIGINT NOT NULL
);
-- The question or page at which an intake stands.
ALTER TABLE intakes ADD COLUMN stands_at TEXT;
CREATE INDEX intakes_person ON intakes (person_id, state, changed_at);
