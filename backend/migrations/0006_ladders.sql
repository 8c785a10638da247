-- ticket types with their ladders, and who hears of what --------------------------------------------------------------
ALTER TABLE ticket_types ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- New tickets can be of it.
ALTER TABLE ticket_types ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
-- Of new tickets for which nobody chose one.
ALTER TABLE ticket_types ADD COLUMN priority BIGINT NOT NULL DEFAULT 1;
-- Asked about its topics besides their own flows.
ALTER TABLE ticket_types ADD COLUMN flow_id TEXT;
-- JSON list of domain::ladder::Rung, lowest first.
ALTER TABLE ticket_types ADD COLUMN ladder TEXT NOT NULL DEFAULT '[]';

-- Every version that somebody saved, and the one that came with the desk before it.
CREATE TABLE type_versions (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  -- JSON of domain::ladder::TicketType
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  -- Missing for what came with the desk.
  changed_by TEXT,
  PRIMARY KEY (id, version)
);

-- JSON of domain::ladder::Standing; empty while nothing has happened that it counts.
ALTER TABLE tickets ADD COLUMN ladder TEXT NOT NULL DEFAULT '';

-- A notice that waits for the end of its reader's quiet hours, or for opening time, is not shown before.
ALTER TABLE notices ADD COLUMN waits_until BIGINT;
CREATE INDEX notices_waiting ON notices (waits_until);
CREATE TABLE notice_choices (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  -- JSON of domain::notices::NoticeChoices
  body TEXT NOT NULL
);

-- What an alarm should have done and could not, until it is done or given up.
CREATE TABLE failed_actions (
  id TEXT PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  key TEXT NOT NULL,
  -- JSON of domain::promises::policy::AlarmAction, and of domain::promises::Trouble
  action TEXT NOT NULL,
  why TEXT NOT NULL,
  tries BIGINT NOT NULL,
  failed_at BIGINT NOT NULL,
  -- When it is tried again; missing: no more.
  next_at BIGINT,
  done_at BIGINT
);
CREATE INDEX failed_actions_next ON failed_actions (next_at);

-- Account managers who were told that a contract ends: once for each end and each number of days before it.
CREATE TABLE contract_alarms (
  contract_id TEXT NOT NULL REFERENCES contracts (id),
  ends_at BIGINT NOT NULL,
  days BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (contract_id, ends_at, days)
);
CREATE INDEX contracts_ending ON contracts (ends_at, id);
-- Settings of the desk as a whole, each under its name.
CREATE TABLE desk_settings (
  name TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  body TEXT NOT NULL
);
