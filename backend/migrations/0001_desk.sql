-- The desk's first schema, one text for SQLite and PostgreSQL.
-- Instants are BIGINT unix milliseconds UTC; ids are sortable text made by the program; blobs of structure are
-- TEXT JSON that no statement looks into; booleans are BOOLEAN. Anything filtered or sorted on has a column.

-- One row: the counters that must not leave gaps or run backwards.
CREATE TABLE desk (
  id BIGINT PRIMARY KEY,
  last_ticket BIGINT NOT NULL,
  change_seq BIGINT NOT NULL,
  -- 'demo' when the rows were invented by `casewell demo`, 'real' as soon as anything else is written.
  data_kind TEXT NOT NULL
);
INSERT INTO desk (id, last_ticket, change_seq, data_kind) VALUES (1, 10000, 0, 'empty');

-- people ------------------------------------------------------------------------------------------------------
CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_norm TEXT NOT NULL,
  tier TEXT,
  time_zone TEXT NOT NULL,
  city TEXT,
  seats BIGINT,
  account_manager_id TEXT,
  notes TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX organisations_name ON organisations (name_norm, id);

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_norm TEXT NOT NULL,
  title TEXT,
  phone TEXT,
  role TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  team TEXT,
  password_hash TEXT,
  lang TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  disabled_at BIGINT,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX people_name ON people (name_norm, id);
CREATE INDEX people_organisation ON people (organisation_id, name_norm);
CREATE INDEX people_role ON people (role, id);

CREATE TABLE person_emails (
  email_norm TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  is_primary BOOLEAN NOT NULL
);
CREATE INDEX person_emails_person ON person_emails (person_id, is_primary);

