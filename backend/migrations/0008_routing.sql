-- to the right person ------------------------------------------------------------------------------------------------
-- Every saving of the rules stays. The newest decides.
CREATE TABLE routing_rules (
  version BIGINT PRIMARY KEY,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_by TEXT
);
-- What comes in is given to somebody at once; otherwise people take what is next.
ALTER TABLE queues ADD COLUMN hands_out BOOLEAN NOT NULL DEFAULT FALSE;
-- Whoever looked after a customer's last ticket gets the next.
ALTER TABLE queues ADD COLUMN keeps BOOLEAN NOT NULL DEFAULT FALSE;

-- What somebody can do and when they are there; no row: the usual. Away from away_from to before away_until.
CREATE TABLE profiles (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  away_from BIGINT,
  away_until BIGINT,
  stand_in_id TEXT
);

-- Open tickets of each person and what they weigh (domain::routing::weight), moved in the transactions that move them.
CREATE TABLE workloads (
  person_id TEXT PRIMARY KEY,
  tickets BIGINT NOT NULL,
  weight BIGINT NOT NULL,
  -- When they were last given one.
  given_at BIGINT
);
INSERT INTO workloads (person_id, tickets, weight)
  SELECT assignee_id, COUNT(*), CAST(SUM(
    CASE priority WHEN 0 THEN 60 WHEN 1 THEN 100 WHEN 2 THEN 150 ELSE 240 END
    / CASE WHEN status IN ('waiting', 'on_hold') THEN 4 ELSE 1 END) AS BIGINT)
  FROM tickets WHERE active = TRUE AND assignee_id IS NOT NULL GROUP BY assignee_id;

-- What whoever gets the ticket has to be able to do, as the rule had it: JSON of domain::routing::Skill.
ALTER TABLE tickets ADD COLUMN needs TEXT NOT NULL DEFAULT '[]';

-- The board's numbers are one look at this.
CREATE INDEX tickets_board ON tickets
  (urgency, queue_id, status, assignee_id, due_at, next_contact_at, created_at, changed_at) WHERE active = TRUE;
CREATE INDEX promises_ended ON promises (ended_at, state);
