-- Files that come with what people write. Contents lie in the data folder under their hash; here is what is known of them.

-- On their way, or waiting for what they are for to be sent.
CREATE TABLE uploads (
  id TEXT PRIMARY KEY,
  -- What they are for: "reply {person} {ticket}", "intake {id}".
  scope TEXT NOT NULL,
  -- What the browser knows the file by: chosen again, it goes on where it broke off.
  mark TEXT NOT NULL,
  -- The question of an intake that it answers; empty for all others.
  question TEXT NOT NULL,
  -- Who sends it; a visitor's is nobody's.
  person_id TEXT,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  -- Of the whole content, once it is there.
  hash TEXT,
  media TEXT,
  changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX uploads_mark ON uploads (scope, mark);
CREATE INDEX uploads_age ON uploads (changed_at);
CREATE INDEX uploads_hash ON uploads (hash);

-- Sent. The entry that carries one names it too, so that a timeline needs no second look.
CREATE TABLE attachments (
  id TEXT PRIMARY KEY,
  -- NULL: it was sent for articles.
  ticket_id TEXT REFERENCES tickets (id),
  author_id TEXT,
  -- Whether the message that carries it is for customers, too.
  is_public BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  hash TEXT NOT NULL,
  media TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX attachments_ticket ON attachments (ticket_id);
CREATE INDEX attachments_hash ON attachments (hash);

-- Which articles name which files, in any version.
CREATE TABLE article_files (
  article_id TEXT NOT NULL REFERENCES articles (id),
  file_id TEXT NOT NULL REFERENCES attachments (id),
  PRIMARY KEY (file_id, article_id)
);
