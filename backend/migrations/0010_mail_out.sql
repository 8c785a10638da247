-- mail that goes out --------------------------------------------------------------------------------------------------
-- Code of domain::outbox::MailKind.
ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'code';
-- None of the caps counts what a person wrote, or asked for.
ALTER TABLE outbox ADD COLUMN is_automatic BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE outbox ADD COLUMN recipient_norm TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN recipient_name TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN html TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN ticket_id TEXT REFERENCES tickets (id);
ALTER TABLE outbox ADD COLUMN entry_id TEXT;
-- The ticket's version: one recipient gets a ticket's mails in this order.
ALTER TABLE outbox ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
-- The queue in whose name it goes; empty: the desk's.
ALTER TABLE outbox ADD COLUMN sender TEXT NOT NULL DEFAULT '';
-- What answers to it bear in their address; empty: they go to the sender as it is.
ALTER TABLE outbox ADD COLUMN token TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN message_id TEXT NOT NULL DEFAULT '';
-- Message-IDs before it, oldest first, with blanks between them.
ALTER TABLE outbox ADD COLUMN refs TEXT NOT NULL DEFAULT '';
-- JSON list of domain::files::Attachment.
ALTER TABLE outbox ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
ALTER TABLE outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
-- Attempts of which nobody knows whether the server took it.
ALTER TABLE outbox ADD COLUMN doubts BIGINT NOT NULL DEFAULT 0;
-- When it is looked at next: tried, or taken from a node that died over it. NULL: it is settled.
ALTER TABLE outbox ADD COLUMN next_at BIGINT;
ALTER TABLE outbox ADD COLUMN tried_at BIGINT;
ALTER TABLE outbox ADD COLUMN settled_at BIGINT;
-- Code of domain::outbox::MailTrouble, and the server's own words.
ALTER TABLE outbox ADD COLUMN trouble TEXT;
ALTER TABLE outbox ADD COLUMN answer TEXT NOT NULL DEFAULT '';
UPDATE outbox SET recipient_norm = LOWER(recipient), next_at = created_at WHERE state = 'waiting';
CREATE INDEX outbox_next ON outbox (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_order ON outbox (ticket_id, recipient_norm, place, id) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_entry ON outbox (entry_id);
CREATE INDEX outbox_message ON outbox (message_id);
CREATE INDEX outbox_caps ON outbox (recipient_norm, tried_at) WHERE is_automatic = TRUE;
CREATE INDEX outbox_kinds ON outbox (kind, tried_at);

-- One row: whoever holds it hands out mails to be sent, one node after the other.
CREATE TABLE mail_turn (id BIGINT PRIMARY KEY);
INSERT INTO mail_turn (id) VALUES (1);

-- Texts in an admin's own words. Every version stays; the newest decides.
CREATE TABLE mail_templates (
  key TEXT NOT NULL,
  lang TEXT NOT NULL,
  version BIGINT NOT NULL,
  -- JSON of domain::outbox::template::Template
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_by TEXT,
  PRIMARY KEY (key, lang, version)
);
-- What stands under a reply: 'person ID' or 'team NAME'.
CREATE TABLE mail_signatures (
  owner TEXT PRIMARY KEY,
  body TEXT NOT NULL
);
-- The name and address in which a queue writes.
CREATE TABLE mail_senders (
  queue_id TEXT PRIMARY KEY REFERENCES queues (id),
  name TEXT NOT NULL,
  address TEXT NOT NULL
);