-- access ------------------------------------------------------------------------------------------------------
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE login_codes (
  id TEXT PRIMARY KEY,
  email_norm TEXT NOT NULL,
  -- NULL when the address belongs to nobody: the page behaves the same.
  person_id TEXT,
  code_hash TEXT NOT NULL,
  tries_left BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX login_codes_email ON login_codes (email_norm, created_at);
CREATE INDEX login_codes_expires ON login_codes (expires_at);

-- Failed sign-ins and other counted tries, by account or address; survives a restart and counts over all nodes.
CREATE TABLE tries (
  scope TEXT NOT NULL,
  window_start BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (scope, window_start)
);
CREATE INDEX tries_age ON tries (window_start);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX tokens_person ON tokens (person_id);

CREATE TABLE idempotency_keys (
  person_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  response TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- settings ----------------------------------------------------------------------------------------------------
CREATE TABLE products (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  blurb TEXT NOT NULL,
  icon TEXT NOT NULL,
  position BIGINT NOT NULL,
  versions TEXT NOT NULL
);
CREATE TABLE topics (
  id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products (id),
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  ticket_type TEXT NOT NULL,
  position BIGINT NOT NULL
);
CREATE INDEX topics_product ON topics (product_id, position);
CREATE TABLE ticket_types (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  position BIGINT NOT NULL
);
-- Versioned question lists; an answer keeps the version that it answered. product_id and topic_id NULL: for all.
CREATE TABLE flows (
  id TEXT PRIMARY KEY,
  product_id TEXT,
  topic_id TEXT,
  version BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE queues (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  team TEXT NOT NULL,
  position BIGINT NOT NULL
);
CREATE TABLE queue_products (
  product_id TEXT PRIMARY KEY,
  queue_id TEXT NOT NULL REFERENCES queues (id)
);
CREATE TABLE calendars (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (id, version)
);
-- Every version of every policy stays: old tickets keep theirs.
CREATE TABLE policies (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  -- Customer tier it serves without a contract; NULL for policies chosen by contract only.
  tier TEXT,
  is_default BOOLEAN NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TABLE contracts (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  name TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  -- JSON lists of ticket types and products covered; empty list: all.
  ticket_types TEXT NOT NULL,
  products TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT,
  fallback_policy_id TEXT
);
CREATE INDEX contracts_organisation ON contracts (organisation_id, ends_at);
CREATE TABLE installed_products (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  product_id TEXT NOT NULL REFERENCES products (id),
  version TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (organisation_id, product_id)
);

-- tickets -----------------------------------------------------------------------------------------------------
-- A projection of the entries, written in the same transaction, rebuilt by replay.
CREATE TABLE tickets (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL,
  -- status is not resolved or closed
  active BOOLEAN NOT NULL,
  priority BIGINT NOT NULL,
  ticket_type TEXT NOT NULL,
  channel TEXT NOT NULL,
  product_id TEXT,
  topic_id TEXT,
  requester_id TEXT NOT NULL REFERENCES people (id),
  organisation_id TEXT,
  assignee_id TEXT,
  queue_id TEXT,
  problem_id TEXT,
  policy_id TEXT NOT NULL,
  policy_version BIGINT NOT NULL,
  -- Rank of domain::tickets::Urgency and the due time of the most pressing promise (far future: none).
  urgency BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  -- JSON of that promise for the list (domain::tickets::view::PromiseBrief), of all promises for the page, of the plan.
  brief TEXT NOT NULL,
  promises TEXT NOT NULL,
  plan TEXT NOT NULL,
  next_contact_at BIGINT,
  -- The next moment at which the clock alone changes something: risk, due or alarm. NULL: nothing waits.
  wake_at BIGINT,
  -- The customer wrote last and nobody has answered.
  unanswered BOOLEAN NOT NULL,
  entries BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  resolved_at BIGINT
);
CREATE INDEX tickets_active ON tickets (active, urgency, due_at, id);
CREATE INDEX tickets_assignee ON tickets (assignee_id, active, urgency, due_at, id);
CREATE INDEX tickets_queue ON tickets (queue_id, active, urgency, due_at, id);
CREATE INDEX tickets_status ON tickets (status, urgency, due_at, id);
CREATE INDEX tickets_requester ON tickets (requester_id, active, changed_at, id);
CREATE INDEX tickets_organisation ON tickets (organisation_id, active, changed_at, id);
CREATE INDEX tickets_contact ON tickets (active, next_contact_at, id);
CREATE INDEX tickets_resolved ON tickets (resolved_at, id);
CREATE INDEX tickets_wake ON tickets (wake_at);

CREATE TABLE entries (
  id TEXT PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  -- 1, 2, 3 … within the ticket
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  author TEXT NOT NULL,
  author_id TEXT,
  kind TEXT NOT NULL,
  is_public BOOLEAN NOT NULL,
  moves_promises BOOLEAN NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX entries_ticket ON entries (ticket_id, seq);

-- One row per promise and cycle, for reports and verdicts that are never rewritten.
CREATE TABLE promises (
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  kind TEXT NOT NULL,
  cycle BIGINT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT,
  missed_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (ticket_id, kind, cycle)
);

-- Alarms that fired: the key is unique for ever, so none fires twice on any number of nodes.
CREATE TABLE alarms (
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  key TEXT NOT NULL,
  fired_at BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, key)
);

CREATE TABLE notices (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  at BIGINT NOT NULL,
  ticket_id TEXT,
  body TEXT NOT NULL,
  read_at BIGINT
);
CREATE INDEX notices_person ON notices (person_id, read_at, id);

CREATE TABLE drafts (
  person_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  body TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, ticket_id, mode)
);

-- intake ------------------------------------------------------------------------------------------------------
-- A request being written: kept on the server, so that it needs no scripts and survives a lost page.
CREATE TABLE intakes (
  id TEXT PRIMARY KEY,
  person_id TEXT,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  ticket_id TEXT,
  article_id TEXT,
  changed_at BIGINT NOT NULL
);
CREATE INDEX intakes_age ON intakes (state, changed_at);

-- knowledge ---------------------------------------------------------------------------------------------------
CREATE TABLE articles (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  problem TEXT NOT NULL,
  body TEXT NOT NULL,
  -- Rendered and sanitised once, when written.
  html TEXT NOT NULL,
  product_id TEXT,
  topic TEXT,
  audience TEXT NOT NULL,
  state TEXT NOT NULL,
  lang TEXT NOT NULL,
  keywords TEXT NOT NULL,
  versions TEXT NOT NULL,
  owner_id TEXT,
  source_url TEXT,
  licence TEXT,
  views BIGINT NOT NULL,
  helped BIGINT NOT NULL,
  not_helped BIGINT NOT NULL,
  deflected BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX articles_product ON articles (product_id, state, audience, title, id);
CREATE INDEX articles_popular ON articles (state, audience, deflected, id);

CREATE TABLE article_feedback (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles (id),
  person_id TEXT,
  helped BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE problems (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  product_id TEXT,
  versions TEXT NOT NULL,
  state TEXT NOT NULL,
  is_public BOOLEAN NOT NULL,
  public_note TEXT NOT NULL,
  workaround TEXT NOT NULL,
  workaround_html TEXT NOT NULL,
  internal_note TEXT NOT NULL,
  tickets BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE TABLE services (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  product_id TEXT,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  since BIGINT NOT NULL,
  next_update_at BIGINT,
  position BIGINT NOT NULL
);

-- mail --------------------------------------------------------------------------------------------------------
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX outbox_state ON outbox (state, id);

-- live, audit -------------------------------------------------------------------------------------------------
-- One increasing sequence in commit order; live events, search and later followers each keep a position in it.
CREATE TABLE change_log (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  topic TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  -- Who may hear of it besides staff.
  requester_id TEXT,
  organisation_id TEXT,
  -- FALSE: only staff may hear of it, e.g. a note.
  is_public BOOLEAN NOT NULL,
  actor_id TEXT
);
CREATE INDEX change_log_age ON change_log (at);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_id TEXT,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL
);
